import { formatNames } from '../core/formats.js'
import { methodNames } from '../core/methods.js'
import { defaultObjects } from '../core/object-labels.js'
import { ocrNames } from '../core/ocr-engines.js'

export const help = `efface: takes faces, license plates and personal text out of images, offline.

  efface IN -o OUT                 one file; OUT may be IN
  efface FILES FOLDERS --out-dir D several; folders are searched through and their tree is kept
  efface - < in.png > out.png      standard input to standard output
  efface scan FILES                only look; --fail-on FACE,SSN exits with 3 when one is there

  efface s3://in/2026/ --out-dir s3://out/2026/
                                   places by URL: file:, s3:, and to read http: https:
                                   --s3-endpoint URL --s3-region NAME --s3-path-style true|false

  efface IN --plan PLAN.json       only look, and write down what is to be painted; edit it if you like
  efface apply PLAN.json IN -o OUT paint what a plan says, without any model
  efface audit verify FILE         check the chain of an audit log
  efface completion                shell completion: source <(efface completion)
  efface serve                     HTTP server; --port 8080 --host 127.0.0.1 --api-key K (or EFFACE_API_KEY)
                                   --root DIR --output-dir DIR (for /process/files/uri)
                                   --ui: with a review page, for this machine alone unless --ui-host NAME
                                   names the host it is reached by from others (repeatable)
  efface queue add FILES --out-dir D   documents into a queue in Redis or Valkey, for workers on any number of machines
  efface queue work                work the queue off, until SIGTERM
  efface queue status              how far it is; --dead: documents given up, --done: what became of the others, one JSON object a line
  efface queue retry               try again what was given up and may have passed; --code CODE (repeatable), --all

  -o, --output FILE      where the redacted file goes
  --out-dir DIR          where the redacted files go (default: NAME.redacted.EXT beside each input)
  --resume               with --out-dir: goes on where an earlier run ended; what was done is written down in D.journal.ndjson
  --journal FILE         with --resume: where that is written down
  --dry-run              only say of each file what would be done
  --exclude PATTERN      leave files out: '*.tmp.png', 'drafts/**'; repeatable
  --since WHEN           only files changed since a date (2026-11-30), or for so many days (2d) or hours (12h)
  --objects LIST         ${defaultObjects.join()} (default), or none
  --entities LIST        labels or groups of personal text to find: NAME,PCI,HIPAA_SAFE_HARBOR (default: all)
  --no-entities LIST     labels or groups to leave alone
  --ocr ENGINE           ${ocrNames.join(', ').replace('auto', 'auto (default)')}
  --lang LIST            languages of the text: eng+fra, or auto (default: eng)
  --countries LIST       countries whose national telephone numbers are looked for besides those of the languages: DE,US
  --checksums RULE       numbers whose check digits are wrong: evidence (less sure, default), required (left alone)
  --accuracy MODE        standard (default), high: slower, reads more
  --sensitivity LEVEL    of faces and plates: high (misses less, paints more in vain), standard (default), low
  --on-error WHAT        a page on which something fails: fail (the whole file, default), skip (the page leaves black, the report says so)
  --on-unread WHAT       text seen but not readable: keep, cut (by an edge), redact (default: cut; redact with --accuracy high)
  --method METHOD        ${methodNames.join(', ')}; FACE=mosaic sets it for one label; repeatable
  --color '#rrggbb'      for --method solid
  --format FORMAT        ${formatNames.join(', ')}, when it is to differ from the input's
  --report FILE          what was found, as JSON ('-': standard output; several files: one JSON object a line, as they are done)
  --report-text          with the text that was found (personal!)
  --preview DIR          a PNG a page: what was found, with labels, beside the result (shows what is personal!)
  --audit FILE           append a line a file to a hash-chained log: hashes, boxes and labels, no text
  --verify               look at every painted page again; doubles the time
  --no-witness           do not have what is written read back by a decoder that is not ours
  --threads N            worker threads (default: the processor's cores, 8 at most)
  --concurrency N        files at a time (default 2)
  --redis URL            of the queue (default redis://127.0.0.1:6379, or EFFACE_REDIS, where a password is better placed)
  --queue NAME           which queue (default efface)
  --attempts N           queue add: so often a document is tried that fails for what may pass (default 5)
  --priority N           queue add: 1 comes first; those without one come before all of them
  --pages-per-job N      queue work: TIFFs of more pages are looked through in ranges of so many, each a job (default 25)
  --limit JOBS/SECONDS   queue work: all workers together begin no more than that
  --grace SECONDS        queue work: to finish what is under way after SIGTERM, before it is given back (default 25)
  --silent SECONDS       queue work: a worker without a sign for so long is taken for dead (default 30)
  --deaths N             queue work: a document is given up when so many workers died on it (default 5)
  --metrics-port PORT    queue work: /metrics for Prometheus and /healthz, at --host
  -q, --quiet            no progress, no summary
  -h, --help   --version

Exit codes: 0 done; 1 some file failed (the others are done, nothing is left of the failed ones);
2 wrong usage; 3 scan found what --fail-on names.
`
