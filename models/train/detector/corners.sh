#!/bin/sh
# The corners of plates, after build.sh: ./corners.sh DATA OUT. Pictures by two processes at a time, then the net: half an hour.
set -eu
data=$1 out=$2
here=$(cd "$(dirname "$0")" && pwd)
weights=$here/../../weights
python=${PYTHON:-python3}
crops() {
  "$python" "$here/corners.py" crops --data "$data" --teacher "$out/teacher.json" --detector "$out/detector.int8.onnx" "$@"
}
for seed in 21 22; do crops --seed $seed --out "$out/crops-$seed.npz" & done
wait
crops --seed 23 --held-back --minutes 2 --out "$out/held-back.npz"
"$python" "$here/corners.py" train --crops "$out/crops-21.npz" "$out/crops-22.npz" --start "$out/weights.pt" --out "$out"
"$python" "$here/corners.py" export --crops "$out/crops-21.npz" --held-back "$out/held-back.npz" --weights "$out/corners.pt" --out "$weights/plate-corners.onnx"
