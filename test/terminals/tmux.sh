#!/bin/sh
# tmux.sh - the program in tmux: in 256 colours and in 24 bit, read back with
# the colours tmux keeps for each cell.
. test/terminals/walk
need tmux
TMUX_TMPDIR=$TMPDIR alternate=yes
export TMUX_TMPDIR
# A server each: one that is ending would still be asked.
t() { tmux -L "$colorterm.tmux" -f /dev/null "$@"; }

start()
{
    t new-session -d -x ${size%x*} -y ${size#*x} sleep 1000 \; \
        set -g status off \; set -g default-terminal tmux-256color \; \
        set-environment -g LC_ALL C.UTF-8 \; \
        set-environment -g COLORTERM "$colorterm" \; \
        respawn-window -k sh "$inside"
}

press()
{
    case $1 in
    Esc) t send-keys Escape ;;
    *) t send-keys "$1" ;;
    esac
}

read_screen() { t capture-pane -e -p -N >"$1"; }
given_back()
{
    same "$(t display -p '#{alternate_on}#{cursor_flag}#{mouse_any_flag}')" 010
}
stop() { t kill-server; }
trap 't kill-server 2>/dev/null' EXIT

colorterm=
walk 'tmux' colors 256
colorterm=truecolor
walk 'tmux in 24 bit' colors 24bit
finish
