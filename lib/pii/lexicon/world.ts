import type { Meaning } from './en.js'

/** What identity, tax, health and other numbers are called in their own countries. */
export const world: Partial<Record<Meaning, string>> = {
  ssn: 'aadhaar|aadhar|aadhaar number|aadhaar no|uidai|uid|nric|fin number|nric no|fin no|pesel|nr pesel|numer pesel|hetu|henkilötunnus|henkilotunnus|personal identity code|personbeteckning' +
    '|personnummer|personnr|samordningsnummer|swedish personal identity number|fødselsnummer|fodselsnummer|cpr|cpr nummer|cpr nr|tckn|tc kimlik|tc kimlik no|t c kimlik no|kimlik|kimlik no|kimlik numarası|turkish id|rrn|korean rrn|resident registration|주민등록번호|주민번호|외국인등록번호' +
    '|foreigner registration number|frn|tnin|thai id|thai national id|บัตรประชาชน|เลขประจำตัวประชาชน|เลขบัตรประชาชน|said|south african id|sa id|rsa id|za id|id book|nin|national identity|nimc|umid|crn|common reference number|sss|sss number|gsis|philsys|psn|pcn|voter|voter card|epic|epic number|epic no|elector photo identity card' +
    '|снилс|snils|curp|cpf|rg|niss|pis|svnr|sv nummer|rvnr|rentenversicherungsnummer|nir|insee|canadian sin|sin number|social insurance|pps|ppsn|pps number|rodné číslo|rodne cislo|cnp|egn|ahv|avs|avs nummer|bsn nummer|tax file|american ssn|us ssn',
  taxid: 'pan number|pan no|income tax|nip|nr nip|regon|krs|abn number|australian business number|acn number|australian company number|tax file no|uen number|uen no|unique entity number|acra|brn|사업자등록번호|business registration number|business registration|vergi|vergi no|vergi numarası|vkn|inn|инн|organisationsnummer|organisationsnr|org nr|orgnr|y tunnus|business id' +
    '|cnpj|cuit|rut|rfc|cif|nif|steuer id|steuernummer|st nr|ust id|ust idnr|umsatzsteuer id|handelsregister|handelsregisternummer|hrb|hra|registergericht|amtsgericht|partita iva|vat code|tva intracommunautaire|btw|siret|siren|gstin|gst|goods and services tax|bir|cipc|company registration|company registration no|registration no|individual taxpayer|taxpayer id|tax payer',
  passport: 'us passport|uk passport|passport#|passeport|reisepass|reisepassnummer|pasaporte|passaporto|passaporte|paspoort|paszport|numer paszportu|여권|여권번호|паспорт|серия и номер паспорта|pasaport|pass nr|travel document number',
  licence: 'permis|driving permit|dvla|führerscheinnummer|fahrerlaubnis|patente|rijbewijs|körkort|운전면허|운전면허번호|면허번호|driver|driver id|license|licence|ehliyet|prawo jazdy|lto license',
  health: 'national health service|kvnr|krankenversichertennummer|versichertennummer|lanr|bsnr|betriebsstättennummer|telematik id|telematikid|egk|elektronische gesundheitskarte|philhealth|philhealth number|pin philhealth|national provider identifier|provider identifier|medicare beneficiary identifier|medicare card|certificate|dea registration|medical certificate|cns|cartão nacional de saúde',
  vehicle: 'kennzeichen|nummernschild|autokennzeichen|immatriculation|plaque d immatriculation|plaka|araç plakası|plaka no|rto|registration plate|reg number plate|vehicle number|rc number|vehicle plate|conduction sticker|lto|dvla registration|number plates|registration mark',
  account: 'upi|upi id|vpa|virtual payment address',
  id: 'serial|imei number|employee|staff|device|device identifier|mac addr|hardware address|personalausweis|personalausweisnummer|ausweis|ausweisnummer|ausweisnr|identity card|id card|id card number|carta di identità|carta d identità|ci|cie|dowód|dowód osobisty|dowod osobisty|numer dowodu|documento',
  zip: 'plz|postleitzahl|postal|zip codes|cep|cap|pincode|postnummer|postinumero',
  bank: 'account number|account no|bank acct|checking|savings|account#|debit|bank account no|acct number',
  routing: 'aba routing transit|routing transit|rtn|bank routing|aba rtn',
  phone: 'telephone number|phone#|mob|mob no|contact|reach me|call me|ring me|telefono|telefone|telefonnummer|puhelin|telefonnr|número de teléfono|numéro de téléphone',
}
