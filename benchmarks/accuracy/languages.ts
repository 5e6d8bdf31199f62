// Which engine reads which language: names, addresses and numbers, rendered, 20 lines a language.
//   languages [--engines paddle,tesseract] [--langs fra,deu] [--data FOLDER] [--fonts 'DejaVu Sans,Liberation Serif']
// --data holds CODE.traineddata.gz of Tesseract. in-run: words that stand, within 20 % edits, in what was read; marks: letters with
// marks that were read with them.
import { parseArgs } from 'node:util'
import sharp from 'sharp'
import { createOcr, textOf, type OcrOptions } from '../../lib/text/index.js'
import type { View } from '../../lib/core/types.js'
import { nearest } from './nearest.js'
import { random } from './receipts.js'

const { values: options } = parseArgs({ options: {
  engines: { type: 'string', default: 'paddle,tesseract' }, langs: { type: 'string' }, data: { type: 'string' },
  fonts: { type: 'string', default: 'DejaVu Sans,DejaVu Serif,Liberation Sans,Liberation Serif' },
} })

/** Given names, family names, streets, towns. */
const WORDS: Readonly<Record<string, [string, string, string, string]>> = {
  fra: ['Hélène François Zoé Benoît Anaïs Loïc Agnès', 'Lefèvre Müller-Gérard Château Bézier Noël Garçon Forêt', 'rue de l’Église|allée des Chênes|place du Général-Leclerc|chemin du Lavoir', 'Besançon Orléans Nîmes Évreux Sète Mâcon'],
  deu: ['Jürgen Käthe Björn Günther Ännchen Zoë Margarethe', 'Müller Schröder Weiß Größmann Jäger Köhler Böhm', 'Königstraße|Lindenallee|Mühlgäßchen|Schloßplatz', 'Köln Düsseldorf Nürnberg Gießen Göttingen Lübeck'],
  spa: ['José María Ángel Íñigo Óscar Begoña Sofía', 'Muñoz Núñez García Pérez Ibáñez Cárdenas Güell', 'calle de Alcalá|avenida de la Constitución|plaza del Niño|paseo de Gracia', 'Cádiz Córdoba Málaga Logroño Ávila León'],
  ita: ['Niccolò Giosuè Chiara Matteo Lucia Noè Beatrice', 'Cantù Dalla-Forò Esposito Rossi Nicolì Bettè Marchè', 'via della Libertà|piazza Carità|viale Università|corso Umberto', 'Forlì Cefalù Cantù Torino Nardò Milano'],
  por: ['João Inês António Conceição Luís Mónica Estêvão', 'Gonçalves Simões Magalhães Araújo Brandão Guimarães Pinção', 'rua da Conceição|avenida São João|praça do Comércio|travessa das Mercês', 'Évora Bragança Covilhã Guimarães Portimão Setúbal'],
  nld: ['Anaïs Daniël Zoë Joris Maartje Loïs Renée', 'van der Meer de Vries IJsselstein Coëlho Brugmans Reünis Oordt', 'Dorpsstraat|Prins Hendriklaan|Coöperatieweg|Oranjekade', 'Utrecht Ede ’s-Hertogenbosch Driebergen België Haarlem'],
  pol: ['Łukasz Małgorzata Grażyna Józef Żaneta Bożena Stanisław', 'Wiśniewski Wójcik Dąbrowska Zieliński Łęcki Kędzierski Szczęsny', 'ulica Żeromskiego|aleja Śląska|plac Wolności|ulica Źródlana', 'Łódź Kraków Gdańsk Poznań Świdnica Wrocław'],
  ces: ['Jiří Lukáš Tomáš Zdeněk Věra Žofie Ondřej', 'Dvořák Němec Růžička Svoboda Šťastný Kříž Čermák', 'ulice Míru|náměstí Svobody|třída Kosmonautů|Žižkova', 'Plzeň Děčín Ústí Česká-Lípa Třebíč Jičín'],
  hun: ['Győző Ágnes Zsófia Jenő László Erzsébet Ödön', 'Szőke Kovács Tóth Nagyőr Füzesi Lőrincz Györgyi', 'Petőfi utca|Kossuth tér|Hősök útja|Fűzfa köz', 'Győr Kőszeg Pécs Debrecen Szűcsi Eger'],
  tur: ['Ayşe Gökhan İsmail Çağla Şükrü Ömer Işıl', 'Yılmaz Öztürk Çelik Şahin Doğan Güneş Kılıç', 'Atatürk Caddesi|İstiklal Sokağı|Çınar Sokak|Gül Çıkmazı', 'İzmir Eskişehir Muğla Çanakkale Şırnak Kırşehir'],
  vie: ['Nguyễn Trần Phạm Đặng Bùi Huỳnh Võ', 'Thị-Hương Văn-Đức Ngọc-Ánh Quốc-Việt Minh-Tuấn Thảo Hữu-Lộc', 'đường Lê Lợi|phố Hàng Bạc|đường Trần Phú|ngõ Huế', 'Hà-Nội Huế Đà-Nẵng Cần-Thơ Hải-Phòng Vũng-Tàu'],
  swe: ['Åsa Göran Märta Björn Åke Örjan Sören', 'Ström Åkesson Sjöberg Lindström Håkansson Öberg Nyström', 'Storgatan|Björkvägen|Ängsgatan|Östra Hamngatan', 'Malmö Göteborg Västerås Örebro Umeå Gävle'],
  ron: ['Ștefan Ioniță Cătălina Mădălin Țicu Ionuț Viorica', 'Ionescu Șerban Țurcanu Brâncuși Vlădescu Stănescu Mănăilă', 'strada Ștefan cel Mare|bulevardul Unirii|aleea Plopilor|strada Învățătorului', 'București Iași Constanța Brașov Târgoviște Galați'],
}

