#!/bin/sh
# The detector after build.sh, tuned: ./tune.sh DATA OUT [MINUTES]. OUT is that of build.sh.
set -eu
data=$1 out=$2 minutes=${3:-22}
here=$(cd "$(dirname "$0")" && pwd)
weights=$here/../../weights
python=${PYTHON:-python3}
"$python" "$here/tune.py" --data "$data" --teacher "$out/teacher.json" --detector "$out/detector.int8.onnx" --minutes "$minutes" --out "$out/tuned.int8.onnx"
cp "$out/tuned.int8.onnx" "$weights/detector.int8.onnx"
"$python" "$here/measure.py" --data "$data" --models "$out/detector.onnx" "$out/detector.int8.onnx" "$out/tuned.int8.onnx" --out "$here/metrics.json"
