import { rules } from '../rule.js'

const MONTH = '(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?' +
  '|janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre|januar|februar|marz|maerz|juni|juli|oktober|dezember' +
  '|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre|gennaio|febbraio|aprile|maggio|giugno|luglio|settembre|ottobre|dicembre' +
  '|janeiro|fevereiro|marco|maio|junho|julho|setembro|outubro|novembro|dezembro|januari|februari|maart|mei|augustus|okt)'
const DAY = '(?:0?[1-9]|[12]\\d|3[01])'
const YEAR = '(?:1[89]|20)\\d{2}'
const TIME = '(?:[01]?\\d|2[0-3])[:.h][0-5]\\d(?:[:.][0-5]\\d)?(?:\\.\\d{1,6})?(?: ?[ap]\\.?m\\b\\.?)?'
const OPEN = '(?<![\\p{L}\\p{N}])'
const CLOSE = '(?![\\p{L}\\p{N}])'
const ORD = '(?:st|nd|rd|th|er|\\.|º|°|ª)?'
const OF = '(?:[ ,./-]{1,3}|[ ]?(?:of|de|del|di|do) )'

const NUMERIC = `(?<![\\d./-])(?:${DAY}([./-])${DAY}\\1(?:${YEAR}|\\d{2})|${YEAR}([./-])(?:0?[1-9]|1[0-2])\\2${DAY})(?:[T ,]{1,2}${TIME}(?:Z|[+-]\\d{2}:?\\d{2})?)?(?![\\d]|[./-]\\d)`
const DAYNAME = '(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|lunes|martes|miercoles|jueves|viernes|sabado|domingo|lunedi|martedi|mercoledi|giovedi|venerdi|sabato|domenica|segunda-feira|terca-feira|quarta-feira|quinta-feira|sexta-feira|maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag)'
const WEEKDAY = `${OPEN}${DAYNAME}${CLOSE}`
const SPELLED = `${OPEN}(?:${DAYNAME},? (?:the |den |le |el |il |op )?)?(?:${DAY}${ORD}${OF}${MONTH}\\.?(?:${OF}(?:${YEAR}|'?\\d{2}(?![\\d:])))?|${MONTH}\\.?[ -]?${DAY}(?:st|nd|rd|th)?(?:,? {0,2}${YEAR})?|${MONTH}\\.?(?:[ ,-]{1,2}| de )${YEAR}|${DAY}-?${MONTH}-?(?:${YEAR}|\\d{2}))${CLOSE}`
const u = 'giu'

