import { crowd } from './crowd.js'
import { memory } from './memory.js'
import { overhead } from './overhead.js'
import { scaling } from './scaling.js'

const all = { overhead, crowd, memory, scaling }
const wanted = process.argv.slice(2)
for (const [name, run] of Object.entries(all)) if (wanted.length === 0 || wanted.includes(name)) await run()
