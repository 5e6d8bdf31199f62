// Look, let somebody edit, then paint: the plan is a JSON file that belongs to one input, and applying it needs no model.
//   node examples/plan-review/plan-review.mjs [IN [PLAN.json [OUT]]]
import { readFile, writeFile } from 'node:fs/promises'
import { applyPlan, makePlan, readPlan } from 'efface'

const [input = new URL('../demo/sample.tif', import.meta.url), planFile = 'plan.json', output = 'clean.tif'] = process.argv.slice(2)
const options = JSON.parse(process.env.EFFACE_OPTIONS ?? '{}')

const plan = await makePlan(input, options)
await writeFile(planFile, JSON.stringify(plan, null, 2))

// Here a person would open the file. This reviewer finds dates harmless, and sees a corner that nothing has found.
const reviewed = readPlan(JSON.parse(await readFile(planFile, 'utf8')))
for (const page of reviewed.pages) {
  page.boxes = page.boxes.filter(({ label }) => label !== 'DATE')
  page.boxes.push({ x: 0, y: 0, w: page.width / 10, h: page.height / 10, label: 'CORNER', method: 'blackbox' })
}
await writeFile(planFile, JSON.stringify(reviewed, null, 2))

// Throws ERR_INVALID_OPTION when the plan is damaged, or IN is another file than the one that was looked at.
const report = await applyPlan(reviewed, input, output)
for (const { index, painted } of report.frames) console.log(`page ${index + 1}: ${painted} boxes painted`)
