#!/bin/sh
# From data to weights in one command: ./build.sh DATA OUT [MINUTES]
#   DATA  folder with plates/ and faces/ (see README.md); OUT  scratch folder for checkpoints and figures.
set -eu
data=$1 out=$2 minutes=${3:-53}
here=$(cd "$(dirname "$0")" && pwd)
weights=$here/../../weights
python=${PYTHON:-python3}
mkdir -p "$out"
"$python" "$here/teacher.py" --data "$data" --ssd "$weights/converted/ssd-face.onnx" --out "$out/teacher.json"
"$python" "$here/train.py" --data "$data" --teacher "$out/teacher.json" --out "$out" --minutes "$minutes"
"$python" "$here/export.py" --data "$data" --weights "$out/weights.pt" --out "$weights/detector.onnx"
"$python" "$here/measure.py" --data "$data" --models "$weights/detector.onnx" "$weights/detector.int8.onnx" --out "$here/metrics.json"

# The corners of plates: pictures by two processes at a time, then the net.
for seed in 21 22; do
  "$python" "$here/corners.py" crops --data "$data" --teacher "$out/teacher.json" --detector "$weights/detector.int8.onnx" --seed $seed --out "$out/crops-$seed.npz" &
done
wait
"$python" "$here/corners.py" crops --data "$data" --teacher "$out/teacher.json" --detector "$weights/detector.int8.onnx" --seed 23 --held-back --minutes 2 --out "$out/held-back.npz"
"$python" "$here/corners.py" train --crops "$out/crops-21.npz" "$out/crops-22.npz" --start "$out/weights.pt" --out "$out"
"$python" "$here/corners.py" export --crops "$out/crops-21.npz" --held-back "$out/held-back.npz" --weights "$out/corners.pt" --out "$weights/plate-corners.onnx"
