#!/bin/sh
# layers.sh - the layer law of HACKING.md, by machine.
#
#     sh test/layers.sh [ROOT]        every rule, as TAP
#
# After the rules it breaks each of them in a copy and wants to be told: a law
# that notices nothing is worth nothing.
set -u
here=$PWD
root=${1:-.}
: "${B:=build/release}" "${CC:=cc}"
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT

CORE='base nn explain view'
LAYERS="$CORE io app"

# Layers that a file of this one may include.
below()
{
    case $1 in
    base) echo base ;;
    nn) echo base nn ;;
    explain) echo base nn explain ;;
    view) echo base nn explain view ;;
    io) echo base nn io ;;
    app) echo $LAYERS ;;
    esac
}

# --- the rules: each prints what breaks it, nothing when all is well -----------

# "file line kind header" of every include of the layers; kind is quoted or
# angled.
includes()
{
    find src include -name '*.[ch]' | sort |
        xargs grep -nH '^ *# *include' /dev/null | sed -n '
            s/^\([^:]*\):\([0-9]*\):.*"\(.*\)".*/\1 \2 quoted \3/p
            s/^\([^:]*\):\([0-9]*\):.*<\(.*\)>.*/\1 \2 angled \3/p'
}

rule_direction()
{
    includes | while read -r file line kind header; do
        layer=${file#*/} layer=${layer%%/*}
        case $kind:$header in quoted:*/*) ;; *) continue ;; esac
        case " $(below "$layer") " in
        *" ${header%%/*} "*) ;;
        *) echo "$file:$line: $layer may not include $header" ;;
        esac
    done
    grep -nH '^ *# *include *"app/' /dev/null examples/*.c 2>/dev/null |
        sed 's/$/  -- examples show the core library, not the program/'
}

rule_doors()
{
    includes | while read -r file line kind header; do
        case $header:$file in
        *curses.h:src/app/display.c) continue ;;     # and term.h wants it
        esac
        case $header in
        *curses.h | term.h | panel.h | menu.h) door=src/app/capabilities.c ;;
        png.h) door=src/io/image_png.c ;;
        jpeglib.h | jerror.h | turbojpeg.h) door=src/io/image_jpeg.c ;;
        jansson.h) door='src/io/*' ;;
        *) continue ;;
        esac
        case $file in
        $door) ;;
        *) echo "$file:$line: <$header> belongs in $door alone" ;;
        esac
    done
}

rule_places()
{
    find src include -type f | while read -r file; do
        layer=${file#*/} layer=${layer%%/*} module=${file#*/*/}
        case " $LAYERS " in
        *" $layer "*) ;;
        *) echo "$file: in no layer" ;;
        esac
        case $module in
        */*) echo "$file: deeper than <layer>/<module>" ;;
        esac
        case $file in
        include/*/*.h | src/*) ;;
        *) echo "$file: headers lie at include/<layer>/<module>.h" ;;
        esac
    done
    includes | while read -r file line kind header; do
        case $kind:$header in
        angled:*) ;;
        *..*) echo "$file:$line: $header climbs out of its layer" ;;
        */*) [ -f "include/$header" ] ||
            echo "$file:$line: there is no include/$header" ;;
        *) case $file in
            src/*) [ -f "${file%/*}/$header" ] ;;
            *) false ;;
            esac || echo "$file:$line: $header does not lie beside its source" ;;
        esac
    done
}

# What an object of the core may not ask of the system.
FORBIDDEN='f?open(64|at)?|fdopen|freopen|creat|p?read(v|64)?|p?write(v|64)?|close
l?seek(64)?|f?l?stat(64|at)?|opendir|readdir|unlink|rename|remove|mkdir|access
mkstemp|tmpfile|fread|fwrite|fclose|f?getc|fgets|getline|fscanf|scanf|f?flush
v?f?printf|v?dprintf|f?puts|f?putc|fputs|putchar|perror|stdin|stdout|stderr
(secure_)?getenv|setenv|putenv|environ|setlocale|localeconv|nl_langinfo
__ctype_[a-z_]*|str(n)?casecmp|strcoll|strxfrm|tow[a-z]*|isw[a-z]*|mb[a-z]*towcs?
time|clock|clock_[a-z]+|gettimeofday|(local|gm)time(_r)?|strftime|nanosleep|u?sleep
s?rand(om)?(_r)?|[dlm]rand48|getrandom|getpid|sysconf|syscall|sched_[a-z]+|getauxval
exit|_exit|abort|atexit|system|popen|fork|exec[a-z]+|kill|raise|signal|sigaction
setjmp|_setjmp|longjmp|socket|isatty|ioctl|poll|select|pipe2?|eventfd|dlopen
malloc|calloc|realloc|free|posix_memalign|aligned_alloc|strdup|strndup|asprintf
mmap(64)?|munmap|mprotect|madvise|pthread_[a-z_]+|qsort_r|strtok|strerror'

# Where one of them is what the file is for.
excused()
{
    case $1 in
    base/arena) echo 'mmap(64)?|munmap|madvise' ;;
    base/error) echo 'v?fprintf|stderr|exit' ;;
    base/parallel) echo 'pthread_[a-z_]+|calloc|free' ;;
    base/job) echo 'pthread_[a-z_]+|calloc|free|pipe|read|write|close|clock_gettime' ;;
    base/thread) echo 'pthread_[a-z_]+' ;;
    base/in_order) echo 'pthread_[a-z_]+' ;;
    base/cpu) echo 'getpid|sysconf|syscall|sched_[a-z]+|getauxval' ;;
    *) echo 'nothing' ;;
    esac
}

# Objects of the core, "layer/module object", as they were built.
core_objects()
{
    for layer in $CORE; do
        for c in src/$layer/*.c; do
            o=$B/${c%.c}.o
            [ -f "$c" ] || continue
            [ -f "$o" ] || { echo "$c: $o is not built"; continue; }
            echo "$layer/$(basename "$c" .c) $o"
        done
    done
}

rule_purity()
{
    forbidden=$(echo "$FORBIDDEN" | tr '\n' '|' | sed 's/|$//')
    core_objects >"$tmp/objects"
    grep ' is not built$' "$tmp/objects"
    grep -v ' is not built$' "$tmp/objects" |
    while read -r module object; do
        nm -u "$object" | awk '{ sub(/@.*/, "", $NF); print $NF }' |
            grep -Ex "($forbidden)" | grep -Evx "($(excused $module))" |
            sed "s|^|src/$module.c: the core may not use |"
    done
}

