import { rules } from '../rule.js'

const STATES = '(?:AL|AK|AZ|AR|CA|CO|CT|DE|DC|FL|GA|HI|ID|IL|IN|IA|KS|KY|LA|ME|MD|MA|MI|MN|MS|MO|MT|NE|NV|NH|NJ|NM|NY|NC|ND|OH|OK|OR|PA|RI|SC|SD|TN|TX|UT|VT|VA|WA|WV|WI|WY|PR|GU|VI|AA|AE|AP)'

/** What is said of a paper, a vehicle or an authority behind who issued it: there the place ends. */
const ISSUED = ('driver|drivers|driver\'s|driver’s|driving|operator|learner|learners|commercial|chauffeur|licen[cs]e|licensing|permit|identification|identity|id|card|certificate|certification|certified|department|dept|division|bureau|board|office|' +
  'agency|authority|commission|committee|council|court|superior|supreme|district|circuit|family|probate|sheriff|police|fire|public|health|healthcare|vital|records?|registrar|registry|registration|register|voter|vehicle|vehicles|motor|title|' +
  'birth|death|marriage|divorce|real|estate|tax|taxation|revenue|treasury|treasurer|secretary|governor|attorney|clerk|recorder|assessor|corrections|education|schools?|university|labor|labour|workers|unemployment|medicaid|medicare|' +
  'insurance|benefits?|resident|notary|seal|official|temporary|enhanced|non|senior|handicapped|disabled|parking|placard|firearms?|hunting|fishing|concealed|professional|nursing|medical|pharmacy|passport|form|page|application')
  .split('|').map(word => `${word.toUpperCase()}|${word[0].toUpperCase()}${word.slice(1)}`).join('|')
const PLACE_WORD = `(?!(?:${ISSUED})(?![\\p{L}'’]))\\p{Lu}[\\p{L}'’-]`

