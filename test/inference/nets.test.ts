import t from 'tap'
import { listModels, loadedModels, netModels, objectModels } from '../../lib/inference/manifest.js'
import { createNames } from '../../lib/pii/names.js'
import { createOcr } from '../../lib/text/index.js'
import { builtInLabels, createDetectors } from '../../lib/vision/detectors.js'

const files = (models: readonly { file: string }[]): string[] => models.map(({ file }) => file).sort()

type Step = [what: string, make: () => Promise<unknown>, said: { file: string }[]]

t.test('what is opened is what a report says was at work', async t => {
  const opened: string[] = []
  const steps: Step[] = [
    ...await Promise.all(builtInLabels.map(async (label): Promise<Step> => [label, () => createDetectors({ objects: [label] }), await objectModels([label])])),
    ['paddle', () => createOcr({ ocr: 'paddle' }), await netModels('textLines', 'latinText')],
    ['paddle with Chinese', () => createOcr({ ocr: 'paddle', languages: ['eng', 'chi_sim'] }), await netModels('textLines', 'wholeText')],
    ['names', () => createNames(), await netModels('names')],
  ]
  for (const [what, make, said] of steps) {
    await make()
    opened.push(...files(said).filter(file => !opened.includes(file)))
    t.same(loadedModels().sort(), opened.toSorted(), what)
  }
  t.same(opened.toSorted(), files(await listModels()), 'no weights lie idle')
})
