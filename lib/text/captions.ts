/** What the captions of forms end in or hold, in the languages of the library; small letters, without accents. */
const HEADS = new RegExp(`(?<!\\p{L})(?:${(
  'name|names|surname|forename|number|numbers|no|nr|num|id|ids|date|dates|birth|dob|address|addr|street|city|town|state|zip|postcode|country|phone|telephone|tel|fax|mobile|cell|email|e-mail|mail|sex|gender|age|ssn|security|account|acct|iban|bic|swift|routing' +
  '|passport|licence|license|permit|policy|member|insurance|insured|employer|employee|occupation|nationality|status|signature|kin|guardian|parent|mother|father|spouse|patient|physician|doctor|diagnosis|height|weight|eyes|key|password|pin|code|amount|total|title|company|school|reference|ref|order|invoice|customer|client|contact|height|class|expires|issued|expiry' +
  '|nom|prenom|prenoms|naissance|adresse|numero|ville|pays|sexe|compte|permis|telephone|courriel|profession|nationalite|employeur|assure|securite' +
  '|vorname|nachname|geburtsdatum|geburtsort|anschrift|strasse|ort|plz|telefon|kontonummer|nummer|kunde|kundennummer|versicherung|versicherungsnummer|beruf|staatsangehorigkeit|geschlecht|unterschrift|ausweis|konto|arbeitgeber' +
  '|nombre|apellido|apellidos|fecha|nacimiento|direccion|domicilio|ciudad|pais|telefono|correo|cuenta|documento|profesion|nacionalidad|sexo|firma' +
  '|nome|cognome|data|nascita|indirizzo|citta|conto|codice|fiscale|cittadinanza|professione|sesso|nascimento|endereco|cidade|conta|nacionalidade|profissao|morada' +
  '|naam|voornaam|achternaam|geboortedatum|geboorteplaats|adres|woonplaats|postcode|telefoonnummer|rekeningnummer|nummer|geslacht|nationaliteit|beroep|handtekening'
)})(?!\\p{L})`, 'u')
const plain = (text: string): string => text.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '').replaceAll('ß', 'ss')

/** Words of a caption, at most. */
const LONGEST = 7
/** Shares of the lines: captions by their look, and by a colon or by what they say. */
const LIKE = 0.7
const SAID = 0.4

/**
 * Whether lines are the captions of a form and not a column of running text: short, each with a beginning and no full stop, and often with a
 * colon, a leader, or a word that captions are made of.
 *
 * @example areCaptions(['Full legal name', 'Date of birth', 'Member ID number']) // true
 */
export function areCaptions(lines: readonly string[]): boolean {
  let like = 0
  let said = 0
  for (const line of lines) {
    const marked = /[:=]$|[._…]{3,}$/u.test(line)
    const head = HEADS.test(plain(line))
    const short = line.split(' ').length <= LONGEST && !/[,;!?-]$|\p{Ll}{4}\.$/u.test(line)
    if (short && (marked || !/^\p{Ll}/u.test(line) || head)) like++
    if (marked || head) said++
  }
  return like >= LIKE * lines.length && said >= SAID * lines.length
}
