#!/bin/sh
# peers.sh - this program beside ONNX Runtime, OpenVINO and, if asked, PyTorch.
#
#     sh bench/peers.sh [--torch] [OPTION]... [SIZE]...
#
# The peers live in a Python environment of their own outside the project, in
# $TMPDIR/vitscope-bench; options and sizes are those of compare.py.
set -eu
here=${0%/*}
room=${TMPDIR:-/tmp}/vitscope-bench
packages='numpy onnx onnxruntime openvino'
peers=ort,openvino
if [ "${1-}" = --torch ]; then
    shift
    packages="$packages torch transformers"
    peers=$peers,torch
fi

[ -x "$here/../vitscope" ] || make -C "$here/.." vitscope
mkdir -p "$room"
[ -x "$room/venv/bin/python" ] || python3 -m venv "$room/venv"
if [ "$(cat "$room/packages" 2>/dev/null)" != "$packages" ]; then
    # shellcheck disable=SC2086
    "$room/venv/bin/pip" install -q $packages
    echo "$packages" >"$room/packages"
fi
PYTHONDONTWRITEBYTECODE=1 exec "$room/venv/bin/python" "$here/compare.py" --peers "$peers" "$@"
