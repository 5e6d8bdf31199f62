import { LABELS } from './labels.js'

/** Labels that identify nobody by themselves and fill a page: found only when asked for. */
const INCIDENTAL = ['DURATION', 'EVENT', 'LANGUAGE', 'MONEY', 'STATISTICS', 'TIME', 'TRACKING_NUMBER'] as const

const ADDRESS = ['LOCATION', 'LOCATION_ADDRESS', 'LOCATION_ADDRESS_STREET', 'LOCATION_CITY', 'LOCATION_COORDINATE', 'LOCATION_ZIP'] as const
const PERSON = ['NAME', 'NAME_FAMILY', 'NAME_GIVEN', 'NAME_MEDICAL_PROFESSIONAL'] as const
const CONTACT = ['EMAIL_ADDRESS', 'PHONE_NUMBER', 'URL', 'IP_ADDRESS', 'USERNAME'] as const
const CARD = ['CREDIT_CARD', 'CREDIT_CARD_EXPIRATION', 'CVV'] as const
const IDS = ['ACCOUNT_NUMBER', 'DRIVER_LICENSE', 'HEALTHCARE_NUMBER', 'NUMERICAL_PII', 'PASSPORT_NUMBER', 'SSN', 'VEHICLE_ID'] as const
const BANK = ['BANK_ACCOUNT', 'ROUTING_NUMBER'] as const
const HEALTH = ['BLOOD_TYPE', 'CONDITION', 'DOSE', 'DRUG', 'INJURY', 'MEDICAL_PROCESS', 'STATISTICS'] as const
const SENSITIVE = ['ORIGIN', 'POLITICAL_AFFILIATION', 'RELIGION', 'SEXUALITY', 'GENDER'] as const
const PERSONAL = [...PERSON, ...ADDRESS, ...CONTACT, ...CARD, ...IDS, ...BANK, 'AGE', 'DATE', 'DOB', 'PASSWORD'] as const

const TABLE = {
  ALL: Object.keys(LABELS),
  DEFAULT: Object.keys(LABELS).filter(label => !(INCIDENTAL as readonly string[]).includes(label)),
  CORE_ENTITIES: [...PERSONAL, 'FILENAME', 'LOCATION_COUNTRY', 'LOCATION_STATE', 'OCCUPATION', 'ORGANIZATION', 'ORIGIN'],
  /** 45 CFR 164.514(b)(2): the eighteen identifiers. */
  HIPAA_SAFE_HARBOR: [...PERSONAL, 'DATE_INTERVAL', 'ORGANIZATION_MEDICAL_FACILITY'],
  HEALTH_INFORMATION: [...HEALTH, 'HEALTHCARE_NUMBER', 'NAME_MEDICAL_PROFESSIONAL', 'ORGANIZATION_MEDICAL_FACILITY'],
  /** Article 4(1). */
  GDPR: [...PERSONAL, ...SENSITIVE, ...HEALTH, 'FILENAME', 'LOCATION_COUNTRY', 'LOCATION_STATE', 'MARITAL_STATUS', 'OCCUPATION', 'ORGANIZATION', 'PHYSICAL_ATTRIBUTE', 'TRACKING_NUMBER'],
  /** Article 9(1). */
  GDPR_SENSITIVE: [...SENSITIVE, ...HEALTH],
  CPRA: [...PERSONAL, ...SENSITIVE, ...HEALTH, 'MARITAL_STATUS', 'OCCUPATION', 'ORGANIZATION', 'PHYSICAL_ATTRIBUTE', 'TRACKING_NUMBER'],
  PCI: [...CARD, ...BANK],
  NUMERICAL_EXCL_PCI: [...IDS, 'AGE', 'DATE', 'DATE_INTERVAL', 'DOB', 'IP_ADDRESS', 'LOCATION_COORDINATE', 'LOCATION_ZIP', 'PHONE_NUMBER', 'TIME', 'TRACKING_NUMBER'],
  QUEBEC_PRIVACY_ACT: [...PERSONAL, ...SENSITIVE, ...HEALTH, 'LANGUAGE', 'MARITAL_STATUS', 'MONEY', 'OCCUPATION', 'ORGANIZATION', 'PHYSICAL_ATTRIBUTE'],
  APPI: [...PERSONAL, 'GENDER', 'OCCUPATION', 'ORGANIZATION'],
  APPI_SENSITIVE: [...HEALTH, 'ORIGIN', 'POLITICAL_AFFILIATION', 'RELIGION'],
} satisfies Record<string, readonly string[]>

/** A group of labels of entities. */
export type EntityGroup = keyof typeof TABLE

/** Groups of labels by law or purpose, usable wherever a label is in `entities.enable` and `entities.disable`. */
export const GROUPS: Readonly<Record<string, readonly string[]>> = TABLE

/** The labels that a list of labels and groups stands for; unknown ones are labels of plug-ins. */
export function expandGroups(names: readonly string[]): Set<string> {
  return new Set(names.flatMap(name => GROUPS[name] ?? [name]))
}
