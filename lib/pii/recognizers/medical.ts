import { rules } from '../rule.js'

const OPEN = '(?<![\\p{L}\\p{N}.,])'
const CLOSE = '(?![\\p{L}\\p{N}])'
const AMOUNT = '\\d{1,5}(?:[.,]\\d{1,3})?(?: ?- ?\\d{1,4}(?:[.,]\\d{1,3})?)?'
const UNIT = '(?:mg|mcg|µg|ug|ml|iu|i\\.e\\.|units?|puffs?|drops|tropfen|gouttes|gotas|gocce|tsps?|tbsps?|teaspoons?|tablespoons?|tablets?|tabs?|tabletten?|comprimés?|comprimidos?|compresse|compressa|caps?|capsules?|kapseln?|gélules?|cápsulas?|pills?|sachets?|ampoules?|suppositor(?:y|ies))'
const OFTEN = '(?: (?:once|twice|three times|thrice|[1-4] ?x|one|two) ?(?:a |per |/)?(?:day|daily|week|weekly|month|night)?| daily| nightly| weekly| (?:every|each) (?:morning|evening|night)| at (?:night|bedtime)| (?:le )?(?:matin|soir)(?: et (?:matin|soir))?| morgens| abends| cada \\p{L}+ horas| every \\d{1,2} ?(?:h|hrs?|hours)| [bqt]\\.?[id]\\.?d\\.?| prn| po| täglich| par jour| al día| al giorno| por dia| per dag)'
const NUMBER = '\\d{1,3}(?:[.,]\\d{1,4})?'

const PARTS = '(?:ankle|knee|wrist|arm|leg|hip|shoulder|elbow|finger|thumb|toe|foot|hand|neck|back|rib|nose|jaw|skull|collarbone|pelvis|femur|tibia|fibula|humerus|kneecap|heel|thigh|shin|hamstring|tendon|ligament|meniscus|acl|spine|vertebra|eye|head)s?'
const HURT = '(?:sprain|broke|fractur|twist|dislocat|tore|injur|bruis|burn|scald|crush|cut|strain|hurt|pull)(?:e?d|en)?'
const SIDE = '(?:left |right |lower |upper |both )?'
/** What a figure of a medical statistic is called. */
const MEASURE = '(?:rates?|prevalence|incidence|mortality|morbidity|efficacy|effectiveness|sensitivity|specificity|ejection fraction|(?:relative |absolute )?risk|likelihood|probability|odds|remission|survival|recurrence|prävalenz|inzidenz|mortalität|sterblichkeit|mortalité|prévalence|prevalencia|mortalidad|prevalenza|mortalità|prevalência|mortalidade|prevalentie|sterfte)'
const FEW = '(?:one|two|three|four|five|six|seven|eight|nine|ten|\\d{1,4})'
const PEOPLE = '(?:patients|cases|participants|subjects|people|women|men|children|adults|persons|deaths|births|patienten|patienti|pacientes|deelnemers|malades|personnes|personas|persone|pessoas|personen|mensen)'

