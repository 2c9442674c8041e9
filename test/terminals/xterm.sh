#!/bin/sh
# xterm.sh - the program in xterm, whose window is on an X server of memory
# (Xvfb): keys and clicks come as X events, and what the window shows is what
# xterm prints of it, colours and all.
. test/terminals/walk
need xterm Xvfb xdotool

# --- the X server, and one window ----------------------------------------------
# -noreset: without it the server begins anew when its last client has left, and
# whoever comes meanwhile is sent away.
Xvfb -displayfd 3 -noreset -nolisten tcp -screen 0 1600x1000x24 \
    3>"$TMPDIR/display" >"$TMPDIR/xvfb.log" 2>&1 &
xvfb=$! xterm= windows=0
trap 'kill $xterm $xvfb 2>/dev/null' EXIT
look is_there display || { cat "$TMPDIR/xvfb.log"; exit 1; }
DISPLAY=:$(cat "$TMPDIR/display")
export DISPLAY

# xterm itself takes COLORTERM away.
start()
{
    windows=$((windows + 1))    # the one before may not be gone yet
    echo "COLORTERM=$colorterm; export COLORTERM" >"$TMPDIR/settings"
    LC_ALL=$locale xterm -name "window$windows" -tn "$term" \
        -geometry $size -fn 6x13 -b 0 \
        -xrm "XTerm*printFileImmediate: $TMPDIR/print" \
        -xrm 'XTerm*printModeImmediate: 2' -xrm 'XTerm*boldColors: false' \
        -xrm 'XTerm*VT100.translations: #override <Key>F12: print-immediate()' \
        -e sh "$inside" >"$TMPDIR/xterm.log" 2>&1 &
    xterm=$!
    look has_window
}

has_window()
{
    window=$(xdotool search --onlyvisible --classname "window$windows") &&
        xdotool windowfocus "$window"
}

press()
{
    case $1 in
    BSpace) xdotool key BackSpace ;;
    Enter) xdotool key Return ;;
    Esc) xdotool key Escape ;;
    C-z) xdotool key ctrl+z ;;
    C-c) xdotool key ctrl+c ;;
    '?') xdotool key question ;;
    ']') xdotool key bracketright ;;
    '}') xdotool key braceright ;;
    click:*) click "${1#click:}" ;;
    *) xdotool key "$1" ;;
    esac
}

# click COLUMNxROW, from 1: a cell is 6x13 pixels
click()
{
    xdotool mousemove --window "$window" $((${1%x*} * 6 - 3)) \
        $((${1#*x} * 13 - 6)) click 1
}

# What is printed has a name of its own with the time in it, says RGB with
# colons, and attributes anew before each character that has any: then they are
# off, though that is not always said.
read_screen()
{
    rm -f "$TMPDIR"/print*
    xdotool key F12
    for i in 1 2 3 4 5 6 7 8 9 10; do
        printed 2>/dev/null && break
        sleep 0.05
    done
    cat "$TMPDIR"/print* | tr -d '\r' | LC_ALL=C.UTF-8 sed -E 's/^\x1b#5//
        s/:2::?([0-9]+):([0-9]+):([0-9]+)/;2;\1;\2;\3/g
        s/:5:([0-9]+)/;5;\1/g
        s/\x1b\[0;[0-9;]*m./&\x1b[0m/g' >"$1"
}
printed() { [ "$(cat "$TMPDIR"/print* | wc -l)" -ge ${size#*x} ]; }

# --- what is left switched on --------------------------------------------------
# xterm itself is asked: the cursor is on; the second screen, the mouse, its
# reports, the other cursor keys are off.
cat >"$TMPDIR/ask" <<'EOT'
stty raw -echo min 1 time 100
printf '\033[?25$p\033[?1049$p\033[?1000$p\033[?1006$p\033[?1$p'
dd bs=1 count=50 2>dd | tr -d '\033' >answers
EOT

given_back()
{
    look is_there answers &&
        same '[?25;1$y[?1049;2$y[?1000;2$y[?1006;2$y[?1;2$y' \
            "$(cat "$TMPDIR/answers")"
}

stop()
{
    kill $xterm 2>/dev/null
    wait $xterm
    xterm=
}

# in_xterm NAME TERM COLORTERM LOCALE ARGUMENT...: as walk takes them
in_xterm()
{
    window_name=$1 term=$2 colorterm=$3 locale=$4
    shift 4
    walk "$window_name" "$@"
}

alternate=yes clicks=yes
in_xterm 'xterm' xterm-256color truecolor C.UTF-8 colors 24bit
in_xterm 'xterm in 256 colours' xterm-256color '' C.UTF-8 colors 256
in_xterm 'xterm without UTF-8' xterm '' C letters 16 --ascii
alternate=no clicks=
in_xterm 'xterm as the Linux console' linux '' C.UTF-8 letters 16
finish
