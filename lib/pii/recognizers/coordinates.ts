import { rules } from '../rule.js'

const DECIMAL = '\\d{1,3}[.,]\\d{1,10}'
const SEP = '[,;/ ]{0,3}'
/** Degrees, minutes, seconds: with their signs, with letters for them (52d31m12s), or minutes with decimals. */
const DMS = '\\d{1,3} ?[°ºd] ?\\d{1,2}(?:[.,]\\d{1,6})? ?[\'′’m]?(?: ?\\d{1,2}(?:[.,]\\d{1,6})? ?(?:["″”s]|\'\'|′′)?)?'
const PLAIN = '\\d{1,3} \\d{1,2} \\d{1,2}(?:[.,]\\d{1,4})?'
const B = '(?<![\\p{L}\\p{N}.,])'
const E = '(?![\\p{L}\\p{N}])'
const pair = (look: string, sign = ''): string => `${B}(?:${look} ?${sign} ?[NS]${SEP}${look} ?${sign} ?[EWO]|[°º]?[NS] ?${look} ?${sign}${SEP}[°º]?[EWO] ?${look} ?${sign})${E}`

/** Geographic coordinates in decimals and in degrees, minutes and seconds, hemispheres before or behind, signed, and named. */
export const coordinates = rules([
  { label: 'LOCATION_COORDINATE', pattern: new RegExp(pair(DECIMAL, '[°º]?'), 'gu'), score: 0.9 },
  { label: 'LOCATION_COORDINATE', pattern: new RegExp(pair(DMS), 'gu'), score: 0.9 },
  { label: 'LOCATION_COORDINATE', pattern: new RegExp(pair(PLAIN), 'gu'), score: 0.85 },
  // One of the two alone
  { label: 'LOCATION_COORDINATE', pattern: new RegExp(`${B}(?:${DECIMAL} ?[°º] ?[NSEWO]|\\d{1,3} ?[°º] ?\\d{1,2}(?:[.,]\\d{1,6})? ?['′’](?: ?\\d{1,2}(?:[.,]\\d{1,6})? ?(?:["″”]|''))? ?[NSEWO])${E}`, 'gu'), score: 0.8 },
  { label: 'LOCATION_COORDINATE', pattern: /(?<![\p{L}\p{N}])(?:lat|lon|long|lng|latitude|longitude)[.:=]{0,2} ?(?<v>[-+]?\d{1,3}[.,]\d{2,12}) ?[°º]?/dgiu, score: 0.85 },
  // Signed or long decimals: what else comes in pairs with four places and a comma? Statistics do, whose words stand beside them, and shares of one
  { label: 'LOCATION_COORDINATE', pattern: /(?<!(?<!\p{L})(?:mean|median|avg|average|sd|se|std|var|variance|ratio|min|max|sum|error|loss|score|auc|rmse|mse|weights?|[pxyzrnt])(?:s? ?[=:<>≤≥(]| (?:of|is|was|values?|between))? ?)(?!0\.\d{4,12}, ?0\.)(?<![\p{L}\p{N}.,])[-+]?(?:90(?:\.0+)?|[0-8]?\d\.\d{4,12}), ?[-+]?(?:180(?:\.0+)?|(?:1[0-7]\d|\d{1,2})\.\d{4,12})(?![\d.%]|, ?\d)(?! ?(?:kg|g|mg|cm|mm|km|m|s|ms|sd|se|%|±)(?!\p{L}))/giu, score: 0.8 },
  { label: 'LOCATION_COORDINATE', pattern: /(?<![\p{L}\p{N}.,])(?:[-+](?:90(?:\.0+)?|[0-8]?\d\.\d{3,12})[, ]{1,2}[-+]?|(?:90(?:\.0+)?|[0-8]?\d\.\d{3,12})[, ]{1,2}[-+])(?:180(?:\.0+)?|[01]?\d{1,2}\.\d{3,12})(?![\d.%])/gu, score: 0.7 },
  { label: 'LOCATION_COORDINATE', pattern: /(?<![\p{L}\p{N}.,])[-+]?[0-8]?\d\.\d{2,12}°?[, ]{1,2}[-+]?(?:1[0-7]\d|\d{1,2})\.\d{2,12}°?(?![\d.%])/gu, score: 0.2, context: ['coordinate'], contextScore: 0.8, bare: 0 },
  { label: 'LOCATION_COORDINATE', pattern: /(?<![\p{L}\p{N}])geo:(?<v>[-+]?\d{1,2}(?:\.\d{1,12})?,[-+]?\d{1,3}(?:\.\d{1,12})?)/dgiu, score: 0.9 },
])
