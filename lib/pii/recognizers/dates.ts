import { rules } from '../rule.js'

const MONTH = '(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?' +
  '|janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre|januar|februar|marz|maerz|juni|juli|oktober|dezember' +
  '|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre|gennaio|febbraio|aprile|maggio|giugno|luglio|settembre|ottobre|dicembre' +
  '|janeiro|fevereiro|marco|maio|junho|julho|setembro|outubro|novembro|dezembro|januari|februari|maart|mei|augustus|okt)'
/** Passports give months in two languages: 12 AUG/AOÛT 74. */
const MONTHS = `${MONTH}\\.?(?:/${MONTH}\\.?)?`
const DAY = '(?:0?[1-9]|[12]\\d|3[01])'
const YEAR = '(?:1[89]|20)\\d{2}'
const TIME = '(?:[01]?\\d|2[0-3])[:.h][0-5]\\d(?:[:.][0-5]\\d)?(?:\\.\\d{1,6})?(?: ?[ap]\\.?m\\b\\.?)?'
const OPEN = '(?<![\\p{L}\\p{N}])'
const CLOSE = '(?![\\p{L}\\p{N}])'
const ORD = '(?:st|nd|rd|th|er|\\.|º|°|ª)?'
const OF = '(?:[ ,./-]{1,3}|[ ]?(?:of|de|del|di|do) )'

const NUMERIC = `(?<![\\d./-])(?:${DAY}([./·•∙-])${DAY}\\1(?:${YEAR}|\\d{2})|${YEAR}([./·•∙-])(?:0?[1-9]|1[0-2])\\2${DAY})(?:[T ,]{1,2}${TIME}(?:Z|[+-]\\d{2}:?\\d{2})?)?(?![\\d]|[./-]\\d)`
const DAYNAME = '(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|lunes|martes|miercoles|jueves|viernes|sabado|domingo|lunedi|martedi|mercoledi|giovedi|venerdi|sabato|domenica|segunda-feira|terca-feira|quarta-feira|quinta-feira|sexta-feira|maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag)'
const WEEKDAY = `${OPEN}${DAYNAME}${CLOSE}`
const SPELLED = `${OPEN}(?:${DAYNAME},? (?:the |den |le |el |il |op )?)?(?:${DAY}${ORD}${OF}${MONTHS}(?:${OF}(?:${YEAR}|'?\\d{2}(?![\\d:])))?|${MONTH}\\.?[ -]?${DAY}(?:st|nd|rd|th)?(?:,? {0,2}(?:${YEAR}|'\\d{2}|\\d{2}(?=[^\\S\\n]*(?:[,;)\\n]|$))))?|${MONTH}\\.?(?:[ ,-]{1,2}| de )${YEAR}|${DAY}-?${MONTHS}[ -]?(?:${YEAR}|\\d{2}))${CLOSE}`
const u = 'giu'
const COUNTED = '(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[ -](?:one|two|three|four|five|six|seven|eight|nine))?)'
const SOME = `(?:\\d{1,4}(?:[.,]\\d)?|a few|several|a couple of|half an?|${COUNTED})`
const SPELL = 'seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|nights?|weeks?|fortnights?|months?|years?|yrs?|decades?'
const FOREIGN = 'secondes?|heures?|jours?|nuits?|semaines?|mois|ans|annees?|sekunden?|minuten?|stunden?|tage?n?|wochen?|monate?n?|jahre?n?|segundos?|minutos?|horas?|dias?|semanas?|mes(?:es)?|anos?|secondi|minuti|or[ae]|giorn[oi]|settiman[ae]|mes[ei]|ann[oi]' +
  '|seconden|uur|uren|dag(?:en)?|weken|maand(?:en)?|jaar|jaren'
/** Numerals before units of time in other languages; "un" and its like are articles too. */
const FOREIGN_COUNT = '\\d{1,4}|deux|trois|quatre|cinq|six|sept|huit|dix|zwei|drei|vier|funf|sechs|sieben|acht|zehn|zwolf|dos|tres|cuatro|cinco|seis|siete|ocho|diez|due|tre|quattro|cinque|sei|sette|otto|dieci|dois|duas|quatro|sete|oito|dez|twee|drie|vijf|zes|zeven|tien'

/** Nobody is older. */
function younger(value: string): boolean {
  return Number(/\d+/.exec(value)?.[0]) < 125
}

