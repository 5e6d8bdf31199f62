#!/bin/sh
# The detector after build.sh, tuned: ./tune.sh DATA OUT [MINUTES MINUTES]. OUT is that of build.sh.
set -eu
data=$1 out=$2 first=${3:-22} second=${4:-28}
here=$(cd "$(dirname "$0")" && pwd)
weights=$here/../../weights
python=${PYTHON:-python3}
mkdir -p "$out/first"
"$python" "$here/tune.py" --data "$data" --teacher "$out/teacher.json" --detector "$out/detector.int8.onnx" --minutes "$first" --seed 6 --out "$out/first/tuned.int8.onnx"
"$python" "$here/tune.py" --data "$data" --teacher "$out/teacher.json" --detector "$out/first/tuned.int8.onnx" --minutes "$second" --seed 7 --keep 0.5 --out "$out/tuned.int8.onnx"
cp "$out/tuned.int8.onnx" "$weights/detector.int8.onnx"
"$python" "$here/measure.py" --data "$data" --models "$out/detector.onnx" "$out/detector.int8.onnx" "$out/tuned.int8.onnx" --out "$here/metrics.json"
