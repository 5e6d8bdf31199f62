import { rules } from '../rule.js'

const OPEN = '(?<![\\p{L}\\p{N}.,])'
const CLOSE = '(?![\\p{L}\\p{N}])'
const AMOUNT = '\\d{1,5}(?:[.,]\\d{1,3})?(?: ?- ?\\d{1,4}(?:[.,]\\d{1,3})?)?'
const UNIT = '(?:mg|mcg|µg|ug|ml|iu|i\\.e\\.|units?|puffs?|drops|tropfen|gouttes|gotas|gocce|tablets?|tabs?|tabletten?|comprimés?|comprimidos?|compresse|compressa|caps?|capsules?|kapseln?|gélules?|cápsulas?|pills?|sachets?|ampoules?|suppositor(?:y|ies))'
const OFTEN = '(?: (?:once|twice|three times|thrice|[1-4] ?x|one|two) ?(?:a |per |/)?(?:day|daily|week|weekly|month|night)?| daily| nightly| weekly| every \\d{1,2} ?(?:h|hrs?|hours)| [bqt]\\.?[id]\\.?d\\.?| prn| po| täglich| par jour| al día| al giorno| por dia| per dag)'
const NUMBER = '\\d{1,3}(?:[.,]\\d{1,4})?'

/** Doses, blood groups, measures of the body, and figures of medical statistics. */
export const medical = rules([
  { label: 'DOSE', pattern: new RegExp(`${OPEN}${AMOUNT} ?${UNIT}${CLOSE}(?:/(?:kg|day|ml|h)${CLOSE})?${OFTEN}{0,2}`, 'giu'), score: 0.7, context: ['drug', 'dose'] },
  { label: 'BLOOD_TYPE', pattern: /(?<![\p{L}\p{N}+-])(?:AB|A|B|O|0) ?(?:Rh ?)?[+\u2212-](?![\p{L}\p{N}+-])/gu, score: 0.3, context: ['blood'], contextScore: 0.9, bare: 0.5 },
  { label: 'BLOOD_TYPE', pattern: /(?<![\p{L}\p{N}])(?:AB|[ABO0]) ?(?:rh(?:esus)?[- ]?)?(?:pos(?:itive?|itiv|itivo)?|neg(?:ative?|ativ|ativo)?)\.?(?!\p{L})/giu, score: 0.75 },
  { label: 'PHYSICAL_ATTRIBUTE', pattern: /(?<![\p{L}\p{N}.,])(?:\d ?(?:'|′|’|ft\.?|feet) ?\d{1,2} ?(?:"|″|”|''|in\.?(?!\p{L})|inches)?|[12][.,]\d{2} ?m(?!\p{L})|1\d{2} ?cm(?!\p{L})|\d{2,3} ?(?:kg|lbs?|pounds)(?!\p{L}))(?: tall)?/gu, score: 0.3, context: ['physical'], contextScore: 0.8 },
  { label: 'PHYSICAL_ATTRIBUTE', pattern: /(?<!\p{L})(?:blue|brown|green|hazel|gr[ae]y|dark|light|amber|blond|blonde|black|red|white|curly|straight|wavy|bald|short|long|auburn|ginger)(?:[ -](?:blue|brown|green|blond|curly|straight|red))? (?:eyes|eyed|hair|haired|complexion|skin|beard)(?!\p{L})/giu, score: 0.75 },
  { label: 'PHYSICAL_ATTRIBUTE', pattern: /(?<!\p{L})(?:(?:\d{1,3} ?(?:cm|kg|lbs?)|\d ?(?:ft|feet|foot) ?\d{0,2}(?: ?in(?:ches)?)?|[12][.,]\d{2} ?m) tall|weigh(?:s|ed|ing)? \d{2,3} ?(?:kg|kilos?|lbs?|pounds))(?!\p{L})/giu, score: 0.75 },
  { label: 'STATISTICS', pattern: new RegExp(`${OPEN}${NUMBER} ?% (?:of|der|des|de|dei|van de) (?:all |the )?(?:patients|cases|participants|subjects|people|women|men|children|adults|those|patienten|patienti|pacientes|deelnemers)(?!\\p{L})`, 'giu'), score: 0.75 },
  { label: 'STATISTICS', pattern: new RegExp(`(?<!\\p{L})(?:p ?[<>=≤] ?0?[.,]\\d{1,5}|\\d{2} ?% ?(?:CI|confidence interval)(?:[:, (]{1,3}${NUMBER} ?(?:-|–|to) ?${NUMBER}\\)?)?|(?:odds|hazard|risk|mortality|survival|incidence|prevalence) (?:ratio|rate)s?(?: of| was| is|:)? ?${NUMBER} ?%?)`, 'giu'), score: 0.7 },
])