/** Dates in figures and in words, birth dates, intervals, ages, times, durations. */
export const dates = rules([
  { label: 'DATE', view: 'digits', pattern: new RegExp(NUMERIC, u), score: 0.8 },
  { label: 'DATE', view: 'folded', pattern: new RegExp(SPELLED, u), score: 0.8 },
  { label: 'DATE', view: 'folded', pattern: new RegExp(WEEKDAY, u), score: 0.6 },
  // 05/2021, 20210521
  { label: 'DATE', view: 'digits', pattern: new RegExp(`(?<![\\d./-])(?:0?[1-9]|1[0-2])[/-]${YEAR}(?![\\d]|[./-]\\d)`, u), score: 0.6 },
  { label: 'DATE', pattern: /(?<![\p{L}\p{N}.-])(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?![\p{L}\p{N}]|[.-]\d)/gu, score: 0.3, context: ['date', 'dob'], contextScore: 0.8 },
  { label: 'DATE', pattern: new RegExp('(?<![\\p{L}\\p{N}.,$€£#/:-])(?:19|20)\\d{2}(?:\'?s)?(?![\\p{L}\\p{N}%]|[.,:/-]\\d)', u), score: 0.3, context: ['date', 'dob'], contextScore: 0.6 },
  { label: 'DATE', view: 'folded', pattern: new RegExp('\\b(?:in|since|until|till|during|from|of|by|year|before|after|circa|class of|early|late|mid|for|en|seit|depuis|desde|dal|sinds|anno|jahr|annee|ano|jaar) (?<v>(?:19|20)\\d{2})(?![\\p{L}\\p{N}%]|[.,:/-]\\d)', 'dgiu'), score: 0.6 },
  { label: 'DOB', view: 'digits', pattern: new RegExp(NUMERIC, u), score: 0, context: ['dob'], contextScore: 0.95 },
  { label: 'DOB', view: 'folded', pattern: new RegExp(SPELLED, u), score: 0, context: ['dob'], contextScore: 0.95 },
  { label: 'DATE_INTERVAL', view: 'folded', pattern: new RegExp(`${OPEN}(?:${MONTH}\\.? )?(?:19|20)\\d{2} ?(?:-|–|to|until) ?(?:${MONTH}\\.? )?(?:(?:19|20)\\d{2}|present)${CLOSE}`, u), score: 0.7 },
  // May to July 2020; 3 May 2019 - 4 June 2020; 01/02/2020 to 03/04/2020
  { label: 'DATE_INTERVAL', view: 'folded', pattern: new RegExp(`${OPEN}(?:${DAY}${ORD} )?${MONTH}\\.?(?: ${DAY})?(?:,? ${YEAR})? ?(?:-|to|until|through|bis|au|al|a|tot) ?(?:${DAY}${ORD} )?${MONTH}\\.?(?: ${DAY})?,? ${YEAR}${CLOSE}`, u), score: 0.75 },
  { label: 'DATE_INTERVAL', view: 'digits', pattern: /(?<![\d./-])\d{1,4}([./-])\d{1,2}\1\d{2,4} ?(?:-|–|to|until|through|bis|au|al|tot) ?\d{1,4}\1\d{1,2}\1\d{2,4}(?![\d]|[./-]\d)/g, score: 0.75 },
  { label: 'AGE', view: 'folded', pattern: /(?<![\p{L}\p{N}.$])(?<v>\d{1,3})(?:[ -](?:and a half[ -])?(?:years?|yrs?|months?|weeks?|days?)[ -]?(?:olds?|of age)|[ -]?(?:y ?\/ ?o|yo|y\.o\.)(?!\p{L})| (?:ans|jahre alt|anos(?: de edad)?|anni|jaar oud|jaar)(?!\p{L}))/dgu, score: 0.9 },
  // May to July 2020; 3 May 2019 - 4 June 2020; 01/02/2020 to 03/04/2020
  { label: 'DATE_INTERVAL', view: 'folded', pattern: new RegExp(`${OPEN}(?:${DAY}${ORD} )?${MONTH}\\.?(?: ${DAY})?(?:,? ${YEAR})? ?(?:-|to|until|through|bis|au|al|a|tot) ?(?:${DAY}${ORD} )?${MONTH}\\.?(?: ${DAY})?,? ${YEAR}${CLOSE}`, u), score: 0.75 },
  { label: 'DATE_INTERVAL', view: 'digits', pattern: /(?<![\d./-])\d{1,4}([./-])\d{1,2}\1\d{2,4} ?(?:-|–|to|until|through|bis|au|al|tot) ?\d{1,4}\1\d{1,2}\1\d{2,4}(?![\d]|[./-]\d)/g, score: 0.75 },
  { label: 'AGE', view: 'folded', pattern: /(?<!\p{L})(?:aged?|turned|turns|turning|turn|ages|at the age of|alter|edad|eta|idade|leeftijd|age de|years of age)(?: is| was|:| of| de)? (?:just )?(?<v>\d{1,3})(?![\p{L}\p{N}%]|[.,:/-]\d)/dgu, validate: v => Number(v) < 125, score: 0.85 },
  { label: 'AGE', view: 'folded', pattern: /(?<!\p{L})(?:i|he|she|they|who|we|you)(?: was| is| am| are| were|'s|'m|'re) (?:only |just |about |now |already |almost )?(?<v>\d{1,3})(?=[,;!?)"]|\.(?!\d)| (?:and|when|at|then|now|but|or|so|with)(?!\p{L})|\s*$)/dgu, validate: v => Number(v) < 120, score: 0.7 },
  { label: 'TIME', view: 'folded', pattern: new RegExp('(?<![\\d:.,])(?:[01]?\\d|2[0-3]):[0-5]\\d(?::[0-5]\\d)?(?: ?[ap]\\.?m\\b\\.?)?(?![\\d:])|(?<![\\d:.,])(?:1[0-2]|0?[1-9])(?:\\.[0-5]\\d)? ?[ap]\\.?m\\b\\.?', u), score: 0.8 },
  { label: 'DURATION', view: 'folded', pattern: /(?<![\p{L}\p{N}.,-])(?:\d{1,4}(?:\.\d)?|a few|several|one|two|three|four|five|six|seven|eight|nine|ten|twelve) ?-?(?:seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|weeks?|months?|years?|yrs?)(?![\p{L}]|[- ]old)/gu, score: 0.7 },
])