/** Dates in figures and in words, birth dates, intervals, ages, times, durations. */
export const dates = rules([
  { label: 'DATE', view: 'digits', pattern: new RegExp(NUMERIC, u), score: 0.8 },
  { label: 'DATE', view: 'folded', pattern: new RegExp(SPELLED, u), score: 0.8 },
  { label: 'DATE', view: 'folded', pattern: new RegExp(WEEKDAY, u), score: 0.6 },
  // 12.III.1985; 2024:03:12 14:33:21, as cameras write; 2024年3月12日; 1985. 3. 12.
  { label: 'DATE', pattern: new RegExp(`(?<![\\p{L}\\p{N}./-])${DAY}[. /-]{1,2}(?:X(?:II?)?|IX|VI{0,3}|IV|I{1,3})[. /-]{1,2}(?:${YEAR}|\\d{2})(?![\\p{L}\\p{N}])`, 'gu'), score: 0.8 },
  { label: 'DATE', view: 'digits', pattern: new RegExp(`(?<![\\d:])${YEAR}:(?:0[1-9]|1[0-2]):(?:0[1-9]|[12]\\d|3[01])(?: ${TIME})?(?![\\d:])`, u), score: 0.85 },
  { label: 'DATE', pattern: /(?<!\p{N})(?:(?:\d{2,4}|(?:令和|平成|昭和|大正|明治|民國|民国) ?(?:\d{1,3}|元)) ?[年년] ?\d{1,2} ?[月월](?: ?\d{1,2} ?[日일号])?|\d{1,2} ?[月월] ?\d{1,2} ?[日일])/gu, score: 0.85 },
  { label: 'DATE', view: 'digits', pattern: new RegExp(`(?<![\\d./-])${YEAR}\\. ?(?:0?[1-9]|1[0-2])\\. ?${DAY}\\.?(?!\\d)`, u), score: 0.75 },
  { label: 'DOB', pattern: /(?<!\p{N})(?:\d{2,4}|(?:令和|平成|昭和|大正|明治|民國|民国) ?\d{1,3}) ?[年년] ?\d{1,2} ?[月월] ?\d{1,2} ?[日일号]/gu, score: 0, context: ['dob'], contextScore: 0.95 },
  // 05/2021, 20210521
  { label: 'DATE', view: 'digits', pattern: new RegExp(`(?<![\\d./-])(?:0?[1-9]|1[0-2])[/-]${YEAR}(?![\\d]|[./-]\\d)`, u), score: 0.6 },
  { label: 'DATE', pattern: /(?<![\p{L}\p{N}.-])(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?![\p{L}\p{N}]|[.-]\d)/gu, score: 0.3, context: ['date', 'dob'], contextScore: 0.8 },
  { label: 'DATE', pattern: new RegExp('(?<![\\p{L}\\p{N}.,$€£#/:-])(?:19|20)\\d{2}(?:\'?s)?(?![\\p{L}\\p{N}%]|[.,:/-]\\d)', u), score: 0.3, context: ['date', 'dob'], contextScore: 0.6 },
  { label: 'DATE', view: 'folded', pattern: new RegExp('\\b(?:in|since|until|till|during|from|of|by|year|before|after|circa|class of|early|late|mid|for|en|seit|depuis|desde|dal|sinds|anno|jahr|annee|ano|jaar) (?<v>(?:19|20)\\d{2})(?![\\p{L}\\p{N}%]|[.,:/-]\\d)', 'dgiu'), score: 0.6 },
  // A 2017 film; not "a 2000 euro bill"
  { label: 'DATE', view: 'folded', pattern: /(?<!\p{L})(?:a|an|this|that|his|her|their|my|our|its) (?<v>(?:19|20)\d{2}) (?=\p{L}{4})(?!(?:word|page|people|person|euro|dollar|pound|piece|mile|met|year|square|watt|calorie|seat|copies|item|member))/dgu, score: 0.6 },
  { label: 'DOB', view: 'digits', pattern: new RegExp(NUMERIC, u), score: 0, context: ['dob'], contextScore: 0.95 },
  { label: 'DOB', view: 'folded', pattern: new RegExp(SPELLED, u), score: 0, context: ['dob'], contextScore: 0.95 },
  { label: 'DATE_INTERVAL', view: 'folded', pattern: new RegExp(`${OPEN}(?:${MONTH}\\.? )?(?:19|20)\\d{2} ?(?:-|–|to|until) ?(?:${MONTH}\\.? )?(?:(?:19|20)\\d{2}|present)${CLOSE}`, u), score: 0.7 },
  // May to July 2020; 3 May 2019 - 4 June 2020; 01/02/2020 to 03/04/2020
  { label: 'DATE_INTERVAL', view: 'folded', pattern: new RegExp(`${OPEN}(?:${DAY}${ORD} )?${MONTH}\\.?(?: ${DAY})?(?:,? ${YEAR})? ?(?:-|to|until|through|bis|au|al|a|tot) ?(?:${DAY}${ORD} )?${MONTH}\\.?(?: ${DAY})?,? ${YEAR}${CLOSE}`, u), score: 0.75 },
  { label: 'DATE_INTERVAL', view: 'digits', pattern: /(?<![\d./-])\d{1,4}([./-])\d{1,2}\1\d{2,4} ?(?:-|–|to|until|through|bis|au|al|tot) ?\d{1,4}\1\d{1,2}\1\d{2,4}(?![\d]|[./-]\d)/g, score: 0.75 },
  { label: 'AGE', view: 'folded', pattern: /(?<![\p{L}\p{N}.$])(?<v>\d{1,3})(?:[ -](?:and a half[ -])?(?:years?|yrs?|months?|weeks?|days?)[ -]?(?:olds?|of age)|[ -]?(?:y ?\/ ?o|yo|y\.o\.)(?!\p{L})| (?:ans|jahre alt|anos(?: de edad)?|anni|jaar oud|jaar)(?!\p{L}))/dgu, score: 0.9 },
  // 12-26 March 2021; between 1986 and 1990
  { label: 'DATE_INTERVAL', view: 'folded', pattern: new RegExp(`(?<![\\p{L}\\p{N}./-])${DAY}${ORD} ?(?:-|–|to|bis|au|al|a|tot) ?${DAY}${ORD}(?: de)? ${MONTH}\\.?(?:(?:,| de)? ${YEAR})?${CLOSE}`, u), score: 0.75 },
  { label: 'DATE_INTERVAL', view: 'folded', pattern: new RegExp(`(?<!\\p{L})(?:between|from|entre|zwischen|von|de|tra|fra|dal|tussen|van|desde) (?<v>(?:19|20)\\d{2} (?:and|to|until|et|a|und|bis|y|e|al|hasta|en|tot) (?:19|20)\\d{2})${CLOSE}`, 'dgiu'), score: 0.75 },
  { label: 'AGE', view: 'folded', pattern: new RegExp(`(?<!\\p{L})(?:(?:boy|girl|man|woman|child|lady|gentleman|baby|male|female|patient) of (?<v>\\d{1,3}|${COUNTED})(?=[,;!?)]|\\.(?!\\d)| (?:was|is|who|had|has|and|with)(?!\\p{L})|\\s*$))`, 'dgiu'), score: 0.75 },
  { label: 'AGE', view: 'folded', pattern: new RegExp(`(?<!\\p{L})(?:aged|(?:she|he|i|they) turn(?:s|ed)|at the age of) (?<v>${COUNTED})(?!\\p{L})`, 'dgiu'), score: 0.75 },
  { label: 'AGE', view: 'folded', pattern: new RegExp(`(?<!\\p{L})(?<v>${COUNTED})(?=[ -](?:years?|months?)[ -]old(?!\\p{L}))`, 'dgiu'), score: 0.75 },
  { label: 'AGE', view: 'folded', pattern: /(?<!\p{L})(?:aged?(?: at (?:\p{L}{3,14} ){0,2}\p{L}{3,14})?|turned|turns|turning|turn|ages|at the age of|alter|edad|eta|idade|leeftijd|age de|years of age)(?: is| was|:| of| de)? (?:just |about |around |approximately |approx\.? |circa |nearly |almost |over |under )?(?<v>\d{1,3})(?![\p{L}\p{N}%]|[.,:/-]\d| ?°| (?:times?|degrees?|pages?|rounds?|revolutions?|corners?)(?!\p{L}))/dgiu, validate: v => Number(v) < 125, score: 0.85 },
  { label: 'AGE', view: 'folded', pattern: /(?<!\p{L})(?:i|he|she|they|who|we|you)(?: was| is| am| are| were|'s|'m|'re) (?:only |just |about |now |already |almost )?(?<v>\d{1,3})(?=[,;!?)"]|\.(?!\d)| (?:and|when|at|then|now|but|or|so|with)(?!\p{L})|\s*$)/dgu, validate: v => Number(v) < 120, score: 0.7 },
  // 39F, F/39, 039Y/F, 39 y/o F, 39Y 4M: as clinics write age and sex
  { label: 'AGE', pattern: /(?<![\p{L}\p{N}.,#$€£/-])\d{1,3} ?(?:Y(?:RS?|O|EARS?)?|y(?:rs?|o|ears?)?|Years?|y\/o|y\.o\.|Y\/O)\.?(?: \d{1,2} ?M(?:O|o)?)?(?: ?[/,]? ?(?:[MF]|[Mm]ale|[Ff]emale|MALE|FEMALE)(?![\p{L}\p{N}/]))/gu, validate: younger, score: 0.9 },
  { label: 'AGE', pattern: /(?<![\p{L}\p{N}.,#$€£/-])(?:\d{1,3} ?\/ ?[MF](?![\p{L}\p{N}/-])|0?\d{2}Y(?:O|RS?)?(?: \d{1,2}M)?(?![\p{L}\p{N}]))/gu, validate: younger, score: 0.8 },
  { label: 'AGE', pattern: /(?<![\p{L}\p{N}/])[MF] ?[/,]? ?\d{1,3} ?(?:Y(?:RS?|O)?|y(?:rs?|o)?|years?)?\b(?<=\/ ?\d{1,3}|[yYrRsSoO])(?![\p{L}\p{N}./-])/gu, validate: younger, score: 0.8 },
  // 39F alone, or where somebody comes with something
  { label: 'AGE', pattern: /(?<![\p{L}\p{N}.,#$€£/-])\d{1,3} ?[MF](?=[ \t]*(?:$|[,;)|\n]| (?:with|w\/|c\/o|s\/p|h\/o|hx|presents?|presented|presenting|who|admitted|complain\p{L}{0,4}|brought|here|found|seen|status|p\/w|pmh)(?!\p{L})))(?<=(?:^|[\n(,;:|]|(?<!\p{L})(?:an?|pt|patient|is|this|old)) ?\d{1,3} ?[MF])/gu, validate: younger, score: 0.75 },
  { label: 'AGE', view: 'folded', pattern: /(?<![\p{L}\p{N}.$])\d{1,3} ?(?:mos?|months?|wks?|weeks?|days?|d)\.?(?= (?:old )?[mf](?![\p{L}\p{N}])| old(?!\p{L}))/gu, score: 0.75 },
  { label: 'TIME', view: 'folded', pattern: new RegExp('(?<![\\d:.,])(?:[01]?\\d|2[0-3]):[0-5]\\d(?::[0-5]\\d)?(?: ?[ap]\\.?m\\b\\.?)?(?![\\d:])|(?<![\\d:.,])(?:1[0-2]|0?[1-9])(?:\\.[0-5]\\d)? ?[ap]\\.?m\\b\\.?', u), score: 0.8 },
  // 18h30, 9.15 Uhr, alle ore 11.20, 0915 hrs, half past eight, midnight
  { label: 'TIME', view: 'folded', pattern: /(?<![\p{L}\p{N}:.,])(?:(?:[01]?\d|2[0-3]) ?h(?: ?[0-5]\d)?(?![\p{L}\p{N}])|(?:[01]?\d|2[0-3])(?:[.:][0-5]\d)? (?:uhr|heures|o'? ?clock|uur)(?!\p{L})|(?:[01]\d|2[0-3])[0-5]\d ?(?:hrs|hours|h)(?!\p{L}))/giu, score: 0.7 },
  { label: 'TIME', view: 'folded', pattern: /(?<!\p{L})(?:ore|as|a las|om|um|gegen) (?<v>(?:[01]?\d|2[0-3])[.:][0-5]\d)(?![\p{L}\p{N}]|[.:]\d)/dgiu, score: 0.65 },
  { label: 'TIME', view: 'folded', pattern: new RegExp(`(?<!\\p{L})(?:(?:half|quarter|five|ten|twenty|twenty-five)(?: minutes)? (?:past|to|after|before) (?:\\d{1,2}|${COUNTED}|noon|midnight)|(?:\\d{1,2}|${COUNTED}) o['’]clock|midnight|noon|midday|minuit|mitternacht|medianoche|mezzanotte|meia-noite|middernacht)(?!\\p{L})`, u), score: 0.65 },
  { label: 'DURATION', view: 'folded', pattern: new RegExp(`(?<![\\p{L}\\p{N}.,-])(?:${SOME} ?-?(?:${SPELL})|(?:${FOREIGN_COUNT}) (?:${FOREIGN})|(?<=(?:for|over|about|nearly|almost|took|lasted) )an? (?:${SPELL}))(?!\\p{L}|[- ]old)`, u), score: 0.7 },
  { label: 'DURATION', view: 'folded', pattern: /(?<![\p{L}\p{N}.,-])(?:\d{1,4}(?:\.\d)?|a few|several|one|two|three|four|five|six|seven|eight|nine|ten|twelve) ?-?(?:seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|weeks?|months?|years?|yrs?)(?![\p{L}]|[- ]old)/gu, score: 0.7 },
])
