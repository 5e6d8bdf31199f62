import t from 'tap'
import { listModels, loadedModels, netModels, objectModels } from '../../lib/inference/manifest.js'
import { NETS, type NetInfo } from '../../lib/inference/nets.js'
import { createNames } from '../../lib/pii/names.js'
import { createOcr } from '../../lib/text/index.js'
import { createDetectors } from '../../lib/vision/detectors.js'

const files = (models: readonly { file: string }[]): string[] => models.map(({ file }) => file).sort()

t.test('the table and the manifest name the same files', async t => {
  t.same([...new Set(Object.values<NetInfo>(NETS).flatMap(net => net.files))].sort(), files(await listModels()))
})

t.test('what is opened is what a report says was at work', async t => {
  const opened: string[] = []
  const steps: [what: string, make: () => Promise<unknown>, said: { file: string }[]][] = [
    ['BARCODE', () => createDetectors({ objects: ['BARCODE'] }), await objectModels(['BARCODE'])],
    ['FACE', () => createDetectors({ objects: ['FACE'] }), await objectModels(['FACE'])],
    ['LICENSE_PLATE', () => createDetectors({ objects: ['LICENSE_PLATE'] }), await objectModels(['LICENSE_PLATE'])],
    ['paddle', () => createOcr({ ocr: 'paddle' }), await netModels('paddle')],
    ['paddle with Chinese', () => createOcr({ ocr: 'paddle', languages: ['eng', 'chi_sim'] }), await netModels('paddleWhole')],
    ['names', () => createNames(), await netModels('names')],
  ]
  for (const [what, make, said] of steps) {
    await make()
    opened.push(...files(said).filter(file => !opened.includes(file)))
    t.same(loadedModels().sort(), opened.toSorted(), what)
  }
})
