import { rules } from '../rule.js'
import { isPayment } from './finance.js'

/** Keys and tokens by the prefixes that their issuers have published. */
const ISSUED = [
  '(?:sk|rk|pk|whsec)_(?:live|test)_[A-Za-z\\d]{10,120}', 'whsec_[A-Za-z\\d]{20,80}', '(?:AKIA|ASIA|AGPA|AIDA|AROA)[A-Z\\d]{16}', 'gh[pousr]_[A-Za-z\\d]{20,255}', 'github_pat_[A-Za-z\\d_]{20,255}', 'gl(?:pat|dt|rt|cbt|ptt|ft|soat)-[\\w-]{16,64}',
  'xox[abeoprs]-[A-Za-z\\d-]{10,250}', 'xapp-[A-Za-z\\d-]{10,250}', 'AIza[\\w-]{30,45}', 'ya29\\.[\\w-]{20,250}', 'GOCSPX-[\\w-]{20,40}', 'npm_[A-Za-z\\d]{30,60}', 'pypi-[\\w-]{50,250}', 'SG\\.[\\w-]{16,32}\\.[\\w-]{30,64}', 'hf_[A-Za-z]{30,50}', 'sk-(?:ant|proj|svcacct|or)-[\\w-]{16,250}', 'sk-[A-Za-z\\d]{32,64}',
  'dop_v1_[a-f\\d]{32,80}', 'shp(?:at|ca|pa|ss)_[a-fA-F\\d]{32}', 'sq0(?:atp|csp)-[\\w-]{20,60}', 'EAACEdEose0cBA[A-Za-z\\d]{10,250}', 'key-[a-f\\d]{32}', '(?:AC|SK)[a-f\\d]{32}', 'ATATT3[\\w=-]{20,250}', 'dckr_pat_[\\w-]{20,40}', 'lin_api_[A-Za-z\\d]{30,50}', 'PMAK-[a-f\\d-]{30,70}', 'NRAK-[A-Z\\d]{27}', 'age-secret-key-1[a-z\\d]{58}', 'AGE-SECRET-KEY-1[A-Z\\d]{58}', '\\d{8,10}:AA[\\w-]{32,35}',
].join('|')
const CODE = '(?:[A-Z]-)?\\d{3}[ -]?\\d{3}|(?:[A-Z]-)?\\d{4,8}'
const ABOUT = '(?:verification|security|login|log-?in|sign-?in|access|authentication|confirmation|activation|one-?time|otp|2fa|mfa|passcode|pin)'

/** Keys, tokens, one-time codes and passphrases. */
export const secrets = rules([
  { label: 'PASSWORD', pattern: new RegExp(`(?<![\\p{L}\\p{N}_-])(?:${ISSUED})(?![A-Za-z\\d_-])`, 'gu'), score: 0.95 },
  // JSON web tokens, private keys, bearer tokens
  { label: 'PASSWORD', pattern: /(?<![\w.-])eyJ[\w-]{8,2000}\.[\w-]{4,4000}(?:\.[\w-]{4,1000})?(?![\w-])/gu, score: 0.95 },
  { label: 'PASSWORD', pattern: /-----BEGIN [A-Z ]{0,24}PRIVATE KEY-----(?<v>[^-]{16,8000})/dgu, score: 0.95 },
  { label: 'PASSWORD', pattern: /(?<!\p{L})(?:bearer|authorization: ?basic|basic) (?<v>[\w.~+/=-]{16,2000})(?![\w])/dgiu, score: 0.8 },
  { label: 'PASSWORD', pattern: /(?<![\w-])[a-z][a-z\d+.-]{1,20}:\/\/[^\s:@/]{1,64}:(?<v>[^\s@/]{1,128})@/dgiu, score: 0.9 },
  // Your code is 482913; 482913 is your code; use 482913 to log in
  { label: 'PASSWORD', pattern: new RegExp(`(?<!\\p{L})(?:(?:your|the|this) (?:\\p{L}{2,16} ){0,2}?|${ABOUT} )(?:code|pin|otp|passcode|password)(?: (?:is|for [^\\n:.]{2,30}? is))?[:=]? ?(?<v>${CODE})(?![\\p{L}\\p{N}])`, 'dgiu'), score: 0.85 },
  { label: 'PASSWORD', pattern: new RegExp(`(?<![\\p{L}\\p{N}.,$€£-])(?<v>${CODE}) is (?:your|the) (?:[\\p{L}-]{2,16} ){0,3}(?:code|pin|otp|passcode|password)(?!\\p{L})`, 'dgiu'), score: 0.85 },
  { label: 'PASSWORD', pattern: new RegExp(`(?<!\\p{L})(?:use|enter|type)(?: (?:code|pin|otp))? (?<v>${CODE}) (?:to|as|for) (?:\\p{L}{2,12} ){0,3}?(?:log|sign|verify|confirm|authenticate|activate|continue|unlock|code|login)`, 'dgiu'), score: 0.8 },
  { label: 'PASSWORD', pattern: new RegExp(`(?<!\\p{L})${ABOUT}(?: code| pin)?[:=]? (?<v>${CODE})(?![\\p{L}\\p{N}]|[-./]\\d)`, 'dgiu'), score: 0.75 },
  // On a receipt it is the number of the payment, see finance.ts
  { label: 'PASSWORD', pattern: new RegExp(`(?<!\\p{L})auth(?: ?code| pin| key)?[:=]? ?(?<v>${CODE})(?![\\p{L}\\p{N}]|[-./]\\d)`, 'dgiu'), validate: (_, document) => !isPayment(document), score: 0.75 },
  { label: 'PASSWORD', pattern: /(?<!\p{L})auth ?(?:code|key)(?: is)?[:=]? ?(?<v>(?=\S{0,63}\d)[^\s,;:]{4,64}(?<!\.))/dgiu, validate: (_, document) => !isPayment(document), score: 0.7 },
  // A key of letters and figures; a phrase of words
  { label: 'PASSWORD', pattern: /(?<![\p{L}-])(?:key|pass|pw|psk|pwd) (?<v>(?=\S{0,63}\d)(?=\S{0,63}\p{L})[^\s,;:]{8,64}(?<!\.))/dgiu, score: 0.65 },
  { label: 'PASSWORD', pattern: /(?<!\p{L})(?:pass ?phrase|(?:seed|recovery|backup|secret) phrase|mnemonic)(?: is)?[:=]? ?(?<v>[\p{L}\p{N}'-]{2,20}(?: [\p{L}\p{N}'-]{1,20}){2,24})/dgiu, score: 0.75 },
])