# Symbols in sections that are written to: what is const, or const but for its
# addresses (.data.rel.ro), is not.
rule_state()
{
    core_objects | grep -v ' is not built$' |
    while read -r module object; do
        objdump -t "$object" | awk -v module="$module" '
            / O (\.data|\.bss|\.tdata|\.tbss|\*COM\*|\.lbss|\.ldata)/ &&
            !/ O \.data\.rel\.ro/ && $(NF - 1) !~ /^0+$/ {
                if (module " " $NF != "base/error last_words")
                    print "src/" module ".c: " $NF " is state at file scope"
            }'
    done
}

rule_extern()
{
    grep -nH '^extern' src/base/*.c src/nn/*.c src/explain/*.c src/view/*.c \
        src/io/*.c 2>/dev/null | grep -v ':extern const struct' |
        sed 's/$/  -- declare it in a header/'
}

rule_headers()
{
    for h in include/*/*.h; do
        "$CC" -std=c11 -D_POSIX_C_SOURCE=200809L -Iinclude -fsyntax-only \
            -Wall -Wextra -Wno-unused-parameter -Werror -x c "$h" \
            -Wno-pragma-once-outside-header >"$tmp/said" 2>&1 ||
            { echo "$h: does not compile alone"; head -n 3 "$tmp/said"; }
    done
}

# Every file of the project, without what was built.
files()
{
    find . -type f ! -path './build/*' ! -path './.git/*' ! -name .git \
        ! -name vitscope ! -name '*.png' ! -name '*.safetensors' \
        ! -name '*.jpg' ! -name '*.tar.gz'
}

rule_machines()
{
    files | xargs grep -nIE '(^|[^a-zA-Z0-9_.~$})<-])/(home|work|root|Users|mnt)/[a-z]' |
        sed 's/$/  -- a path of one machine/'
}

RULES='direction doors places purity state extern headers machines'
sentence()
{
    case $1 in
    direction) echo 'a layer includes itself and those below it' ;;
    doors) echo 'curses, png, jpeglib and jansson each have one door' ;;
    places) echo 'a header lies where its include line says' ;;
    purity) echo 'the core asks nothing of files, clock, environment, locale, heap' ;;
    state) echo 'the core keeps no state at file scope' ;;
    extern) echo 'only the rows of a table are declared in a source' ;;
    headers) echo 'every header compiles alone' ;;
    machines) echo 'no file names a place on one machine' ;;
    esac
}

