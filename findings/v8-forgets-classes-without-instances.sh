#!/usr/bin/env bash
# V8 throws away the machine code of a class's methods when a garbage collection finds no instance of the class alive.
#
# Seen with Node 20.20.2, 22.23.3 and 26.10.0 (packages node@22.23.3, node@26.10.0) on Linux x64.
# * Fields, private ones too, are transitions from the constructor's first shape, which hold the shapes behind them weakly. Once the last instance
#   is gone, so is its shape, and with it all code that was compiled for it; a new instance has an equal shape, which is another.
# * A program that makes a few large objects for each piece of work (a decoder a picture), and whose pieces are large enough for a collection
#   between two of them, compiles its hottest loops anew for each piece: a JPEG of 12 megapixels took 250 instead of 200 ms of CPU.
# * One small instance that is kept is enough.
#
# Output seen:
#   none alive: compiled true, after a collection false
#   one alive: compiled true, after a collection true
#
# Exits 0 while that is so, 1 when it is not so any more. Needs npm and a registry; uses nothing of efface.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

cat > shapes.mjs <<'JS'
const bytes = new Uint8Array(4096)
const make = () => class Reader {
  #bytes
  #at = 0
  constructor (bytes) { this.#bytes = bytes }
  sum () {
    let sum = 0
    for (this.#at = 0; this.#at < this.#bytes.length; this.#at++) sum += this.#bytes[this.#at]
    return sum
  }
}
// Bit 0: it is a function. The others, which are not the same in all versions, say how it is compiled.
const isOptimized = f => %GetOptimizationStatus(f) > 1
const kept = []

for (const keeps of [false, true]) {
  const Reader = make()
  if (keeps) kept.push(new Reader(new Uint8Array(1)))
  for (let i = 0; i < 5000; i++) new Reader(bytes).sum()
  const before = isOptimized(Reader.prototype.sum)
  // Not from this stack, which may still hold one.
  for (let i = 0; i < 4; i++) await new Promise(resolve => setImmediate(() => { gc(); resolve() }))
  console.log(`${keeps ? 'one' : 'none'} alive: compiled ${before}, after a collection ${isOptimized(Reader.prototype.sum)}`)
}
JS

status=0
for version in 22.23.3 26.10.0; do
  mkdir "$version"
  echo '{"private": true}' > "$version/package.json"
  npm install --prefix "$version" --silent --no-audit --no-fund "node@$version"
  out=$("$version/node_modules/.bin/node" --allow-natives-syntax --expose-gc shapes.mjs)
  printf 'Node %s\n%s\n' "$version" "$out"
  grep -qx 'none alive: compiled true, after a collection false' <<< "$out" && grep -qx 'one alive: compiled true, after a collection true' <<< "$out" || status=1
done
exit $status
