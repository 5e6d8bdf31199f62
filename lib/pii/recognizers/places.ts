import { rules } from '../rule.js'

const STATES = '(?:AL|AK|AZ|AR|CA|CO|CT|DE|DC|FL|GA|HI|ID|IL|IN|IA|KS|KY|LA|ME|MD|MA|MI|MN|MS|MO|MT|NE|NV|NH|NJ|NM|NY|NC|ND|OH|OK|OR|PA|RI|SC|SD|TN|TX|UT|VT|VA|WA|WV|WI|WY|PR|GU|VI|AA|AE|AP)'

/** Postal codes, coordinates, states. */
export const places = rules([
  { label: 'LOCATION_ZIP', pattern: new RegExp(`(?<=\\b${STATES},? )\\d{5}(?:-\\d{4})?(?![\\d-])`, 'g'), score: 0.85 },
  { label: 'LOCATION_STATE', pattern: new RegExp(`(?<=, )${STATES}(?= \\d{5}(?!\\d))`, 'g'), score: 0.85 },
  { label: 'LOCATION_CITY', pattern: new RegExp(`(?<![\\p{L}\\p{N}.'’-])(?:\\p{Lu}[\\p{L}'’.-]{1,24} ?){1,3}(?=, ${STATES}(?!\\p{L}))`, 'gu'), score: 0.8 },
  { label: 'LOCATION_ZIP', pattern: /(?<![\p{L}\p{N}])(?:GIR ?0AA|[A-PR-UWYZ](?:\d{1,2}|[A-HK-Y]\d{1,2}|\d[A-HJKPS-UW]|[A-HK-Y]\d[ABEHMNPRV-Y]) ?\d[ABD-HJLNP-UW-Z]{2})(?![\p{L}\p{N}])/gu, score: 0.6, context: ['zip', 'address'] },
  { label: 'LOCATION_ZIP', pattern: /(?<![\p{L}\p{N}])[ABCEGHJ-NPRSTVXY]\d[ABCEGHJ-NPRSTV-Z][ -]?\d[ABCEGHJ-NPRSTV-Z]\d(?![\p{L}\p{N}])/gu, score: 0.65, context: ['zip', 'address'] },
  { label: 'LOCATION_ZIP', pattern: /(?<![\p{N}.,$-])\d{5}(?:-\d{4})?(?![\p{L}\p{N}]|[-.,]\d)/gu, score: 0.15, context: ['zip', 'address', 'city'], contextScore: 0.65 },
  { label: 'LOCATION_STATE', pattern: new RegExp(`(?<=(?<!\\p{L})(?:STATE|[Ss]tate)(?: of residence)?:? {1,2})${STATES}(?![\\p{L}\\p{N}])`, 'gu'), score: 0.8 },
  { label: 'LOCATION', pattern: /(?<!\p{L})[Tt]he (?<v>(?:(?:Scottish|Welsh|American|Upper|Lower) )?(?:Midwest|Deep South|West Coast|East Coast|Pacific Northwest|Highlands|Midlands|Balkans|Middle East|Far East|Caribbean|Riviera|Outback|Lake District|Arctic|Sahara|Himalayas|Alps|Andes|Pyrenees|Rockies|Appalachians|Cotswolds|Dolomites|Hebrides|Baltics))(?!\p{L})/dgu, score: 0.7 },
  { label: 'LOCATION', pattern: /(?<=(?<!\p{L})(?:am|an den|zum|vom|im|der|den|dem) )\p{Lu}\p{Ll}{2,20}(?:see|gebirge|wald|meer|tal)(?!\p{L})/gu, score: 0.55 },
  { label: 'LOCATION', pattern: /(?<!\p{L})(?:Loch|Lough|Lac|Lago|Lagoa|Rio|Río|River|Mont|Monte|Sierra|Serra|Forest of|Sea of|Straits? of|Vale of|Glen) \p{Lu}[\p{L}’'-]{2,24}/gu, score: 0.7 },
  { label: 'LOCATION', pattern: /(?<!\p{L})[Tt]he (?<v>(?:\p{Lu}[\p{L}’'-]{1,24} ){1,2}(?:Forest|Coast|Sea|Ocean|Moors?|Hills|Glacier|Plateau|Reef|Delta|Lakes|Straits?|Gorge))(?!\p{L})/dgu, score: 0.65 },
  { label: 'LOCATION', pattern: /(?<!\p{L})(?:Lake|Mount|Mt\.|Cape|Gulf of|Isle of|Bay of) \p{Lu}[\p{L}’'-]{2,24}(?: \p{Lu}[\p{L}’'-]{2,24})?/gu, score: 0.7 },
  { label: 'LOCATION', pattern: /(?<!\p{L})(?:\p{Lu}[\p{L}’'-]{1,24} ){1,2}(?:River|Lake|Islands?|Mountains?|Valley|Beach|Bay|Peninsula|Desert|Canyon|Falls|County|Creek|Harbou?r|National Park)(?!\p{L})/gu, score: 0.6 },
  { label: 'LOCATION_COORDINATE', pattern: /(?<![\d.])[-+]?(?:90(?:\.0+)?|[1-8]?\d\.\d{3,10})°? ?[NS]?,? ?[-+]?(?:180(?:\.0+)?|(?:1[0-7]\d|\d{1,2})\.\d{3,10})°? ?[EW]?(?![\d.])/g, score: 0.8 },
  // 47,3769° N, 8,5417° E; N 59° 20.1' E 18° 4.2'
  { label: 'LOCATION_COORDINATE', pattern: /(?<![\d.,])\d{1,3}[.,]\d{2,10} ?° ?[NSEWO],? ?\d{1,3}[.,]\d{2,10} ?° ?[NSEWO](?!\p{L})/gu, score: 0.85 },
  { label: 'LOCATION_COORDINATE', pattern: /(?<!\p{L})[NS] ?\d{1,2}° ?\d{1,2}(?:[.,]\d{1,4})?['′’]?(?: ?\d{1,2}(?:[.,]\d+)?(?:["″”]|''))?,? ?[EWO] ?\d{1,3}° ?\d{1,2}(?:[.,]\d{1,4})?['′’]?(?: ?\d{1,2}(?:[.,]\d+)?(?:["″”]|''))?/gu, score: 0.9 },
  { label: 'LOCATION_COORDINATE', pattern: /(?<!\d)\d{1,3}° ?\d{1,2}['′’] ?(?:\d{1,2}(?:\.\d+)?(?:["″”]|'') ?)?[NSEWO](?:,? ?\d{1,3}° ?\d{1,2}['′’] ?(?:\d{1,2}(?:\.\d+)?(?:["″”]|'') ?)?[NSEWO])?/g, score: 0.9 },
])
