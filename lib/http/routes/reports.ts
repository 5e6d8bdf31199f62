import { answerSchema } from '../answer.js'
import { HttpError } from '../errors.js'
import { apiRoute } from './route.js'

/** GET /reports/ID: the report of an answer of /process/files, for some minutes after its last byte. */
export const reports = apiRoute({
  name: 'report', method: 'GET', paths: ['/reports/{id}'],
  info: {
    summary: 'The report of an answer of /process/files, for some minutes; its header x-efface-report-url names it',
    answer: { description: 'The report', content: { 'application/json': answerSchema } },
    refusals: { 404: 'No such report, or no longer' },
  },
}, async ({ req, res, context }) => {
  const body = context.reports.get(req.url!.split('?', 1)[0]!.split('/').at(-1)!)
  if (body === undefined) throw new HttpError(404, 'There is no such report: the answer is not complete, or its report is no longer kept', {}, 'ERR_NO_REPORT')
  res.writeHead(200, { 'content-type': 'application/json; charset=utf-8', 'content-length': Buffer.byteLength(body), 'cache-control': 'no-store' })
  res.end(req.method === 'HEAD' ? undefined : body)
})
