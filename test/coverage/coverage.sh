#!/bin/sh
# coverage.sh - the lines that no test runs through, with the reason.
#
#     sh test/coverage/coverage.sh build/cover
#
# gcov prints each source with a count before every line.  A header is printed
# for every object that includes it: a line counts as run when it was in one.
# Reasons stand in `reasons` beside this file, by file and function, because
# line numbers move.  Status 1 when less than 90 % of the core are covered.
set -u
: "${GCOV:=gcov}" "${BAR:=90}"
build=${1:-build/cover}
here=${0%/*}

find "$build/src" -name '*.gcno' | sort | xargs "$GCOV" -t 2>/dev/null | awk '
    # "  count:  line:text"; count is - where there is no code, ##### or =====
    # where nothing came by.
    { count = $0; sub(/:.*/, "", count); gsub(/[ *]/, "", count)
      rest = $0; sub(/^[^:]*:/, "", rest)
      line = rest; sub(/:.*/, "", line); line += 0
      text = rest; sub(/^[^:]*:/, "", text) }
    line == 0 && text ~ /^Source:/ { file = substr(text, 8); name = "-"; next }
    line == 0 || file !~ /^(src|include)\// { next }
    text ~ /^[A-Za-z].*\(/ {                # column 0: a function begins
        name = text; sub(/\(.*/, "", name); sub(/.*[ *]/, "", name)
    }
    count == "-" { next }
    { key = file "\t" line "\t" name
      run[key] = run[key] || count !~ /^[#=]/ }
    END { for (key in run) print key "\t" run[key] }' |
sort -t'	' -k1,1 -k2,2n |
awk -F'\t' -v bar="$BAR" -v reasons="$here/reasons" '
    BEGIN {
        layers = split("base nn explain view io app", order, " ")
        while ((getline row < reasons) > 0) {
            if (row !~ /^ / && row != "" && row !~ /^#/) {
                why = row; told[++kinds] = why
            } else if (row ~ /^ /) {
                n = split(row, word, " ")
                for (i = 2; i <= n; i++)
                    because[word[1], word[i]] = why
            }
        }
        told[++kinds] = "No reason given:"
    }
    # Lines of one reason and file are gathered as ranges: 12-14, 20.
    function note(why, file, line,    k) {
        k = why SUBSEP file
        if (!(k in list)) { list[k] = line; files[why] = files[why] SUBSEP file }
        else if (line == last[k] + 1 || line == last[k] + 2) upto[k] = line
        else { list[k] = list[k] (upto[k] ? "-" upto[k] : "") ", " line; upto[k] = 0 }
        last[k] = line
        lines[why]++
    }
    {
        split($1, part, "/"); layer = part[2]
        all[layer]++; file_all[$1]++
        if ($4) { hit[layer]++; file_hit[$1]++; next }
        if (layer == "io" || layer == "app") next
        why = "No reason given:"
        if (($1, "*") in because) why = because[$1, "*"]
        if (($1, $3) in because) why = because[$1, $3]
        note(why, $1, $2)
    }
    function say(title, h, a) {
        printf "%-32s %6d of %6d  %5.1f %%\n", title, h, a, a ? 100 * h / a : 0
    }
    END {
        for (i = 1; i <= layers; i++) {
            l = order[i]
            for (f in file_all)
                if (split(f, part, "/") && part[2] == l && file_hit[f] < file_all[f])
                    short[++n] = f
            for (a = 2; a <= n; a++)
                for (b = a; b > 1 && short[b] < short[b - 1]; b--) {
                    t = short[b]; short[b] = short[b - 1]; short[b - 1] = t
                }
            for (a = 1; a <= n; a++)
                say(short[a], file_hit[short[a]], file_all[short[a]])
            n = 0
            if (l != "io" && l != "app") { H += hit[l]; A += all[l] }
        }
        print "\nNot covered in the core, and why:"
        for (i = 1; i <= kinds; i++) {
            why = told[i]
            if (!lines[why]) continue
            printf "\n%s %d lines\n", why, lines[why]
            n = split(substr(files[why], 2), place, SUBSEP)
            for (a = 1; a <= n; a++) {
                k = why SUBSEP place[a]
                print "  " place[a] ": " list[k] (upto[k] ? "-" upto[k] : "")
            }
        }
        print ""
        for (i = 1; i <= layers; i++)
            say(order[i], hit[order[i]], all[order[i]])
        say("core", H, A)
        if (!A || 100 * H < bar * A) {
            print "less than " bar " % of the core are covered"
            exit 1
        }
    }'
