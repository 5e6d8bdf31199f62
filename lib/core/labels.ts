/** What is known of one entity label. */
export interface LabelInfo {
  /** More general labels that an entity of this label also has, nearest first. */
  general: readonly string[]
  about: string
  examples: readonly string[]
  /** Its check digits or its form prove what it is: then a caption that says otherwise is not believed. */
  proved?: true
}

const info = (about: string, examples: readonly string[], general: readonly string[] = []): LabelInfo => ({ about, examples, general })
const proved = (about: string, examples: readonly string[]): LabelInfo => ({ ...info(about, examples), proved: true })

const LOCATION = ['LOCATION'] as const
const NAME = ['NAME'] as const

const TABLE = {
  ACCOUNT_NUMBER: info('Number of a customer, policy, invoice or membership account', ['Account no. 00481-77', 'Policy PX-331902']),
  AGE: info('Age of a person', ['27 years old', 'aged 61', '18-month-old']),
  DATE: info('A calendar date, complete or in part', ['12 March 2024', '03/12/2024', 'Friday']),
  DATE_INTERVAL: info('A span between two dates', ['2012-2015', 'May to July 2020'], ['DATE']),
  DOB: info('Date of birth', ['DOB: 04/07/1981', 'born on 3 May 1990'], ['DATE']),
  DRIVER_LICENSE: info('Number of a driving licence', ['DL: D1234567']),
  DURATION: info('A length of time', ['three weeks', '45 minutes']),
  EMAIL_ADDRESS: proved('An e-mail address', ['ada@example.org']),
  EVENT: info('A named event or holiday', ['Olympics', 'Christmas']),
  FILENAME: info('Name or path of a file', ['smith_cv.pdf', 'C:\\Users\\ada\\notes.txt']),
  GENDER: info('Gender or sex of a person', ['female', 'Sex: M', 'transgender']),
  SEXUALITY: info('Sexual orientation', ['bisexual', 'gay']),
  HEALTHCARE_NUMBER: proved('Number of a patient, health card or insurance', ['MRN 00123456', 'NHS number 943 476 5919']),
  IP_ADDRESS: proved('IPv4 or IPv6 address', ['192.0.2.17', '2001:db8::1']),
  LANGUAGE: info('A natural language', ['Portuguese', 'speaks Korean']),
  LOCATION: info('A place', ['Lake Tahoe', 'the Hudson River']),
  LOCATION_ADDRESS: info('A postal address', ['12 Elm Street, Springfield, IL 62704'], LOCATION),
  LOCATION_ADDRESS_STREET: info('Street and house number', ['12 Elm Street', 'Hauptstraße 5'], ['LOCATION_ADDRESS', 'LOCATION']),
  LOCATION_CITY: info('A city, town or village', ['Boston', 'Lyon'], LOCATION),
  LOCATION_COORDINATE: info('Geographic coordinates', ['52.5200, 13.4050', '40°26′46″N 79°58′56″W'], LOCATION),
  LOCATION_COUNTRY: info('A country', ['Canada', 'Deutschland'], LOCATION),
  LOCATION_STATE: info('A state, province or county', ['Ohio', 'Bavaria'], LOCATION),
  LOCATION_ZIP: info('A postal code', ['IL 62704', 'SW1A 1AA', 'K1A 0B1'], ['LOCATION_ADDRESS', 'LOCATION']),
  MARITAL_STATUS: info('Marital status', ['married', 'divorced', 'ledig']),
  MONEY: info('An amount of money', ['$1,200.50', '300 EUR']),
  NAME: info('Name of a person', ['Ada Byron']),
  NAME_FAMILY: info('Family name', ['Surname: Byron'], NAME),
  NAME_GIVEN: info('Given name', ['Ada'], NAME),
  NAME_MEDICAL_PROFESSIONAL: info('Name of a physician, nurse or therapist', ['Dr. Gregory Hall'], NAME),
  NUMERICAL_PII: info('A number that identifies a person or device and has no label of its own', ['Employee ID 44-1932', '00:1B:44:11:3A:B7']),
  OCCUPATION: info('Job title or profession', ['nurse', 'leasing consultant']),
  ORGANIZATION: info('A company, authority, school or club', ['Acme Inc.', 'University of Leeds']),
  ORGANIZATION_MEDICAL_FACILITY: info('A hospital, clinic, practice or pharmacy', ['St. Mary’s Hospital'], ['ORGANIZATION']),
  ORIGIN: info('Nationality, ethnicity or place of origin', ['Canadian', 'Hispanic']),
  PASSPORT_NUMBER: info('Number of a passport', ['Passport No. C01X00T47']),
  PASSWORD: info('Password, PIN or access key', ['password: hunter2']),
  PHONE_NUMBER: info('Telephone or fax number', ['(415) 555-2671', '+44 20 7946 0958']),
  PHYSICAL_ATTRIBUTE: info('Height, weight, eye colour and the like', ['180 cm', 'blue eyes']),
  POLITICAL_AFFILIATION: info('Political party or leaning', ['Democrat', 'Labour Party']),
  RELIGION: info('Religion or belief', ['Catholic', 'Buddhism']),
  SSN: proved('Social security number, and national identity and tax numbers of other countries', ['536-90-4399', 'CPF 111.444.777-35']),
  TIME: info('A time of day', ['14:35', '9 pm']),
  TRACKING_NUMBER: info('Number of a parcel, order or invoice', ['1Z 999 AA1 01 2345 6784', 'Order #118-2207']),
  URL: proved('A web address', ['https://example.org/a', 'www.example.com']),
  USERNAME: info('Login or handle', ['@ada_b', 'user: jdoe42']),
  VEHICLE_ID: proved('Vehicle identification number or licence plate', ['1HGCM82633A004352', 'B-MW 1234']),
  ZODIAC_SIGN: info('Zodiac sign', ['Aquarius']),
  BLOOD_TYPE: info('Blood group', ['O negative', 'Blood type: AB+']),
  CONDITION: info('Disease or symptom', ['type 2 diabetes', 'fever']),
  DOSE: info('Amount of a drug', ['50 mg', '2 tablets daily']),
  DRUG: info('Medication or substance', ['ibuprofen']),
  INJURY: info('An injury', ['fractured wrist']),
  MEDICAL_PROCESS: info('Treatment, procedure or test', ['MRI', 'appendectomy']),
  STATISTICS: info('A medical statistic', ['18 % of patients']),
  BANK_ACCOUNT: proved('Bank account number or IBAN', ['GB29 NWBK 6016 1331 9268 19']),
  CREDIT_CARD: proved('Number of a payment card', ['4111 1111 1111 1111']),
  CREDIT_CARD_EXPIRATION: proved('Expiration date of a payment card', ['exp. 04/27']),
  CVV: proved('Card verification value', ['CVV 123']),
  ROUTING_NUMBER: info('Bank routing number, sort code or BIC', ['routing number 021000021', 'BIC DEUTDEFF']),
} satisfies Record<string, LabelInfo>

/** A label of entities that is built in. */
export type EntityLabel = keyof typeof TABLE

/** Every built-in entity label (those of Limina's API), with its more general labels. Plug-ins may bring labels of their own. */
export const LABELS: Readonly<Record<string, LabelInfo>> = TABLE

/** A label with its more general ones, most specific first. */
export function withGeneral(label: string): readonly string[] {
  return [label, ...(LABELS[label]?.general ?? [])]
}
