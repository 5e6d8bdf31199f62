#!/usr/bin/env bash
# onnxruntime-node keeps telemetry, on by default, as soon as a session is made.
#
# Seen with onnxruntime-node 1.30.0 (onnxruntime-common 1.30.0) on Linux x64, Node 20.20.2. The README of the package does not speak of it.
# * Below the user's cache folder it leaves an identifier of the device and a database of events: the model's metadata is in it, so the
#   labels of a net are. In the temporary folder it leaves a log and a session file. Nothing asked for them.
# * While it works it looks up its server's name, and uploads the events where there is a network and a bundle of certificates.
# * ORT_DISABLE_TELEMETRY=1 stops all of it, if the variable is in the environment of the process when the first session is made; after
#   the library was loaded is early enough. In a worker thread, process.env is a copy: set there, it changes nothing.
#
# Output seen:
#   by default: .onnxruntime/deviceid .onnxruntime/onnxruntime.db .ses mat-debug-PID.log
#   set in the main thread: nothing
#   set in a worker thread: .onnxruntime/deviceid .onnxruntime/onnxruntime.db .ses mat-debug-PID.log
#
# Exits 0 while that is so, 1 when it is not so any more. Needs npm and a registry; uses nothing of efface.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
echo '{"private": true}' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts onnxruntime-node@1.30.0

cat > session.cjs <<'JS'
const { isMainThread, Worker } = require('node:worker_threads')
const where = process.argv[2]
if (where === 'worker' && isMainThread) new Worker(__filename, { argv: ['worker'] })
else {
  if (where !== 'default') process.env.ORT_DISABLE_TELEMETRY = '1'
  const { InferenceSession } = require('onnxruntime-node')
  // The smallest model: one Identity, as ONNX lays it out.
  const field = (number, bytes) => [number << 3 | 2, bytes.length, ...bytes]
  const text = (number, string) => field(number, [...Buffer.from(string)])
  const value = name => [...text(1, name), ...field(2, field(1, [8, 1, ...field(2, field(1, [8, 1]))]))]
  const graph = [...field(1, [...text(1, 'x'), ...text(2, 'y'), ...text(4, 'Identity')]), ...text(2, 'g'), ...field(11, value('x')), ...field(12, value('y'))]
  const model = Uint8Array.from([8, 8, ...field(7, graph), ...field(8, [16, 13])])
  InferenceSession.create(model).then(() => setTimeout(() => {}, 2000))
}
JS

# What one run leaves, by name; the process id is no news.
left() {
  mkdir -p "$1/home" "$1/tmp"
  env -u ORT_DISABLE_TELEMETRY -u XDG_CACHE_HOME HOME="$work/$1/home" TMPDIR="$work/$1/tmp" node session.cjs "$1"
  find "$1" -type f | sed -E 's#.*/(\.onnxruntime/)#\1#; t; s#.*/##; s#mat-debug-[0-9]+#mat-debug-PID#' | LC_ALL=C sort | tr '\n' ' ' | sed 's/ $//'
}

kept='.onnxruntime/deviceid .onnxruntime/onnxruntime.db .ses mat-debug-PID.log'
status=0
tell() {
  echo "$1: ${2:-nothing}"
  [ "$2" = "$3" ] || { echo "  no more as found: ${3:-nothing}"; status=1; }
}
tell 'by default' "$(left default)" "$kept"
tell 'set in the main thread' "$(left main)" ''
tell 'set in a worker thread' "$(left worker)" "$kept"
exit $status
