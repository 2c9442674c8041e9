#!/bin/sh
# peers.sh - this program beside ONNX Runtime, OpenVINO and PyTorch.
#
#     sh bench/peers.sh [OPTION]...       those of compare.py; all works: 10 minutes
#     sh bench/peers.sh --only cold
#
# The peers, models of random weights (4 GB) and pictures live outside the project, in
# $TMPDIR/vitscope-bench.
set -eu
here=${0%/*}
room=${TMPDIR:-/tmp}/vitscope-bench
packages='numpy onnx onnxruntime openvino pillow torch==2.13.0 transformers==4.57.6'

[ -x "$here/../vitscope" ] || make -C "$here/.." vitscope
mkdir -p "$room"
[ -x "$room/venv/bin/python" ] || python3 -m venv "$room/venv"
if [ "$(cat "$room/packages" 2>/dev/null)" != "$packages" ]; then
    # shellcheck disable=SC2086
    "$room/venv/bin/pip" install -q $packages
    echo "$packages" >"$room/packages"
fi
PYTHONDONTWRITEBYTECODE=1 exec "$room/venv/bin/python" "$here/compare.py" --room "$room" "$@"
