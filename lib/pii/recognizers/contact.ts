import { LinkifyIt } from 'linkify-it'
import type { Recognizer, Span } from '../../core/types.js'
import { pictured } from '../document.js'
import { matches } from '../matches.js'
import { rules } from '../rule.js'
import { isIPv6 } from 'node:net'

/** Sections and versions are numbered alike. */
/** Words before the number of a part of a text; in any case, but without a flag, since capitals count beside them. */
const NUMBERED = `(?<![A-Za-z])${'(?:sections?|sec\\.?|§§?|clauses?|articles?|art\\.?|chapters?|paragraphs?|para\\.?|versions?|ver\\.?|release|rev\\.?|v|abschnitt|kapitel|ziffer)'
  .replace(/[a-z]/g, c => `[${c.toUpperCase()}${c}]`)} ?`
/** 1.2.3.4 Scope: the number of a heading, and its first word. */
const HEADING = '(?<=(?:^|\\n)[ \\t]{0,8})\\d{1,2}(?:\\.\\d{1,2}){3}\\.? [A-Z][a-z]'
const OCTET = '(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)'

/** Behind a label, an address whose dots OCR took for other marks, with spaces in it: "Email: ada.:byr on@example, org". */
const MISREAD_EMAIL = /(?<!\p{L})(?:(?:e-?)?mails?(?: address(?:es)?)?|correo(?: electr[oó]nico)?|courriel) ?[:;=] ?(?<v>(?=[^@\s]{0,64}(?: [^@\s]{1,64}){0,2} ?@)[\p{L}\p{N}_%+'-]{1,64}(?:[.,:; ]{1,3}[\p{L}\p{N}_%+'-]{1,64}){0,7}[.,:; ]{0,2}@ ?[\p{L}\p{N}-]{1,63}(?:(?:[.,:;]{1,2}[\p{L}\p{N}-]{1,63}){1,4}|[.,:;]{1,2} (?:com|org|net|edu|gov|info|biz|eu|us|uk|de|fr|it|es|pt|nl|be|ch|at|ca|au|br|mx|in)(?![\p{L}\p{N}])))/dgiu

/**
 * An address that the edge of a picture, or an ellipsis, cut: "ada.byron@exampl", "ada@ex…". Versions of packages ("react@18", "left-pad@latest")
 * and amounts ("10pcs@USD5") look alike.
 */
