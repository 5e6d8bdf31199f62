#!/usr/bin/env bash
# In stream.pipeline(), a Duplex whose output ends a moment before its input is finished is an error with a function behind it, and none with a stream.
#
# Seen with Node 22.23.3 and 26.10.0 (packages node@22.23.3, node@26.10.0) on Linux x64, and alike with 20.20.2 and 24.21.0.
# * A container's decoder knows the end of its output by the data, often before the end of its input has come: such a Duplex is as valid as any.
# * pipeline(source, duplex, new PassThrough(), sink) waits for both sides of it, and succeeds.
# * pipeline(source, duplex, async function * (source) { yield * source }, sink) fails, although every byte has come: a function gets the Duplex by
#   its async iterator, and that destroys it at the end of its output. The pipeline then takes the side that is still to finish for a premature close
#   (ERR_STREAM_PREMATURE_CLOSE; ABORT_ERR where the turn falls otherwise). With real files it is a race: 12 of 600 failed.
# * So a Duplex that may stand before functions, or be iterated over, has to end its output after its input.
#
# Output seen, for each of the two:
#   function: ERR_STREAM_PREMATURE_CLOSE, got "a"
#   PassThrough: ok, got "a"
#
# Exits 0 while that is so, 1 when it is not so any more. Needs npm and a registry; uses nothing of efface.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

cat > pipe.mjs <<'JS'
import { Duplex, PassThrough, Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

/** Passes on the first chunk, which is all of its output, and takes one more turn to finish its input. */
const early = () => new Duplex({
  read() {},
  write(chunk, _encoding, callback) { this.push(chunk); this.push(null); setImmediate(callback) },
  final(callback) { setImmediate(callback) },
})
const steps = { function: async function * (source) { yield * source }, PassThrough: new PassThrough() }
for (const [name, step] of Object.entries(steps)) {
  let got = ''
  const sink = new PassThrough().on('data', chunk => { got += chunk })
  const how = await pipeline(Readable.from([Buffer.from('a')], { objectMode: false }), early(), step, sink).then(() => 'ok', error => error.code)
  console.log(`${name}: ${how}, got "${got}"`)
}
JS

status=0
for version in 22.23.3 26.10.0; do
  mkdir "$version"
  echo '{"private": true}' > "$version/package.json"
  npm install --prefix "$version" --silent --no-audit --no-fund "node@$version"
  out=$("$version/node_modules/.bin/node" pipe.mjs)
  printf 'Node %s\n%s\n' "$version" "$out"
  grep -qE '^function: (ERR_STREAM_PREMATURE_CLOSE|ABORT_ERR), got "a"$' <<< "$out" && grep -qx 'PassThrough: ok, got "a"' <<< "$out" || status=1
done
exit $status