const chosen = options.langs?.split(',') ?? Object.keys(WORDS)
const engines = options.engines.split(',')
console.log(`language ${engines.map(name => `${name}: in-run  marks`.padStart(26)).join('')}`)
for (const language of chosen) {
  const lines = linesOf(language)
  const views = await Promise.all(lines.map((text, i) => draw(text, options.fonts.split(',')[i % options.fonts.split(',').length], 14 + 4 * (i % 4))))
  const cells = []
  for (const ocr of engines) {
    const engine = await createOcr({ ocr, languages: [language], langPath: options.data } as OcrOptions)
    const sums = { words: 0, read: 0, marks: 0, right: 0 }
    for (const [i, view] of views.entries()) judge(lines[i], textOf((await engine.recognize(view, {})).words).text, sums)
    engine.close?.()
    cells.push(`${(100 * sums.read / sums.words).toFixed(1).padStart(19)} ${(100 * sums.right / sums.marks).toFixed(1).padStart(6)}`)
  }
  console.log(language.padEnd(9) + cells.join(''))
}

function linesOf(language: string): string[] {
  const next = random(language.charCodeAt(0) * 31 + language.charCodeAt(2))
  const pick = (list: readonly string[]): string => list[Math.floor(next() * list.length)]
  const number = (n: number): string => Array.from({ length: n }, () => Math.floor(next() * 10)).join('')
  const [given, family, streets, towns] = WORDS[language].map((text, i) => text.split(i === 2 ? '|' : ' '))
  return Array.from({ length: 20 }, (_, i) => i % 2 === 0 ? `${pick(given)} ${pick(family)} ${number(6)}` : `${pick(streets)} ${1 + Math.floor(next() * 99)}, ${number(5)} ${pick(towns)}`)
}

async function draw(text: string, font: string, size: number): Promise<View> {
  const escaped = text.replace(/&/g, '&amp;')
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="900" height="120"><rect width="100%" height="100%" fill="#fff"/><text x="40" y="70" font-family="${font}" font-size="${size}">${escaped}</text></svg>`
  const { data, info } = await sharp(Buffer.from(svg)).toColourspace('b-w').raw().toBuffer({ resolveWithObject: true })
  return { width: info.width, height: info.height, channels: 1, data: new Uint8Array(data) }
}

function judge(truth: string, read: string, sums: { words: number, read: number, marks: number, right: number }): void {
  const seen = read.normalize('NFC').replace(/\s+/g, '')
  for (const word of truth.split(/[\s,]+/)) {
    sums.words++
    const { distance, at } = nearest(word, seen)
    if (distance <= Math.floor(0.2 * word.length)) sums.read++
    const found = seen.slice(Math.max(0, at - word.length - 1), at)
    for (const letter of word) {
      if (letter.codePointAt(0)! < 0xc0 || letter === '’') continue
      sums.marks++
      if (found.includes(letter)) sums.right++
    }
  }
}