const CUT_EMAIL = /(?<![\p{L}\p{N}._%+-])(?!\d+\p{L}{0,4}@)[\p{L}\p{N}][\p{L}\p{N}._%+'*•…-]{1,63}@(?!(?:latest|next|beta|alpha|canary|main|master)(?![\p{L}\p{N}]))(?:\p{L}[\p{L}\p{N}-]{0,62}(?:\.[\p{L}\p{N}-]{1,62}){0,3}(?:…|\.{2,3})?|…|\.{2,3}|(?=\n|$))(?![\p{L}\p{N}@/]|:\S)/gu

/** ada dot byron at example dot org; ada.byron (at) example [dot] org; ada(at)example.com */
const SPELT_DOT = '(?: ?[(\\[{<] ?dot ?[)\\]}>] ?| dot |\\.)'
const SPELT_AT = '(?: ?[(\\[{<] ?(?:at|@) ?[)\\]}>] ?| at )'
const SPELT = `(?<![\\p{L}\\p{N}._+-])[\\p{L}\\p{N}_+-]{1,40}(?:${SPELT_DOT}[\\p{L}\\p{N}_+-]{1,40}){0,3}${SPELT_AT}(?:[\\p{L}\\p{N}-]{1,40}${SPELT_DOT}){1,3}(?:com|org|net|edu|gov|info|biz|name|io|co|me|dev|app|eu|us|uk|de|fr|it|es|pt|nl|be|ch|at|ca|au|br|mx|in|ie|se|no|dk|fi|pl|cz|jp|cn|kr|ru|za|nz|ac|mil|int|example|test)(?![\\p{L}\\p{N}-])`
/** At least the "at" is in brackets, or a "dot" is spelt out: "look at example.com" is no address. */
const spelt = (value: string): boolean => /[(\[{<] ?(?:at|@)/i.test(value) || /(?<= at .*)(?: |[(\[{<] ?)dot/i.test(value)

/** E-mail and IP addresses, handles, user names, passwords, file names. */
export const contact = rules([
  { label: 'EMAIL_ADDRESS', pattern: /(?<![\p{L}\p{N}._%+-])[\p{L}\p{N}][\p{L}\p{N}._%+'*•…-]{0,63} ?@ ?[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,62}\.){1,8}[\p{L}]{2,24}(?![\p{L}\p{N}])/gu, score: 0.98 },
  { label: 'EMAIL_ADDRESS', pattern: CUT_EMAIL, validate: (value, document) => pictured(document) || /…|\.$/.test(value), score: 0.6 },
  { label: 'EMAIL_ADDRESS', pattern: MISREAD_EMAIL, validate: (_, document) => pictured(document), score: 0.9 },
  { label: 'EMAIL_ADDRESS', pattern: new RegExp(SPELT, 'giu'), validate: spelt, score: 0.85 },
  { label: 'ACCOUNT_NUMBER', pattern: /(?<![\p{L}\p{N}._-])[\p{L}\p{N}][\w.-]{1,60}@(?:ok(?:axis|hdfcbank|icici|sbi)|ybl|ibl|axl|upi|paytm|apl|sbi|icici|hdfcbank|axisbank|kotak|pnb|barodampay|yapl|freecharge|fbl|idfcbank|indus|jupiteraxis|rbl)(?![\p{L}\p{N}.@-])/giu, score: 0.85 },
  { label: 'IP_ADDRESS', pattern: new RegExp(`(?<![\\d.]|${NUMBERED})(?!${HEADING})${OCTET}(?:\\.${OCTET}){3}(?:\\/\\d{1,2})?(?![\\d]|\\.\\d)`, 'g'), score: 0.9 },
  { label: 'IP_ADDRESS', pattern: /(?<![\p{L}\p{N}:.])[\da-f:]{2,40}(?:\d{1,3}(?:\.\d{1,3}){3})?(?:%\w{1,16})?(?:\/\d{1,3})?(?![\p{L}\p{N}:])/giu, validate: ip6, score: 0.9 },
  { label: 'USERNAME', pattern: /(?<![\p{L}\p{N}@._/])@[a-z_][\w.]{1,29}(?<!\.)(?![\w@])/giu, score: 0.75 },
  { label: 'USERNAME', pattern: /(?<![\p{L}\p{N}@._#/-])[\p{L}_][\w.]{2,31}#\d{4}(?![\w#-])/gu, score: 0.75 },
  { label: 'PASSWORD', pattern: /(?<![\p{L}-]|\p{L} )(?:wi-?fi )?(?:pass|pw|pwd|pswd|passw)(?: is |: ?|=)(?<v>(?=\S{0,63}[\d!@#$%^&*_])\S{4,64})/dgiu, score: 0.75 },
  { label: 'PASSWORD', pattern: /(?<!\p{L})(?:pw|pwd|password|passwd|passcode) is (?<v>(?=\S{0,63}[\d!@#$%^&*_])\S{4,64}(?<![.,;]))/dgiu, score: 0.75 },
  { label: 'PASSWORD', pattern: /(?<!\p{L})(?:pwd|password|passwd|passcode|passwort|kennwort|wachtwoord|mot de passe|contraseña|senha) (?<v>(?=\S{0,63}\d)(?=\S{0,63}\p{L})[^\s,;:]{6,64}(?<!\.))/dgiu, score: 0.7 },
  // A name with figures behind its last underscore is somebody's; img_0012 is a picture's.
  { label: 'USERNAME', pattern: /(?<![\p{L}\p{N}@._/\\-])(?!(?:img|image|dsc|dscn|pic|photo|scan|page|fig|figure|table|file|doc|screenshot|video|vid|mov|part|step|test|item|row|col|column|line|section|chapter|version|rev|v|utf|id|key|var|arg|tmp|temp|node|layer|block|group|frame|sample|data|set|run|batch|unit|x|y)_)\p{Ll}[\p{Ll}\d.]{2,24}(?:_[\p{Ll}\d.]{1,20}){0,2}_\d{1,4}(?![\p{L}\p{N}_./])/gu, validate: value => /\d{2}$/.test(value) || /_.*_/.test(value), score: 0.6 },
  { label: 'USERNAME', pattern: /(?<![\w.@/-])(?:t\.me|wa\.me|instagr\.am|fb\.me|fb\.com|m\.me|linktr\.ee|x\.com|paypal\.me|cash\.app|venmo\.com)\/[\w.$@+-]{2,64}/gi, score: 0.85 },
  // www.example.com:8080/me
  { label: 'URL', pattern: /(?<![\w.@/-])(?:www\.(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,62}\.)){1,6}\p{L}{2,24}:\d{2,5}(?![\p{N}])|(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,62}\.)){1,6}\p{L}{2,24}:\d{2,5}(?=[/?#]))(?:[/?#][^\s"'<>]{0,400})?/giu, score: 0.85 },
  { label: 'URL', pattern: /(?<![\w.@/-])www\.(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,62}\.)){1,6}\p{L}{2,24}(?![\p{L}\p{N}])(?:[/?#][^\s"'<>]{0,400})?/giu, score: 0.8 },
  { label: 'FILENAME', pattern: /(?<![\w./\\-])[\w()-](?:[\w()-]|\.(?=[\w(-])){0,79}\.(?:pdf|docx?|xlsx?|pptx?|txt|csv|rtf|odt|jpe?g|png|gif|tiff?|bmp|heic|zip|rar|7z|tar|gz|mp[34]|wav|mov|avi|json|xml|html?|eml|msg|dcm|psd|exe|sql|log|bak)(?![\w])/gi, score: 0.8 },
  { label: 'FILENAME', pattern: /(?<![\w])[A-Z]:\\[^\s"<>|?*]{1,200}|(?<![\w/.:])(?:~|\/(?:home|Users|var|etc|tmp|mnt|usr|opt|srv))\/[^\s"'<>|?*]{1,200}/g, score: 0.8 },
])

function ip6(value: string): boolean {
  const address = value.replace(/%\w+/, '').replace(/\/\d+$/, '')
  return address.includes(':') && isIPv6(address) && (address === '::1' || address.replace(/[:.]/g, '').length > 2)
}

/** Top-level domains of more than two letters under which an address without scheme is taken for one; linkify has the oldest. */
const DOMAINS = 'academy agency app art bank berlin bike blog cafe care cat center church city click clinic cloud club coach codes company cool dance dental dev digital doctor education email energy engineering eus events expert ' +
  'family fashion finance fitness foundation fun fund gallery games global group guru hamburg health help homes hospital hotel house institute international jobs kitchen land law legal life link live london love ltd management ' +
  'market marketing media mobi money museum network news nyc online page paris partners party photo photography photos place plus press pub report restaurant run sale school services shop site software solutions space sport ' +
  'store studio style support systems team tech technology tel tips today tokyo tools top tours town training travel university vip vision website wien wiki work works world xyz zone'
const linkify = new LinkifyIt().set({ fuzzyLink: true, fuzzyIP: false, fuzzyEmail: false }).tlds(DOMAINS.split(' '), true)

/** What may hold one: no space does, and there is a dot or a colon within. */
const ADDRESS = /(?<![^ \t\r\n])[^ \t\r\n.:]*[.:](?=[^ \t\r\n])[^ \t\r\n]*/g

/** Web addresses, with and without scheme. */
export const urls: Recognizer = {
  labels: ['URL'],
  find(text: string): Span[] {
    return matches(text, ADDRESS).flatMap(({ index, 0: piece }) => (linkify.match(piece) ?? []).filter(m => m.schema !== 'mailto:').map(m => ({
      start: index + m.index, end: index + m.lastIndex, label: 'URL', score: m.schema === '' && !/^www\./i.test(m.raw) && !m.raw.includes('/') ? 0.6 : 0.95,
    })))
  },
}
