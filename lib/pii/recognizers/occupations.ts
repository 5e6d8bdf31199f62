import type { Recognizer, Span } from '../../core/types.js'
import { matches } from '../matches.js'

/** Words that jobs end in. */
const HEADS = 'operator|clerk|installer|technician|technologist|mechanic|repairer|inspector|engineer|manager|supervisor|administrator|assistant|specialist|analyst|consultant|coordinator|director|officer|worker|driver|teacher|instructor|therapist|designer' +
  '|developer|programmer|writer|editor|attendant|representative|cleaner|scientist|planner|examiner|investigator|adjuster|estimator|buyer|broker|agent|cashier|baker|butcher|welder|fitter|assembler|machinist|setter|packer|handler|distributor|producer|farmer' +
  '|fisher|forester|logger|miner|roofer|plumber|electrician|carpenter|mason|painter|glazier|plasterer|tiler|foreman|builder|surveyor|architect|accountant|auditor|bookkeeper|teller|economist|statistician|actuary|lawyer|attorney|paralegal|solicitor|barrister' +
  '|judge|magistrate|nurse|midwife|physician|surgeon|dentist|hygienist|pharmacist|optician|optometrist|paramedic|psychologist|psychiatrist|counselor|counsellor|librarian|curator|archivist|journalist|reporter|photographer|cinematographer|musician|composer' +
  '|actor|actress|dancer|choreographer|chef|cook|waiter|waitress|bartender|barista|housekeeper|janitor|gardener|groundskeeper|guard|firefighter|detective|pilot|steward|stewardess|sailor|captain|courier|messenger|dispatcher|hairdresser|barber|beautician' +
  '|tailor|seamstress|upholsterer|jeweler|jeweller|watchmaker|locksmith|printer|bookbinder|fumigator|trainer|coach|tutor|lecturer|professor|researcher|chemist|biologist|physicist|geologist|mathematician|sociologist|historian|veterinarian|zookeeper|secretary|receptionist' +
  '|typist|salesperson|salesman|saleswoman|marketer|recruiter|auctioneer|realtor|translator|interpreter|sonographer|echocardiographer|radiographer|phlebotomist|orderly|aide|caregiver|nanny|babysitter' +
  '|blacksmith|goldsmith|silversmith|cobbler|shoemaker|bricklayer|stonemason|joiner|decorator|caretaker|postman|postwoman|milkman|fireman|policeman|policewoman|fisherman|shepherd|rancher|chiropractor|osteopath|masseur|masseuse|florist|grocer|fishmonger|greengrocer|brewer|winemaker|sommelier|butler|chauffeur' +
  '|priest|pastor|vicar|rabbi|imam|monk|nun|soldier|diplomat|politician|senator|mayor|councillor|bailiff|notary|banker|trader|entrepreneur|novelist|poet|sculptor|singer|comedian|footballer|referee|lifeguard|maid|concierge|docker|stevedore|scaffolder|apprentice|controller'
const WORD = '[\\p{L}][\\p{L}’\'-]{1,20}'
const JOB = `(?:${WORD} ){0,3}?(?:${HEADS})`
/** A line that is a job and nothing else, as below a name on a card. */
const LINE = new RegExp(`(?<=(?:^|\\n)[ \\t>|*-]{0,6})(?:(?:${WORD} ){1,3}|(?:${WORD},? ){1,4}and (?:${WORD} ){0,2})(?:${HEADS})(?=[ \\t]*(?:\\r?\\n|$))`, 'giu')
const CUED = new RegExp(`(?:(?<=[\\p{L}\\p{N}]), (?:the|an?)|(?<!\\p{L})(?:(?:work(?:s|ed|ing)?|employed|hired|job|position|career|serv(?:es|ed|ing))(?: [\\p{L}\\p{N}’'.&-]{1,24}){0,5} as(?: an?| the)?|(?:is|was|am|became|becoming) an?)) (?<v>${JOB})(?!\\p{L})`, 'dgiu')

/** What a form asks for, of somebody who is called by what they do: "Name of referring physician". */
const ASKED = /^(?:name|signature|initials|date|address|phone|contact)(?!\p{L})/iu

/** Occupations by the word that they end in, after "works as", "is a", or alone on a line. */
export const occupations: Recognizer = {
  labels: ['OCCUPATION'],
  find(text: string): Span[] {
    const spans: Span[] = []
    for (const { index, 0: value } of matches(text, LINE)) if (!ASKED.test(value)) spans.push({ start: index, end: index + value.length, label: 'OCCUPATION', score: 0.65 })
    for (const match of matches(text, CUED)) {
      const [start, end] = match.indices!.groups!.v
      spans.push({ start, end, label: 'OCCUPATION', score: 0.65 })
    }
    return spans
  },
}