/** Doses, blood groups, measures of the body, and figures of medical statistics. */
export const medical = rules([
  { label: 'DOSE', pattern: new RegExp(`${OPEN}${AMOUNT} ?${UNIT}${CLOSE}(?:/(?:kg|day|ml|h)${CLOSE})?${OFTEN}{0,2}`, 'giu'), score: 0.7, context: ['drug', 'dose'] },
  { label: 'DOSE', pattern: new RegExp(`(?<!\\p{L})(?:one|two|three|four|half an?|an?) (?:tablets?|capsules?|pills?|puffs?|drops|teaspoons?|tablespoons?|sachets?)(?!\\p{L})${OFTEN}{0,2}`, 'giu'), score: 0.65, context: ['drug', 'dose'] },
  { label: 'INJURY', pattern: new RegExp(`(?<!\\p{L})${HURT} (?:his|her|my|their|your|the|an?) ${SIDE}${PARTS}(?!\\p{L})`, 'giu'), score: 0.7 },
  { label: 'INJURY', pattern: new RegExp(`(?<!\\p{L})(?:broken|fractured|sprained|twisted|dislocated|torn|bruised|crushed|burnt|strained|ruptured|pulled) ${SIDE}${PARTS}(?!\\p{L})|(?<!\\p{L})(?:bruis(?:es?|ing)|burns?|cuts?|lacerations?|wounds?|fractures?|swelling) (?:on|to|of|in|across) (?:his|her|my|their|the|both) ${SIDE}${PARTS}(?!\\p{L})`, 'giu'), score: 0.7 },
  { label: 'PHYSICAL_ATTRIBUTE', pattern: /(?<=(?<!\p{L})BMI(?: of| is|:)? )\d{2}(?:[.,]\d{1,2})?(?![\d%])/gu, score: 0.75 },
  { label: 'PHYSICAL_ATTRIBUTE', pattern: new RegExp(`(?<!\\p{L})(?:tattoos?|scars?|birthmarks?|moles?|piercings?)(?= (?:[\\p{L}]{1,12} ){0,4}(?:on|above|below|across|over) (?:his|her|my|their|the) ${SIDE}(?:${PARTS}|cheek|chin|forehead|face|chest|forearm|calf|lip|eyebrow)(?!\\p{L}))`, 'giu'), score: 0.7 },
  { label: 'BLOOD_TYPE', pattern: /(?<![\p{L}\p{N}+-])(?:AB|A|B|O|0) ?(?:Rh ?)?[+\u2212-](?![\p{L}\p{N}+-])/gu, score: 0.3, context: ['blood'], contextScore: 0.9, bare: 0.5 },
  { label: 'BLOOD_TYPE', pattern: /(?<![\p{L}\p{N}])(?:AB|[ABO0]) ?(?:rh(?:esus)?[- ]?)?(?:pos(?:itive?|itiv|itivo)?|neg(?:ative?|ativ|ativo)?)\.?(?!\p{L})/giu, score: 0.75 },
  { label: 'PHYSICAL_ATTRIBUTE', pattern: /(?<![\p{L}\p{N}.,])(?:\d ?(?:'|′|’|ft\.?|feet)[ -]?\d{1,2} ?(?:"|″|”|''|in\.?(?!\p{L})|inches)?|[12][.,]\d{2} ?m(?!\p{L})|1\d{2} ?cm(?!\p{L})|\d{2,3} ?(?:kg|lbs?|pounds)(?!\p{L}))(?: tall)?/gu, score: 0.3, context: ['physical'], contextScore: 0.8 },
  { label: 'PHYSICAL_ATTRIBUTE', pattern: /(?<!\p{L})(?:blue|brown|green|hazel|gr[ae]y|dark|light|amber|blond|blonde|black|red|white|curly|straight|wavy|bald|short|long|auburn|ginger)(?:[ -](?:blue|brown|green|blond|curly|straight|red))? (?:eyes|eyed|hair|haired|complexion|skin|beard)(?!\p{L})/giu, score: 0.75 },
  { label: 'PHYSICAL_ATTRIBUTE', pattern: /(?<!\p{L})(?:(?:\d{1,3} ?(?:cm|kg|lbs?)|\d ?(?:ft|feet|foot) ?\d{0,2}(?: ?in(?:ches)?)?|[12][.,]\d{2} ?m) tall|weigh(?:s|ed|ing)? \d{2,3} ?(?:kg|kilos?|lbs?|pounds))(?!\p{L})/giu, score: 0.75 },
  { label: 'STATISTICS', pattern: new RegExp(`${OPEN}${NUMBER} ?% (?:of|der|des|de|dei|van de) (?:all |the )?(?:patients|cases|participants|subjects|people|women|men|children|adults|those|patienten|patienti|pacientes|deelnemers)(?!\\p{L})`, 'giu'), score: 0.75 },
  { label: 'STATISTICS', pattern: new RegExp(`(?<!\\p{L})${MEASURE}(?: (?:of|in|for|ratio|rate|de|der|des) (?:\\p{L}{2,16} ?){0,3}| ratio| rate)?(?: ?:| is| was| of| ist| est| es| è)? ?(?<v>${NUMBER} ?(?:%|percent(?!\\p{L})|per cent(?!\\p{L})|(?:per|in) \\d[\\d,.]{0,8}\\d)|(?<=ratio\\D{0,12})${NUMBER})`, 'dgiu'), score: 0.7 },
  { label: 'STATISTICS', pattern: new RegExp(`${OPEN}(?:${FEW} (?:in|out of) (?:every )?${FEW}|${NUMBER} ?(?:%|percent|per cent)(?: of| der| des| de los| de las| dei| dos| van de)?) (?:all |the )?${PEOPLE}(?!\\p{L})`, 'giu'), score: 0.75 },
  { label: 'STATISTICS', pattern: new RegExp(`(?<!\\p{L})(?:p ?[<>=≤] ?0?[.,]\\d{1,5}|\\d{2} ?% ?(?:CI|confidence interval)(?:[:, (]{1,3}${NUMBER} ?(?:-|–|to) ?${NUMBER}\\)?)?|(?:odds|hazard|risk|mortality|survival|incidence|prevalence) (?:ratio|rate)s?(?: of| was| is|:)? ?${NUMBER} ?%?)`, 'giu'), score: 0.7 },
])
