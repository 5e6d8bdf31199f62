/** What labels of entities are about, as the review page and the previews tell them apart. */
export type LabelKind = 'person' | 'contact' | 'place' | 'time' | 'number' | 'health'

/** What is known of one entity label. */
export interface LabelInfo {
  kind: LabelKind
  /** More general labels that an entity of this label also has, nearest first. */
  general: readonly string[]
  about: string
  examples: readonly string[]
  /** Its check digits or its form prove what it is: then a caption that says otherwise is not believed. */
  proved?: true
}

const of = (kind: LabelKind) => (about: string, examples: readonly string[], general: readonly string[] = []): LabelInfo => ({ kind, about, examples, general })
const [person, contact, place, time, number, health] = [of('person'), of('contact'), of('place'), of('time'), of('number'), of('health')]
const proved = (info: LabelInfo): LabelInfo => ({ ...info, proved: true })

const LOCATION = ['LOCATION'] as const
const NAME = ['NAME'] as const

const TABLE = {
  ACCOUNT_NUMBER: number('Number of a customer, policy, invoice or membership account', ['Account no. 00481-77', 'Policy PX-331902']),
  AGE: person('Age of a person', ['27 years old', 'aged 61', '18-month-old']),
  DATE: time('A calendar date, complete or in part', ['12 March 2024', '03/12/2024', 'Friday']),
  DATE_INTERVAL: time('A span between two dates', ['2012-2015', 'May to July 2020'], ['DATE']),
  DOB: time('Date of birth', ['DOB: 04/07/1981', 'born on 3 May 1990'], ['DATE']),
  DRIVER_LICENSE: number('Number of a driving licence', ['DL: D1234567']),
  DURATION: time('A length of time', ['three weeks', '45 minutes']),
  EMAIL_ADDRESS: proved(contact('An e-mail address', ['ada@example.org'])),
  EVENT: time('A named event or holiday', ['Olympics', 'Christmas']),
  FILENAME: contact('Name or path of a file', ['smith_cv.pdf', 'C:\\Users\\ada\\notes.txt']),
  GENDER: person('Gender or sex of a person', ['female', 'Sex: M', 'transgender']),
  SEXUALITY: person('Sexual orientation', ['bisexual', 'gay']),
  HEALTHCARE_NUMBER: proved(number('Number of a patient, health card or insurance', ['MRN 00123456', 'NHS number 943 476 5919'])),
  IP_ADDRESS: proved(contact('IPv4 or IPv6 address', ['192.0.2.17', '2001:db8::1'])),
  LANGUAGE: person('A natural language', ['Portuguese', 'speaks Korean']),
  LOCATION: place('A place', ['Lake Tahoe', 'the Hudson River']),
  LOCATION_ADDRESS: place('A postal address', ['12 Elm Street, Springfield, IL 62704'], LOCATION),
  LOCATION_ADDRESS_STREET: place('Street and house number', ['12 Elm Street', 'Hauptstraße 5'], ['LOCATION_ADDRESS', 'LOCATION']),
  LOCATION_CITY: place('A city, town or village', ['Boston', 'Lyon'], LOCATION),
  LOCATION_COORDINATE: place('Geographic coordinates', ['52.5200, 13.4050', '40°26′46″N 79°58′56″W'], LOCATION),
  LOCATION_COUNTRY: place('A country', ['Canada', 'Deutschland'], LOCATION),
  LOCATION_STATE: place('A state, province or county', ['Ohio', 'Bavaria'], LOCATION),
  LOCATION_ZIP: place('A postal code', ['IL 62704', 'SW1A 1AA', 'K1A 0B1'], ['LOCATION_ADDRESS', 'LOCATION']),
  MARITAL_STATUS: person('Marital status', ['married', 'divorced', 'ledig']),
  MONEY: number('An amount of money', ['$1,200.50', '300 EUR']),
  NAME: person('Name of a person', ['Ada Byron']),
  NAME_FAMILY: person('Family name', ['Surname: Byron'], NAME),
  NAME_GIVEN: person('Given name', ['Ada'], NAME),
  NAME_MEDICAL_PROFESSIONAL: person('Name of a physician, nurse or therapist', ['Dr. Gregory Hall'], NAME),
  NUMERICAL_PII: number('A number that identifies a person or device and has no label of its own', ['Employee ID 44-1932', '00:1B:44:11:3A:B7', 'AUTH CODE: 03427B on a receipt']),
  OCCUPATION: person('Job title or profession', ['nurse', 'leasing consultant']),
  ORGANIZATION: place('A company, authority, school or club', ['Acme Inc.', 'University of Leeds']),
  ORGANIZATION_MEDICAL_FACILITY: place('A hospital, clinic, practice or pharmacy', ['St. Mary’s Hospital'], ['ORGANIZATION']),
  ORIGIN: person('Nationality, ethnicity or place of origin', ['Canadian', 'Hispanic']),
  PASSPORT_NUMBER: number('Number of a passport', ['Passport No. C01X00T47']),
  PASSWORD: number('Password, PIN or access key', ['password: hunter2']),
  PHONE_NUMBER: contact('Telephone or fax number', ['(415) 555-2671', '+44 20 7946 0958']),
  PHYSICAL_ATTRIBUTE: person('Height, weight, eye colour and the like', ['180 cm', 'blue eyes']),
  POLITICAL_AFFILIATION: person('Political party or leaning', ['Democrat', 'Labour Party']),
  RELIGION: person('Religion or belief', ['Catholic', 'Buddhism']),
  SSN: proved(number('Social security number, and national identity and tax numbers of other countries', ['536-90-4399', 'CPF 111.444.777-35'])),
  TIME: time('A time of day', ['14:35', '9 pm']),
  TRACKING_NUMBER: number('Number of a parcel, order or invoice', ['1Z 999 AA1 01 2345 6784', 'Order #118-2207']),
  URL: proved(contact('A web address', ['https://example.org/a', 'www.example.com'])),
  USERNAME: contact('Login or handle', ['@ada_b', 'user: jdoe42']),
  VEHICLE_ID: proved(number('Vehicle identification number or licence plate', ['1HGCM82633A004352', 'B-MW 1234'])),
  ZODIAC_SIGN: person('Zodiac sign', ['Aquarius']),
  BLOOD_TYPE: health('Blood group', ['O negative', 'Blood type: AB+']),
  CONDITION: health('Disease or symptom', ['type 2 diabetes', 'fever']),
  DOSE: health('Amount of a drug', ['50 mg', '2 tablets daily']),
  DRUG: health('Medication or substance', ['ibuprofen']),
  INJURY: health('An injury', ['fractured wrist']),
  MEDICAL_PROCESS: health('Treatment, procedure or test', ['MRI', 'appendectomy']),
  STATISTICS: health('A medical statistic', ['18 % of patients']),
  BANK_ACCOUNT: proved(number('Bank account number or IBAN', ['GB29 NWBK 6016 1331 9268 19'])),
  CREDIT_CARD: proved(number('Number of a payment card', ['4111 1111 1111 1111'])),
  CREDIT_CARD_EXPIRATION: proved(number('Expiration date of a payment card', ['exp. 04/27'])),
  CVV: proved(number('Card verification value', ['CVV 123'])),
  ROUTING_NUMBER: number('Bank routing number, sort code or BIC', ['routing number 021000021', 'BIC DEUTDEFF']),
} satisfies Record<string, LabelInfo>

/** A label of entities that is built in. */
export type EntityLabel = keyof typeof TABLE

/** Every built-in entity label (those of Limina's API), with its more general labels. Plug-ins may bring labels of their own. */
export const LABELS: Readonly<Record<string, LabelInfo>> = TABLE

/** A label with its more general ones, most specific first. */
export function withGeneral(label: string): readonly string[] {
  return [label, ...(LABELS[label]?.general ?? [])]
}
