#!/bin/sh
# screen.sh - the program in GNU screen.  Its hard copy knows ASCII alone; what
# it draws beyond that is read from a tmux around it.
. test/terminals/walk
need screen
size=80x24 SCREENDIR=$TMPDIR/sockets TMUX_TMPDIR=$TMPDIR alternate=yes
export SCREENDIR TMUX_TMPDIR
mkdir -m 700 "$SCREENDIR"
cat >"$TMPDIR/rc" <<EOT
startup_message off
altscreen on
term screen-256color
EOT
s() { screen -c "$TMPDIR/rc" -S vitscope "$@"; }
t() { tmux -f /dev/null "$@"; }

# stuff KEY: as the bytes that a terminal sends
stuff()
{
    case $1 in
    Esc) s -X stuff "$(printf '\033')" ;;
    Enter) s -X stuff "$(printf '\r')" ;;
    Tab) s -X stuff "$(printf '\t')" ;;
    BSpace) s -X stuff "$(printf '\177')" ;;
    Right) s -X stuff "$(printf '\033OC')" ;;
    C-z) s -X stuff "$(printf '\032')" ;;
    C-c) s -X stuff "$(printf '\003')" ;;
    *) s -X stuff "$1" ;;
    esac
}

stop() { s -X quit; }
given_back() { :; }

alone()
{
    start() { LC_ALL=C s -d -m sh "$inside"; }
    press() { stuff "$1"; }
    read_screen()
    {
        rm -f "$TMPDIR/hardcopy"
        s -X hardcopy "$TMPDIR/hardcopy" && mv "$TMPDIR/hardcopy" "$1"
    }
    walk 'screen' letters 256 --ascii
}

inside_tmux()
{
    start()
    {
        t new-session -d -x 80 -y 24 sleep 1000 \; set -g status off \; \
            set -g default-terminal tmux-256color \; \
            set-environment -g LC_ALL C.UTF-8 \; respawn-window -k \
            screen -U -c "$TMPDIR/rc" -S vitscope sh "$inside"
    }
    press()
    {
        case $1 in
        Esc) t send-keys Escape ;;
        *) t send-keys "$1" ;;
        esac
    }
    read_screen() { t capture-pane -e -p -N >"$1"; }
    walk 'screen in UTF-8' colors 256
}

trap 's -X quit >/dev/null 2>&1; t kill-server >/dev/null 2>&1' EXIT
alone
if command -v tmux >/dev/null; then
    inside_tmux
else
    skip 'screen in UTF-8' 'tmux is not installed'
fi
finish
