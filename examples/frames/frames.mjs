// Frame by frame: what was found by async iteration, and a pipeline of stages with one of one's own in the middle.
//   node examples/frames/frames.mjs [IN [OUT]]
import { createReadStream, createWriteStream } from 'node:fs'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { scan } from 'efface'
import { decode, detect, encode, ocr, pii, redact, split, track } from 'efface/streams'

const [input = new URL('../demo/sample.tif', import.meta.url), output = 'clean.tif'] = process.argv.slice(2)
const options = JSON.parse(process.env.EFFACE_OPTIONS ?? '{}')

// Leaving the loop early ends the work; frames that were not asked for are not looked at.
for await (const { index, width, height, objects, entities } of scan(input, options)) {
  console.log(`page ${index + 1}: ${width} x ${height}, ${objects.length} objects, ${entities.length} entities`)
}

/** Frames pass here with everything found and nothing painted yet: add, drop, count, or look at frame.view. */
const stamp = new Transform({
  objectMode: true,
  transform(frame, _encoding, done) {
    // The top twentieth of every page, where a letterhead stands.
    frame.objects.push({ type: 'LETTERHEAD', score: 1, x: 0, y: 0, w: frame.width, h: frame.height / 20 })
    done(null, frame)
  },
})

await pipeline(
  createReadStream(input), decode(options), split(options), detect(options), ocr(options), track(), pii(options),
  stamp, redact(options), encode(options), createWriteStream(output))
console.log(output)
