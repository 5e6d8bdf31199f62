import t from 'tap'
import { openSession } from '../../lib/inference/session.js'
import { runSsd, ssdLevels } from '../../lib/vision/ssd.js'
import { drawFace, ground } from './fixtures/pictures.js'

t.test('the anchors are those that the net was trained with', async t => {
  t.same(ssdLevels.map(level => [level.stride, level.anchors.length]), [[16, 3], [32, 6], [64, 6], [128, 6], [256, 6], [512, 6]])
  const near = (actual: { h: number, w: number }, h: number, w: number) => t.ok(Math.abs(actual.h / 512 - h) < 1e-3 && Math.abs(actual.w / 512 - w) < 1e-3)
  near(ssdLevels[0].anchors[0], 0.1, 0.1)
  near(ssdLevels[0].anchors[1], 0.1414, 0.2828)
  near(ssdLevels[1].anchors[1], 0.4183, 0.4183)
  near(ssdLevels[2].anchors[5], 0.866, 0.2887)
  near(ssdLevels[5].anchors[1], 0.9747, 0.9747)
})

t.test('a drawn face is found where it was drawn', async t => {
  const view = ground(512, 512)
  drawFace(view, 170, 180, 70)
  const found = await runSsd(await openSession('converted/ssd-face.onnx', 1), { ...view, toView: object => object }, 0.05)
  const best = found.sort((a, b) => b.score - a.score)[0]
  t.ok(Math.abs(best.x + best.w / 2 - 170) < 15 && Math.abs(best.y + best.h / 2 - 180) < 25, JSON.stringify(best))
})