/** Postal codes, states, landscapes. */
export const places = rules([
  { label: 'LOCATION_ZIP', pattern: new RegExp(`(?<=\\b${STATES},? )\\d{5}(?:-\\d{4})?(?![\\d-])`, 'g'), score: 0.85 },
  { label: 'LOCATION_STATE', pattern: new RegExp(`(?<=, )${STATES}(?= \\d{5}(?!\\d))`, 'g'), score: 0.85 },
  { label: 'LOCATION_CITY', pattern: new RegExp(`(?<![\\p{L}\\p{N}.'’-])(?:\\p{Lu}[\\p{L}'’.-]{1,24} ?){1,3}(?=, ${STATES}(?!\\p{L}))`, 'gu'), score: 0.8 },
  { label: 'LOCATION_ZIP', pattern: /(?<![\p{L}\p{N}])(?:GIR ?0AA|[A-PR-UWYZ](?:\d{1,2}|[A-HK-Y]\d{1,2}|\d[A-HJKPS-UW]|[A-HK-Y]\d[ABEHMNPRV-Y]) ?\d[ABD-HJLNP-UW-Z]{2})(?![\p{L}\p{N}])/gu, score: 0.6, context: ['zip', 'address'] },
  { label: 'LOCATION_ZIP', pattern: /(?<![\p{L}\p{N}])[ABCEGHJ-NPRSTVXY]\d[ABCEGHJ-NPRSTV-Z][ -]?\d[ABCEGHJ-NPRSTV-Z]\d(?![\p{L}\p{N}])/gu, score: 0.65, context: ['zip', 'address'] },
  { label: 'LOCATION_ZIP', pattern: /(?<![\p{N}.,$-])\d{5}(?:-\d{4})?(?![\p{L}\p{N}]|[-.,]\d)/gu, score: 0.15, context: ['zip', 'address', 'city'], contextScore: 0.65 },
  // Where somebody goes, comes from or is: what is written large behind it
  { label: 'LOCATION_CITY', pattern: /(?<!\p{L})(?:(?:fl(?:ew|y|ying|ies)|moved?|moving|travell?(?:ed|ing)?|drove|returned|relocated|emigrated|immigrated|commut(?:es|ed|ing)) (?:back |here |over |home )?(?:to|from)|(?:arrived|landed) (?:at|in)|(?:originally|hails?|comes?) from|(?:born|raised|grew up|grown up|based|situated|resid(?:es|ing)) in|(?:home ?city|home ?town|city|town|village) (?:of )?)(?: |(?<= ))(?<v>(?!(?:The|I|We|He|She|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|January|February|March|April|May|June|July|August|September|October|November|December)(?!\p{L}))\p{Lu}[\p{L}\p{M}’'-]{1,24}(?: (?:(?:de|del|la|le|do|da|dos|am|an der|sur|upon|of) ){0,2}\p{Lu}[\p{L}\p{M}’'-]{1,24}){0,3})(?![\p{L}\p{N}])/dgu, score: 0.55 },
  { label: 'LOCATION_STATE', pattern: new RegExp(`(?<=(?<!\\p{L})(?:STATE|[Ss]tate)(?: of residence)?:? {1,2})${STATES}(?![\\p{L}\\p{N}])`, 'gu'), score: 0.8 },
  // The state of New Harbor, as forms and cards say who issued them; "state of emergency" is none.
  { label: 'LOCATION_STATE', pattern: new RegExp(`(?<!\\p{L})(?:STATE|State|COMMONWEALTH|Commonwealth|PROVINCE|Province|COUNTY|County) (?:OF|of) (?<v>(?!(?:THE|The|EMERGENCY|Emergency|UNION|Union|PLAY|Play|AFFAIRS|Affairs|MIND|Mind|HEALTH|Health|RESIDENCE|Residence|BIRTH|Birth|ISSUE|Issue|ORIGIN|Origin|INCORPORATION|Incorporation)(?!\\p{L}))${PLACE_WORD}{1,24}(?: ${PLACE_WORD}{2,24}){0,2})(?!\\p{L})`, 'dgu'), score: 0.9, captioned: true },
  { label: 'LOCATION', pattern: /(?<!\p{L})[Tt]he (?<v>(?:(?:Scottish|Welsh|American|Upper|Lower) )?(?:Midwest|Deep South|West Coast|East Coast|Pacific Northwest|Highlands|Midlands|Balkans|Middle East|Far East|Caribbean|Riviera|Outback|Lake District|Arctic|Sahara|Himalayas|Alps|Andes|Pyrenees|Rockies|Appalachians|Cotswolds|Dolomites|Hebrides|Baltics))(?!\p{L})/dgu, score: 0.7 },
  { label: 'LOCATION', pattern: /(?<=(?<!\p{L})(?:am|an den|zum|vom|im|der|den|dem) )\p{Lu}\p{Ll}{2,20}(?:see|gebirge|wald|meer|tal)(?!\p{L})/gu, score: 0.55 },
  { label: 'LOCATION', pattern: /(?<!\p{L})(?:Loch|Lough|Lac|Lago|Lagoa|Rio|Río|River|Mont|Monte|Sierra|Serra|Forest of|Sea of|Straits? of|Vale of|Glen) \p{Lu}[\p{L}’'-]{2,24}/gu, score: 0.7 },
  { label: 'LOCATION', pattern: /(?<!\p{L})[Tt]he (?<v>(?:\p{Lu}[\p{L}’'-]{1,24} ){1,2}(?:Forest|Coast|Sea|Ocean|Moors?|Hills|Glacier|Plateau|Reef|Delta|Lakes|Straits?|Gorge))(?!\p{L})/dgu, score: 0.65 },
  { label: 'LOCATION', pattern: /(?<!\p{L})(?:Lake|Mount|Mt\.|Cape|Gulf of|Isle of|Bay of) \p{Lu}[\p{L}’'-]{2,24}(?: \p{Lu}[\p{L}’'-]{2,24})?/gu, score: 0.7 },
  { label: 'LOCATION', pattern: /(?<!\p{L})(?:\p{Lu}[\p{L}’'-]{1,24} ){1,2}(?:River|Lake|Islands?|Mountains?|Valley|Beach|Bay|Peninsula|Desert|Canyon|Falls|County|Creek|Harbou?r|National Park)(?!\p{L})/gu, score: 0.6 },
])
