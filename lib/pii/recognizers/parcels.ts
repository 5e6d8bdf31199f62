import { s10, ups, usps } from '../checks.js'
import { rules } from '../rule.js'

const PARCEL = ['parcel'] as const
const B = '(?<![\\p{L}\\p{N}./-])'
const E = '(?![\\p{L}\\p{N}]|[./-]\\p{N})'
/** What somebody ordered, or what for they were billed; the number behind it has three figures at least. */
const CAPTION = '(?:orders?|purchase order|invoice|inv|shipment|tracking|parcel|consignment|waybill|package|delivery|rma|return|sendung|sendungsnummer|paket|paketnummer|bestellung|bestellnummer|commande|colis|suivi|pedido|env[ií]o|seguimiento|ordine|spedizione|encomenda|bestelling|zending|pakket)(?: ?(?:no|nr|number|num|id|code|reference|ref)(?!\\p{L})\\.?)?'

/** Numbers of parcels, orders and invoices, which tell of a purchase of somebody: by their carriers' forms, or behind what they are called. */
export const parcels = rules([
  // UPS; postal services of the world (S10); Amazon; DHL
  { label: 'TRACKING_NUMBER', pattern: new RegExp(`${B}1Z(?: ?[A-Z\\d]{3} ?[A-Z\\d]{3}|[A-Z\\d]{6})(?: ?\\d){10}${E}`, 'giu'), check: ups, distinct: true, score: 0.95, context: PARCEL, contextScore: 0.95 },
  { label: 'TRACKING_NUMBER', pattern: new RegExp(`${B}[A-Z]{2} ?\\d{3} ?\\d{3} ?\\d{3} ?[A-Z]{2}${E}`, 'gu'), check: s10, score: 0.8, context: PARCEL, contextScore: 0.95 },
  { label: 'TRACKING_NUMBER', pattern: new RegExp(`${B}(?:TB[AMC]\\d{12}|1LS[A-Z\\d]{12,15}|[CD]\\d{14}|JJ?[DV]\\d{16,20}|JD\\d{18}|GM\\d{16,18}|LX\\d{8,9}[A-Z]{2}|3S[A-Z]{4}\\d{9})${E}`, 'gu'), score: 0.8, context: PARCEL, contextScore: 0.95 },
  { label: 'TRACKING_NUMBER', pattern: new RegExp(`${B}\\d{3}-\\d{7}-\\d{7}${E}`, 'gu'), score: 0.75, context: PARCEL, contextScore: 0.9 },
  // USPS with its service codes, FedEx
  { label: 'TRACKING_NUMBER', pattern: new RegExp(`${B}(?:(?:9[1-5]|82|70|14|23|03)\\d{2}(?: ?\\d{4}){4}(?: ?\\d{2})?|420\\d{5,9}9[1-5]\\d{18,20})${E}`, 'gu'), check: usps, score: 0.75, context: PARCEL, contextScore: 0.9 },
  { label: 'TRACKING_NUMBER', pattern: new RegExp(`${B}(?:\\d{4} ?\\d{4} ?\\d{4}|\\d{15}|96\\d{20}|\\d{20}|\\d{10,14})${E}`, 'gu'), score: 0.1, context: PARCEL, contextScore: 0.85 },
  // Order #4417-223; Invoice INV-2041; your order 118-22
  { label: 'TRACKING_NUMBER', pattern: new RegExp(`${B}${CAPTION} ?(?:[#:]{1,2}|n\\.?[°º])? ?(?<v>(?!(?:19|20)\\d{2}(?![\\p{L}\\d/-])|\\d{1,4}(?<sep>[./-])\\d{1,2}\\k<sep>\\d{1,4}(?!\\d))(?=[\\p{L}/-]{0,6}\\d)(?=(?:[^\\s\\d]{0,6}\\d){3})[\\p{L}\\d](?:[\\p{L}\\d]|[-/.](?=[\\p{L}\\d])){2,30})${E}`, 'dgiu'), score: 0.8, captioned: true },
])