# --- the breaks: each makes a copy lawless ---------------------------------------

# break_law RULE FILE LINE: append the line to a file of the copy and look
# whether the rule names that file.  Of objects only that file's is there.
break_law()
{
    rm -rf "$tmp/copy"
    mkdir "$tmp/copy"
    cp -R "$root/src" "$root/include" "$tmp/copy"
    (
        cd "$tmp/copy" || exit
        B=built object=built/${2%.c}.o
        mkdir -p "${2%/*}" "${object%/*}"
        printf '%b\n' "$3" >>"$2"
        case $1 in
        purity | state)
            "$CC" -std=c11 -Iinclude -c -o "$object" "$2" || exit ;;
        esac
        "rule_$1"
    ) >"$tmp/told" 2>/dev/null
    grep -v ' is not built$' "$tmp/told" | grep -q "$2"
}

breaks()
{
    cat <<'EOF'
direction src/base/text.c #include "nn/model.h"
direction include/nn/trace.h #include "explain/study.h"
direction src/explain/study.c # include "view/scene.h"
direction src/view/canvas.c #include "io/file.h"
direction src/io/file.c #include "view/canvas.h"
direction src/nn/forward.c #include "io/file.h"
doors src/app/ui.c #include <curses.h>
doors src/app/help.c #include <ncursesw/ncurses.h>
doors src/io/file.c #include <png.h>
doors src/nn/config.c #include <jansson.h>
doors include/io/json_file.h #include <jansson.h>
doors src/view/canvas.c #include <jpeglib.h>
places src/view/canvas.c #include "../io/file.h"
places src/view/canvas.c #include "view/nowhere.h"
places include/view/canvas.h #include "glyph.h"
places include/canvas.h struct canvas;
places src/util/misc.c int misc;
purity src/nn/aa.c #include <stdio.h>\nvoid f(void);\nvoid f(void) { fopen("a", "b"); }
purity src/view/aa.c #include <stdio.h>\nvoid f(int x);\nvoid f(int x) { printf("%d", x); }
purity src/base/aa.c #include <stdlib.h>\nchar *f(void);\nchar *f(void) { return getenv("A"); }
purity src/explain/aa.c #include <time.h>\nlong f(void);\nlong f(void) { return time(0); }
purity src/view/aa.c #include <locale.h>\nvoid f(void);\nvoid f(void) { setlocale(LC_ALL, ""); }
purity src/nn/aa.c #include <stdlib.h>\nvoid *f(void);\nvoid *f(void) { return malloc(8); }
purity src/nn/aa.c #include <ctype.h>\nint f(int c);\nint f(int c) { return isalpha(c); }
purity src/nn/aa.c #include <pthread.h>\nvoid f(void);\nvoid f(void) { pthread_exit(0); }
state src/nn/aa.c static int n;\nint f(void);\nint f(void) { return n++; }
state src/view/aa.c int shared = 3;
state src/base/aa.c char buffer[100];
state src/explain/aa.c int f(void);\nint f(void) { static int n = 1; return n *= 2; }
extern src/view/canvas.c extern int elsewhere;
headers include/view/aa.h struct canvas c;
machines src/app/main.c /* see $folder/notes */
EOF
}

# --- all of it, as TAP -------------------------------------------------------------

cd "$root" || exit 1
n=0 failed=0
for rule in $RULES; do
    n=$((n + 1))
    told=$("rule_$rule" 2>&1)
    if [ -z "$told" ]; then
        echo "ok $n - $(sentence $rule)"
    else
        echo "not ok $n - $(sentence $rule)"
        echo "$told"
        failed=1
    fi
done
cd "$here" || exit 1
breaks | sed "s|[$]folder|/$(echo work)|" >"$tmp/breaks"
while read -r rule file line; do
    n=$((n + 1))
    if break_law "$rule" "$file" "$line"; then
        printf '%s\n' "ok $n - notices in $file: $line"
    else
        printf '%s\n' "not ok $n - does not notice in $file: $line"
        failed=1
    fi
done <"$tmp/breaks"
echo "1..$n"
exit $failed
