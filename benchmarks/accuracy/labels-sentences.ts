// Sentences and form lines for labels.ts, written by hand, all of them before the first run and without looking at what the recognisers know. Invented
// people; numbers that need check digits were made by a program from the standards' rules. [[LABEL:text]] is what has to be found. "|" is a line break.

export const SENTENCES: readonly string[] = String.raw`
Your gas account [[ACCOUNT_NUMBER:7730-118-42]] is two bills behind
Customer number: [[ACCOUNT_NUMBER:KD 559 0127]]
Policy No. [[ACCOUNT_NUMBER:HH/20/883641]]
pls quote acct [[ACCOUNT_NUMBER:66201943]] when you ring
Membership no [[ACCOUNT_NUMBER:GYM-40917]] renews in spring
INVOICE NUMBER [[ACCOUNT_NUMBER:RE-2207-0931]]
the claim is filed under claim number [[ACCOUNT_NUMBER:CL9943027]]
Kundennummer: [[ACCOUNT_NUMBER:4410 7726]]
N° client [[ACCOUNT_NUMBER:88-417-Z]]
Número de póliza: [[ACCOUNT_NUMBER:AU 7719320]]
Klantnummer [[ACCOUNT_NUMBER:NL-663410]]
Frequent flyer number [[ACCOUNT_NUMBER:BA 0447 9921]]
Codice cliente: [[ACCOUNT_NUMBER:TR0048812]]
He is [[AGE:83 years old]] and still sails
Age: [[AGE:46]]
my [[AGE:9-year-old]] broke the window
The suspect, aged about [[AGE:35]], fled on foot
Alter: [[AGE:52 Jahre]]
Pt is a [[AGE:71 y/o]] retired miner
She turned [[AGE:40]] last week
a boy of [[AGE:six]] was found unharmed
Il a [[AGE:29 ans]] et vit seul
La paciente tiene [[AGE:64 años]]
AGE AT ADMISSION [[AGE:17]]
the twins are [[AGE:11 months old]]
NAME AND AGE: Torunn Vasshaug, [[AGE:33]]
leeftijd [[AGE:58 jaar]]
The lease was signed on [[DATE:9 November 2018]]
Date: [[DATE:22.08.2019]]
see you [[DATE:Tuesday]]
RECEIVED [[DATE:14 FEB 2022]]
the accident of [[DATE:2021-06-30]] was never reported
Letter dated [[DATE:July 19th, 2016]]
Termin am [[DATE:17. Oktober 2023]]
Fait à Nantes, le [[DATE:5 avril 2020]]
El contrato vence el [[DATE:30 de junio de 2025]]
We moved in [[DATE:October 2011]]
Due date [[DATE:06/28/23]]
Il verbale del [[DATE:12 maggio 2017]] manca
Consegna prevista [[DATE:08/01/24]]
he left us on [[DATE:the 4th of August]]
Employed there [[DATE_INTERVAL:1998-2004]]
Away from [[DATE_INTERVAL:3 June to 17 June 2022]]
Period: [[DATE_INTERVAL:01/02/2019 - 28/02/2019]]
She studied in Uppsala [[DATE_INTERVAL:from 2007 to 2011]]
Sick leave [[DATE_INTERVAL:12–26 March 2021]]
Tenancy [[DATE_INTERVAL:Sept 2015 – Aug 2018]]
between [[DATE_INTERVAL:1986 and 1990]] he drove a bus
BILLING PERIOD [[DATE_INTERVAL:APR 1 - APR 30, 2023]]
Urlaub vom [[DATE_INTERVAL:04.07.2022 bis 22.07.2022]]
du [[DATE_INTERVAL:3 mai au 9 mai 2019]]
en el periodo [[DATE_INTERVAL:2013-2016]]
I volunteered there [[DATE_INTERVAL:January through April 2020]]
date of birth [[DOB:17 Feb 1959]]
D.O.B. [[DOB:11-23-1992]]
Birthdate: [[DOB:1984/10/05]]
she was born on [[DOB:August 30, 1971]] in a taxi
Birthday [[DOB:6/9/88]]
geb. [[DOB:28.11.1965]]
Né le [[DOB:19 septembre 1990]]
Fecha de nacimiento [[DOB:07-12-1979]]
nato il [[DOB:02/03/1968]]
geboren op [[DOB:15 april 1983]]
Data de nascimento: [[DOB:24/05/2001]]
PATIENT DOB [[DOB:05/14/1947]]
my kid's dob is [[DOB:2 Jan 2015]]
Sigrun Halvorsen (b. [[DOB:13 May 1930]])
Driver's license [[DRIVER_LICENSE:K882-1147-5530]]
DL# [[DRIVER_LICENSE:N4417729]]
Driving licence number: [[DRIVER_LICENSE:THWAI 607149 G99QX]]
my license no is [[DRIVER_LICENSE:08841927]] (Maine)
Führerschein Nr. [[DRIVER_LICENSE:K2201Q8LM43]]
Permis de conduire n° [[DRIVER_LICENSE:19AA48273]]
Permiso de conducir: [[DRIVER_LICENSE:69444654H]]
Patente di guida [[DRIVER_LICENSE:MI7714420F]]
Rijbewijsnummer [[DRIVER_LICENSE:5217730948]]
DRIVER LICENSE NO. [[DRIVER_LICENSE:S530-4218-8807]]
CDL number [[DRIVER_LICENSE:WDL7K20941]]
he showed a driver's licence, [[DRIVER_LICENSE:M0771-55290-31122]], issued in Ontario
DLN [[DRIVER_LICENSE:72610045]]
He waited [[DURATION:four hours]]
Rest for [[DURATION:10 days]] after that
Duration of contract: [[DURATION:18 months]]
the call took [[DURATION:35 min]]
She has lived here for [[DURATION:twelve years]]
Dauer: [[DURATION:6 Wochen]]
il est resté [[DURATION:deux mois]]
una baja de [[DURATION:15 días]]
LENGTH OF STAY [[DURATION:3 NIGHTS]]
Symptoms for [[DURATION:half a year]]
[[DURATION:90 seconds]] under water
worked there for about [[DURATION:a decade]]
write to [[EMAIL_ADDRESS:t.vasshaug@fjordpost.example]]
E-mail: [[EMAIL_ADDRESS:KOFI_ADJEI@QUAY-SIDE.COM]]
ping me at [[EMAIL_ADDRESS:mabel+club@oxbow.example.net]] pls
[[EMAIL_ADDRESS:2hands@tinkershop.org]] bounced twice
cc [[EMAIL_ADDRESS:r.oyelaran@lagos-ports.gov.ng]], thanks
Courriel [[EMAIL_ADDRESS:accueil.dupre@laposte.net]]
Mail: [[EMAIL_ADDRESS:heike-brandl@gmx.at]]
From: Wendell <[[EMAIL_ADDRESS:wendell88@riverbed.co]]>
correo electrónico: [[EMAIL_ADDRESS:ines.cabello@uvigo.es]]
login is my mail [[EMAIL_ADDRESS:x_ray_vic@proton.me]]
CONTACT EMAIL: [[EMAIL_ADDRESS:OFFICE@THRUSHCROFT.EXAMPLE]]
mailto:[[EMAIL_ADDRESS:dov.lapid@kibbutz.example.il]]
We met at [[EVENT:Glastonbury]]
Off for [[EVENT:Thanksgiving]]
She ran the [[EVENT:Boston Marathon]] twice
before [[EVENT:World War II]] they lived in Danzig
He was born during [[EVENT:Hurricane Andrew]]
tickets for the [[EVENT:World Cup]]
married on [[EVENT:Valentine's Day]]
[[EVENT:Oktoberfest]] again this year
family dinner at [[EVENT:Hanukkah]]
closed over [[EVENT:Easter]]
An [[EVENT:Weihnachten]] fahren wir heim
see you at the [[EVENT:Cannes Film Festival]]
FASTING DURING [[EVENT:RAMADAN]]
I uploaded [[FILENAME:vasshaug_payslip_may.xlsx]]
Attachment: [[FILENAME:Scan0044.tiff]]
saved in [[FILENAME:/home/okonkwo/tax/2019.ods]]
open [[FILENAME:D:\Clients\Merriweather\will.docx]] first
File: [[FILENAME:IMG_20210714_083355.jpg]]
Datei [[FILENAME:lebenslauf-brandl.doc]]
pièce jointe : [[FILENAME:bail_dupre.pdf]]
the backup is called [[FILENAME:mabel.phone.zip]]
[[FILENAME:divorce-papers_final.PDF]] will not open
see [[FILENAME:~/photos/wedding.heic]]
import [[FILENAME:members2023.csv]] again
FILE NAME: [[FILENAME:HALVORSEN_MRI.DCM]]
Gender: [[GENDER:Female]]
Sex [[GENDER:M]]
the caller was a [[GENDER:woman]] with a lisp
72 y.o. [[GENDER:male]] seen today
Geschlecht: [[GENDER:weiblich]]
Sexe : [[GENDER:masculin]]
SEXO [[GENDER:MUJER]]
identifies as [[GENDER:non-binary]]
A [[GENDER:trans man]] from our group
Geslacht: [[GENDER:man]]
two [[GENDER:girls]] were on the bus
SEX: [[GENDER:F]] HT: 5-04
Sesso [[GENDER:F]]
He came out as [[SEXUALITY:gay]] at school
Sexual orientation: [[SEXUALITY:heterosexual]]
she is a [[SEXUALITY:lesbian]] and a mother
describes herself as [[SEXUALITY:pansexual]]
My brother is [[SEXUALITY:bi]]
orientation: [[SEXUALITY:asexual]]
openly [[SEXUALITY:homosexual]] officers
he says he's [[SEXUALITY:straight]]
Orientación sexual: [[SEXUALITY:bisexual]]
er ist [[SEXUALITY:schwul]]
elle est [[SEXUALITY:lesbienne]]
SEXUAL ORIENTATION [[SEXUALITY:QUEER]]
È [[SEXUALITY:omosessuale]] dichiarato
MRN: [[HEALTHCARE_NUMBER:7740128]]
Patient ID [[HEALTHCARE_NUMBER:PT-55-2017]]
Medicare number [[HEALTHCARE_NUMBER:4TG7-MK3-QR91]]
NHS No [[HEALTHCARE_NUMBER:357 545 0579]]
Her health card is [[HEALTHCARE_NUMBER:6612 884 097 JW]]
Versichertennummer: [[HEALTHCARE_NUMBER:K330127745]]
Insurance member ID: [[HEALTHCARE_NUMBER:XWQ880417266]]
medical record no. [[HEALTHCARE_NUMBER:00-81-44-2]]
HOSPITAL NUMBER [[HEALTHCARE_NUMBER:H2281973]]
N° de dossier patient : [[HEALTHCARE_NUMBER:2018-44093]]
tarjeta sanitaria [[HEALTHCARE_NUMBER:CABE790712991043]]
chart no. [[HEALTHCARE_NUMBER:44192]] is missing
Medicaid ID [[HEALTHCARE_NUMBER:AB44210K]]
nhs number [[HEALTHCARE_NUMBER:9282343642]]
logged in from [[IP_ADDRESS:203.0.113.94]]
IP: [[IP_ADDRESS:172.31.8.240]]
host [[IP_ADDRESS:fe80::21c:42ff:fe9a:1b07]] answered
ssh root@[[IP_ADDRESS:198.51.100.7]]
blocked [[IP_ADDRESS:45.83.221.16]]:4433 after ten tries
Client IP address [[IP_ADDRESS:10.77.3.19]]
adresse IP : [[IP_ADDRESS:91.198.174.3]]
[[IP_ADDRESS:2a02:8109:9c0:1f40::b3]] - GET /login
my router is at [[IP_ADDRESS:192.168.44.1]]
dirección IP [[IP_ADDRESS:88.27.140.66]]
REMOTE_ADDR=[[IP_ADDRESS:146.70.99.201]]
from [[IP_ADDRESS:2001:470:1f0b::42]] over a tunnel
Mother tongue: [[LANGUAGE:Tagalog]]
she needs a [[LANGUAGE:Somali]] interpreter
Preferred language [[LANGUAGE:Vietnamese]]
he writes fluent [[LANGUAGE:Welsh]]
parle [[LANGUAGE:bambara]] et français
spricht [[LANGUAGE:Türkisch]]
Idioma: [[LANGUAGE:gallego]]
I grew up speaking [[LANGUAGE:Yiddish]]
LANGUAGE SPOKEN AT HOME: [[LANGUAGE:URDU]]
a letter in [[LANGUAGE:Hungarian]]
Lingua madre [[LANGUAGE:rumeno]]
sign language: [[LANGUAGE:ASL]]
taught herself [[LANGUAGE:Icelandic]]
We camped by [[LOCATION:Loch Lomond]]
lost on [[LOCATION:Ben Nevis]]
last seen near [[LOCATION:Hyde Park]]
the house faces the [[LOCATION:River Shannon]]
a week on the [[LOCATION:Amalfi Coast]]
she grew up in the [[LOCATION:Black Forest]]
he fished the [[LOCATION:Gulf of Finland]]
found at [[LOCATION:Waterloo Station]]
moved to the [[LOCATION:Midwest]]
Urlaub am [[LOCATION:Bodensee]]
drowned in [[LOCATION:Lake Victoria]]
Place of incident: [[LOCATION:Victoria Park]]
hiking in the [[LOCATION:Pyrenees]]
deliver to [[LOCATION_ADDRESS:88 Gorsefield Road, Kendal LA9 5QD]]
Address: [[LOCATION_ADDRESS:2217 Sagebrush Trail, Apt 9, Boise, ID 83704]]
[[LOCATION_ADDRESS:14 rue des Tanneurs, 37000 Tours]]
Anschrift: [[LOCATION_ADDRESS:Lindenallee 44, 06108 Halle]]
domicilio [[LOCATION_ADDRESS:Calle Olmo 17, 2º B, 28012 Madrid]]
residente in [[LOCATION_ADDRESS:Via Garibaldi 203, 16124 Genova]]
PO: [[LOCATION_ADDRESS:P.O. Box 4471, Dubuque, IA 52004]]
adres [[LOCATION_ADDRESS:Prinsengracht 711, 1017 JW Amsterdam]]
I moved to [[LOCATION_ADDRESS:61 Ferry Lane, Unit 3, Portland, ME 04101]] in May
MAILING ADDRESS [[LOCATION_ADDRESS:905 N WILLOW CREEK DR, TULSA OK 74115]]
Morada: [[LOCATION_ADDRESS:Rua das Flores 88, 4050-262 Porto]]
Send the keys to [[LOCATION_ADDRESS:Flat 6, 19 Chapel Row, Bath BA1 1HN]]
she lives at [[LOCATION_ADDRESS_STREET:402 Hollybush Close]]
Street: [[LOCATION_ADDRESS_STREET:Amselweg 31a]]
stop by [[LOCATION_ADDRESS_STREET:77 Pickering Blvd]] at noon
the fire at [[LOCATION_ADDRESS_STREET:1190 W 43rd Street]]
habite au [[LOCATION_ADDRESS_STREET:6 allée des Cerisiers]]
vive en [[LOCATION_ADDRESS_STREET:Avenida de la Paz 112]]
ADDRESS LINE 1 [[LOCATION_ADDRESS_STREET:38 TANNERY SQUARE]]
abita in [[LOCATION_ADDRESS_STREET:via dei Mille 9]]
woont aan de [[LOCATION_ADDRESS_STREET:Beukenlaan 23]]
pick me up on [[LOCATION_ADDRESS_STREET:Sycamore Avenue]]
Straße und Hausnummer: [[LOCATION_ADDRESS_STREET:Am Mühlbach 12]]
Suite 200, [[LOCATION_ADDRESS_STREET:5531 Commerce Parkway]]
Mora na [[LOCATION_ADDRESS_STREET:Rua do Carmo 45]]
we flew to [[LOCATION_CITY:Marrakesh]]
City: [[LOCATION_CITY:Duluth]]
born and raised in [[LOCATION_CITY:Wrexham]]
wohnhaft in [[LOCATION_CITY:Bamberg]]
elle travaille à [[LOCATION_CITY:Limoges]]
Ciudad: [[LOCATION_CITY:Albacete]]
moved from [[LOCATION_CITY:Kumasi]] with her aunt
TOWN [[LOCATION_CITY:STORNOWAY]]
Place of birth: [[LOCATION_CITY:Chengdu]]
Luogo di nascita [[LOCATION_CITY:Bergamo]]
any jobs in [[LOCATION_CITY:Sacramento]]?
het kantoor in [[LOCATION_CITY:Zwolle]]
his flat in [[LOCATION_CITY:Thessaloniki]] was sold
pin dropped at [[LOCATION_COORDINATE:48.2082, 16.3738]]
GPS: [[LOCATION_COORDINATE:-33.8568, 151.2153]]
Lat/Long [[LOCATION_COORDINATE:35.68950 N, 139.69171 E]]
cabin at [[LOCATION_COORDINATE:61°13′05″N 149°53′33″W]]
coordinates [[LOCATION_COORDINATE:51°30'26"N, 0°7'39"W]]
[[LOCATION_COORDINATE:40.6892,-74.0445]] meet there
geo:[[LOCATION_COORDINATE:55.6761,12.5683]]
Koordinaten: [[LOCATION_COORDINATE:47,3769° N, 8,5417° E]]
Latitude: [[LOCATION_COORDINATE:19.43260]]
Longitude: [[LOCATION_COORDINATE:-99.13321]]
taken at [[LOCATION_COORDINATE:N 59° 20.1' E 18° 4.2']]
POSITION [[LOCATION_COORDINATE:1.2903 S 36.8219 E]]
she fled [[LOCATION_COUNTRY:Eritrea]] in a lorry
Country: [[LOCATION_COUNTRY:New Zealand]]
Staat: [[LOCATION_COUNTRY:Österreich]]
il vit en [[LOCATION_COUNTRY:Belgique]]
País [[LOCATION_COUNTRY:Perú]]
worked two years in [[LOCATION_COUNTRY:the Netherlands]]
COUNTRY OF BIRTH [[LOCATION_COUNTRY:PAKISTAN]]
any flights to [[LOCATION_COUNTRY:Iceland]]
Land: [[LOCATION_COUNTRY:Zwitserland]]
deported to [[LOCATION_COUNTRY:Honduras]]
back in the [[LOCATION_COUNTRY:UK]] by May
citizen of [[LOCATION_COUNTRY:Sri Lanka]]
nato in [[LOCATION_COUNTRY:Germania]]
She drove through [[LOCATION_STATE:Nebraska]]
State: [[LOCATION_STATE:Oregon]]
STATE [[LOCATION_STATE:TX]]
born in [[LOCATION_STATE:New South Wales]]
Bundesland: [[LOCATION_STATE:Niedersachsen]]
moved to [[LOCATION_STATE:Saskatchewan]]
a farm in [[LOCATION_STATE:Andalucía]]
Province: [[LOCATION_STATE:Québec]]
licensed in [[LOCATION_STATE:Rhode Island]]
his cousin in [[LOCATION_STATE:Uttar Pradesh]]
from [[LOCATION_STATE:West Virginia]] originally
Estado: [[LOCATION_STATE:Jalisco]]
a cottage in [[LOCATION_STATE:Cornwall]]
Zip: [[LOCATION_ZIP:59718]]
ZIP CODE [[LOCATION_ZIP:02139-4307]]
postcode [[LOCATION_ZIP:EH3 9GU]]
PLZ [[LOCATION_ZIP:24837]]
Code postal : [[LOCATION_ZIP:29200]]
CP [[LOCATION_ZIP:46015]]
postcode: [[LOCATION_ZIP:3512 JE]]
my zip is [[LOCATION_ZIP:97405]]
CAP [[LOCATION_ZIP:50123]]
CEP: [[LOCATION_ZIP:04538-132]]
Postal Code: [[LOCATION_ZIP:V6B 1A9]]
Boise, ID [[LOCATION_ZIP:83706]]
we deliver to [[LOCATION_ZIP:M14 6LT]] on weekdays
Marital status: [[MARITAL_STATUS:Separated]]
she's [[MARITAL_STATUS:widowed]] with two sons
Familienstand [[MARITAL_STATUS:geschieden]]
État civil : [[MARITAL_STATUS:célibataire]]
Estado civil: [[MARITAL_STATUS:casado]]
CIVIL STATUS [[MARITAL_STATUS:SINGLE]]
He got [[MARITAL_STATUS:divorced]] last winter
they are [[MARITAL_STATUS:engaged]] now
Stato civile: [[MARITAL_STATUS:coniugata]]
in a [[MARITAL_STATUS:civil partnership]]
Burgerlijke staat: [[MARITAL_STATUS:gehuwd]]
Pt is [[MARITAL_STATUS:married]], works nights
estado civil: [[MARITAL_STATUS:solteira]]
the client is a [[MARITAL_STATUS:widower]]
I owe him [[MONEY:$340]]
Salary: [[MONEY:€52,000]]
Rent [[MONEY:1.250,00 EUR]]
he lost [[MONEY:two million dollars]]
TOTAL DUE [[MONEY:USD 88.15]]
Betrag: [[MONEY:79,90 €]]
un loyer de [[MONEY:640 euros]]
paid [[MONEY:£15.50]] in cash
net worth [[MONEY:$4.7 million]]
it cost [[MONEY:900 rupees]]
[[MONEY:CHF 3'400]] a month
Importo [[MONEY:€ 17,30]]
a fine of [[MONEY:75 pounds]]
[[NAME:Torunn Vasshaug]] called about her boiler
Name: [[NAME:Obinna Ezekwesili]]
Hi [[NAME:Marguerite Delorme]], your parcel is here
TENANT: [[NAME:HAROLD P. WIMBUSH]]
I spoke with Mr [[NAME:Wennerholm]] today
Antragsteller: [[NAME:Heike Brandl]]
Madame [[NAME:Solène Dupré]] est absente
El señor [[NAME:Anselmo Cabello Ruiz]] firmó
Signed, [[NAME:Priya Raghunathan]]
patient [[NAME:Wimbush, Harold]]
Guest: [[NAME:Xiuying Zhao]]
my sister [[NAME:Bronwen]] and her dog
Il signor [[NAME:Ettore Mantegazza]] non risponde
ask [[NAME:Tunde Bakare]] or [[NAME:Gráinne Ní Bhriain]]
Geachte heer [[NAME:Van der Meulen]]
Surname: [[NAME_FAMILY:Thwaite]]
Last name [[NAME_FAMILY:OYELARAN]]
Nachname: [[NAME_FAMILY:Brandl]]
Nom de famille : [[NAME_FAMILY:Dupré]]
Apellidos: [[NAME_FAMILY:Cabello Ruiz]]
Cognome [[NAME_FAMILY:Mantegazza]]
Achternaam: [[NAME_FAMILY:Hoekstra]]
FAMILY NAME [[NAME_FAMILY:NAKASHIMA]]
her maiden name is [[NAME_FAMILY:Pendlebury]]
Dear Ms. [[NAME_FAMILY:Wennerholm]],
the [[NAME_FAMILY:Merriweather]] family moved out
Apelido: [[NAME_FAMILY:Sarmento]]
Mrs [[NAME_FAMILY:Gupta]] lives upstairs
First name: [[NAME_GIVEN:Torunn]]
GIVEN NAMES [[NAME_GIVEN:HAROLD PERCIVAL]]
Vorname [[NAME_GIVEN:Heike]]
Prénom : [[NAME_GIVEN:Solène]]
Nombre: [[NAME_GIVEN:Anselmo]]
Nome [[NAME_GIVEN:Ettore]]
Voornaam: [[NAME_GIVEN:Maaike]]
hey [[NAME_GIVEN:Kofi]], are you up?
my name is [[NAME_GIVEN:Priya]]
love, [[NAME_GIVEN:Beatrix]]
Thanks [[NAME_GIVEN:Wendell]]!
Forename: [[NAME_GIVEN:Gethin]]
then [[NAME_GIVEN:Lucinda]] slammed the door
Dr. [[NAME_MEDICAL_PROFESSIONAL:Yusuf Rahmani]] will see you now
Attending: [[NAME_MEDICAL_PROFESSIONAL:Constance Burghley, MD]]
referred by Dr [[NAME_MEDICAL_PROFESSIONAL:Oduya]]
GP: [[NAME_MEDICAL_PROFESSIONAL:Dr Felicity Marchbanks]]
Nurse [[NAME_MEDICAL_PROFESSIONAL:Joanne Tillotson]] changed the dressing
SURGEON: [[NAME_MEDICAL_PROFESSIONAL:L. PAPADAKIS]]
Hausarzt: Dr. med. [[NAME_MEDICAL_PROFESSIONAL:Ulrich Zangerl]]
Médecin traitant : Dr [[NAME_MEDICAL_PROFESSIONAL:Aurore Kermadec]]
la doctora [[NAME_MEDICAL_PROFESSIONAL:Pilar Ocampo]] pidió análisis
Primary care physician [[NAME_MEDICAL_PROFESSIONAL:Mei-Ling Hsu]]
my dentist, Dr. [[NAME_MEDICAL_PROFESSIONAL:Hennessey]], retired
Dott. [[NAME_MEDICAL_PROFESSIONAL:Renzo Bianchetti]]
reported by radiologist [[NAME_MEDICAL_PROFESSIONAL:Amos Feingold]]
Employee no. [[NUMERICAL_PII:EM-77401]]
Badge number [[NUMERICAL_PII:50931]]
Student ID: [[NUMERICAL_PII:s2214908]]
MAC address [[NUMERICAL_PII:3C:22:FB:8E:41:D9]]
IMEI: [[NUMERICAL_PII:356938 03 564380 9]]
Case number [[NUMERICAL_PII:22-CV-04417]]
Serial no. [[NUMERICAL_PII:SN8841-QT02]]
Personalnummer: [[NUMERICAL_PII:00471193]]
Booking reference [[NUMERICAL_PII:QX7LM2]]
Matricule : [[NUMERICAL_PII:B20417]]
INMATE NO [[NUMERICAL_PII:A44178-09]]
bar registration number [[NUMERICAL_PII:288140]]
Order ID [[NUMERICAL_PII:114-6620937-7741]]
visa number [[NUMERICAL_PII:20197744310]]
she is a [[OCCUPATION:midwife]]
Occupation: [[OCCUPATION:crane operator]]
Job title [[OCCUPATION:Senior Actuarial Analyst]]
my dad was a [[OCCUPATION:blacksmith]]
Beruf: [[OCCUPATION:Dachdecker]]
Profession : [[OCCUPATION:boulangère]]
Profesión: [[OCCUPATION:abogado]]
he works as a [[OCCUPATION:school bus driver]]
POSITION HELD: [[OCCUPATION:WAREHOUSE SUPERVISOR]]
a retired [[OCCUPATION:police officer]]
fa la [[OCCUPATION:parrucchiera]]
Beroep: [[OCCUPATION:loodgieter]]
I am a [[OCCUPATION:freelance translator]] these days
the [[OCCUPATION:plumber]] never came back
Employer: [[ORGANIZATION:Tidewell Marine Supplies]]
he sued [[ORGANIZATION:Lockhart & Prewitt LLP]]
a job at [[ORGANIZATION:Bombardier]]
she studies at [[ORGANIZATION:Ghent University]]
Arbeitgeber: [[ORGANIZATION:Kessler Maschinenbau GmbH]]
chez [[ORGANIZATION:Boulangerie Tanguy SARL]]
COMPANY NAME [[ORGANIZATION:RED KITE ROOFING LTD]]
a letter from the [[ORGANIZATION:Department of Work and Pensions]]
plays for [[ORGANIZATION:Harrogate Town FC]]
my bank is [[ORGANIZATION:Hargreave Mutual]]
Empresa: [[ORGANIZATION:Transportes Lucero S.A.]]
School: [[ORGANIZATION:Oakmere Primary School]]
joined [[ORGANIZATION:Sunrise Analytics, Inc.]] in spring
volunteers with [[ORGANIZATION:Médecins Sans Frontières]]
taken to [[ORGANIZATION_MEDICAL_FACILITY:Royal Stoke Hospital]]
Clinic: [[ORGANIZATION_MEDICAL_FACILITY:Harborview Eye Clinic]]
Facility [[ORGANIZATION_MEDICAL_FACILITY:Cedar Ridge Medical Center]]
admitted to [[ORGANIZATION_MEDICAL_FACILITY:Addenbrooke's]]
seen at [[ORGANIZATION_MEDICAL_FACILITY:Lakeside Family Practice]]
Klinik: [[ORGANIZATION_MEDICAL_FACILITY:Universitätsklinikum Freiburg]]
hospitalisé à l'[[ORGANIZATION_MEDICAL_FACILITY:hôpital Lariboisière]]
ingresó en el [[ORGANIZATION_MEDICAL_FACILITY:Hospital Clínico San Carlos]]
collect it at [[ORGANIZATION_MEDICAL_FACILITY:Brennan's Pharmacy]]
HOSPITAL: [[ORGANIZATION_MEDICAL_FACILITY:ST BRIDE GENERAL HOSPITAL]]
rehab at [[ORGANIZATION_MEDICAL_FACILITY:Willow Glen Nursing Home]]
referred by [[ORGANIZATION_MEDICAL_FACILITY:Eastgate Dental Surgery]]
ricoverato all'[[ORGANIZATION_MEDICAL_FACILITY:Ospedale Maggiore]]
Nationality: [[ORIGIN:Ethiopian]]
she is [[ORIGIN:Dutch]] by birth
Ethnicity [[ORIGIN:Latino]]
Race: [[ORIGIN:African American]]
his [[ORIGIN:Lebanese]] grandmother
Staatsangehörigkeit: [[ORIGIN:polnisch]]
Nationalité : [[ORIGIN:sénégalaise]]
nacionalidad [[ORIGIN:colombiana]]
ETHNIC ORIGIN: [[ORIGIN:WHITE BRITISH]]
two [[ORIGIN:Filipino]] sailors
Cittadinanza: [[ORIGIN:albanese]]
a [[ORIGIN:Kurdish]] refugee
of [[ORIGIN:Jamaican]] descent
Nationaliteit: [[ORIGIN:Belgische]]
Passport no.: [[PASSPORT_NUMBER:K40218837]]
passport [[PASSPORT_NUMBER:562990417]] expires soon
Passport Number [[PASSPORT_NUMBER:YA8842017]]
Reisepass-Nr. [[PASSPORT_NUMBER:C7KF4L92T]]
n° de passeport : [[PASSPORT_NUMBER:20DK71196]]
Pasaporte: [[PASSPORT_NUMBER:PAC774120]]
numero di passaporto [[PASSPORT_NUMBER:YB4471902]]
paspoortnummer [[PASSPORT_NUMBER:NPR5K7L40]]
she gave passport no [[PASSPORT_NUMBER:GH 771 0492]]
PASSPORT NO [[PASSPORT_NUMBER:P8840277A]]
travels on a Canadian passport, [[PASSPORT_NUMBER:HK442107]]
Passaporte n.º [[PASSPORT_NUMBER:FX448120]]
My passport's number: [[PASSPORT_NUMBER:L0918842]]
Password: [[PASSWORD:Gr4nite!owl]]
the wifi pw is [[PASSWORD:plum-tart-77]]
PIN [[PASSWORD:8264]]
pass: [[PASSWORD:Zebra_9921]]
my password is [[PASSWORD:winterfell2]]
Passwort: [[PASSWORD:Kuh$tall5]]
mot de passe : [[PASSWORD:citr0n?vert]]
contraseña: [[PASSWORD:Olivo#31]]
API key: [[PASSWORD:sk_test_9fK2mQ77bLxw03]]
login kofi / password [[PASSWORD:harbour12]]
Passcode: [[PASSWORD:440917]]
wachtwoord [[PASSWORD:fiets4ever]]
token=[[PASSWORD:ghp_Zk82LmQ0vTr55xYwPaN1cHd]]
PASSWORD [[PASSWORD:MAGPIE-04]]
Phone: [[PHONE_NUMBER:(208) 555-0143]]
call me on [[PHONE_NUMBER:07700 900817]]
Tel. [[PHONE_NUMBER:+49 345 6620 118]]
Mobile [[PHONE_NUMBER:+353 85 014 7720]]
Tél : [[PHONE_NUMBER:02 47 05 19 83]]
teléfono [[PHONE_NUMBER:+34 612 88 40 17]]
FAX [[PHONE_NUMBER:563-555-0199]]
text [[PHONE_NUMBER:9185550127]] anytime
ring [[PHONE_NUMBER:01632 960 442]] after six
cellulare [[PHONE_NUMBER:347 220 9184]]
Telefoon: [[PHONE_NUMBER:038 421 77 90]]
whatsapp [[PHONE_NUMBER:+234 803 441 2207]]
office [[PHONE_NUMBER:1-800-555-0188 ext. 42]]
telemóvel [[PHONE_NUMBER:912 044 731]]
Height: [[PHYSICAL_ATTRIBUTE:6'1"]]
Weight [[PHYSICAL_ATTRIBUTE:84 kg]]
he has [[PHYSICAL_ATTRIBUTE:red hair]] and a limp
Eyes: [[PHYSICAL_ATTRIBUTE:hazel]]
HAIR [[PHYSICAL_ATTRIBUTE:BLK]]
a tall man with [[PHYSICAL_ATTRIBUTE:green eyes]]
Größe: [[PHYSICAL_ATTRIBUTE:1,78 m]]
Taille : [[PHYSICAL_ATTRIBUTE:165 cm]]
she weighs [[PHYSICAL_ATTRIBUTE:61 kilos]]
[[PHYSICAL_ATTRIBUTE:tattoo]] of a swallow on the neck
BMI [[PHYSICAL_ATTRIBUTE:31.4]]
Augenfarbe: [[PHYSICAL_ATTRIBUTE:braun]]
Peso: [[PHYSICAL_ATTRIBUTE:72 kg]]
he is [[PHYSICAL_ATTRIBUTE:bald]] with [[PHYSICAL_ATTRIBUTE:brown eyes]]
HT [[PHYSICAL_ATTRIBUTE:5 ft 7 in]] WT [[PHYSICAL_ATTRIBUTE:143 lbs]]
a lifelong [[POLITICAL_AFFILIATION:Republican]]
Party: [[POLITICAL_AFFILIATION:Green Party]]
she votes [[POLITICAL_AFFILIATION:Tory]]
member of the [[POLITICAL_AFFILIATION:SPD]]
he's a [[POLITICAL_AFFILIATION:communist]]
Party affiliation [[POLITICAL_AFFILIATION:Libertarian]]
registered [[POLITICAL_AFFILIATION:independent]] since spring
campaigned for the [[POLITICAL_AFFILIATION:Liberal Democrats]]
il milite au [[POLITICAL_AFFILIATION:Parti socialiste]]
a known [[POLITICAL_AFFILIATION:anarchist]]
votante del [[POLITICAL_AFFILIATION:PSOE]]
my uncle is very [[POLITICAL_AFFILIATION:conservative]]
joined [[POLITICAL_AFFILIATION:Sinn Féin]] at nineteen
Parteimitgliedschaft: [[POLITICAL_AFFILIATION:FDP]]
Religion: [[RELIGION:Methodist]]
a devout [[RELIGION:Muslim]]
she converted to [[RELIGION:Judaism]]
Konfession: [[RELIGION:evangelisch]]
Religion : [[RELIGION:catholique]]
RELIGIOUS PREFERENCE [[RELIGION:BAPTIST]]
his parents are [[RELIGION:Hindu]]
raised as a [[RELIGION:Jehovah's Witness]]
I'm an [[RELIGION:atheist]]
Religión: [[RELIGION:evangélico]]
a [[RELIGION:Sikh]] temple elder
faith: [[RELIGION:Greek Orthodox]]
they are [[RELIGION:Quakers]]
religione [[RELIGION:islamica]]
SSN [[SSN:412-66-9037]]
Social Security Number: [[SSN:527 41 8806]]
my social is [[SSN:318-70-2249]]
BSN: [[SSN:229627717]]
DNI [[SSN:69444654H]]
codice fiscale [[SSN:MNTGLI88D52L219P]]
CPF: [[SSN:400.726.176-83]]
N° de sécurité sociale [[SSN:2 83 09 44 321 379 09]]
SIN [[SSN:586 635 823]]
NIF: [[SSN:220472661]]
National Insurance no. [[SSN:JH 44 71 20 C]]
NI number [[SSN:SL827714A]]
SS# [[SSN:449188213]]
last four of social: [[SSN:8806]]
be there at [[TIME:7:40]]
Time: [[TIME:16:05]]
we close at [[TIME:5 p.m.]]
DEPARTS [[TIME:22:50]]
um [[TIME:9.15 Uhr]]
à [[TIME:18h30]]
she rang at [[TIME:half past eight]]
a las [[TIME:3:25 pm]]
seen [[TIME:10:12:33 AM]]
the alarm went off around [[TIME:4am]]
home by [[TIME:midnight]]
alle ore [[TIME:11.20]]
Appointment time [[TIME:0915 hrs]]
Your order [[TRACKING_NUMBER:118-22071]] left our warehouse
UPS tracking [[TRACKING_NUMBER:1Z999AA10123456784]]
Order No. [[TRACKING_NUMBER:WEB2207713]]
Parcel [[TRACKING_NUMBER:RR123456785DE]] is held at the depot
the courier wants the waybill no [[TRACKING_NUMBER:4471 9920 33]]
ORDER # [[TRACKING_NUMBER:113-4417223-9921034]]
Package number: [[TRACKING_NUMBER:JD014600006712349911]]
Sendungsnummer [[TRACKING_NUMBER:00340434161094042557]]
N° de commande : [[TRACKING_NUMBER:FR-20771-04]]
track it with [[TRACKING_NUMBER:9400 1112 0255 5842 3326 69]] on the post's site
Return code [[TRACKING_NUMBER:RMA-77120]]
it was invoice [[TRACKING_NUMBER:2207/114]] that nobody paid
my blog is [[URL:https://torunn-bakes.example/blog]]
Website: [[URL:www.redkiteroofing.example]]
see [[URL:thrushcroft.org/team]]
[[URL:http://10.0.0.5:8080/admin]] is down
profile: [[URL:https://www.linkedin.com/in/priya-raghunathan-77]]
Web [[URL:kessler-maschinen.de]]
site : [[URL:www.tanguy-pain.fr]]
docs on [[URL:https://drive.example.com/d/1aB9xQ?usp=share]]
follow [[URL:instagram.com/kofi.adjei]]
HOMEPAGE [[URL:WWW.OXBOW.EXAMPLE]]
git clone [[URL:https://git.example.net/wendell/dots.git]]
pay at [[URL:pay.tidewell.co.uk]]
Username: [[USERNAME:wimbush_h]]
my insta is [[USERNAME:@torunnbakes]]
User ID [[USERNAME:oyelaran7]]
login: [[USERNAME:pr.raghu]]
Benutzername: [[USERNAME:hbrandl]]
nom d'utilisateur : [[USERNAME:solene37]]
usuario: [[USERNAME:cabello.ins]]
tweeted by [[USERNAME:@GethinRugby]]
steam handle [[USERNAME:xX_mudlark_Xx]]
add me on discord: [[USERNAME:mudlark#4417]]
gebruikersnaam [[USERNAME:maaikeh]]
logged in as [[USERNAME:svc_kadjei]]
USER NAME [[USERNAME:LPAPADAKIS]]
skype: [[USERNAME:live.bronwen]]
VIN: [[VEHICLE_ID:5YJSA1E20HF521030]]
License plate [[VEHICLE_ID:7KLM204]]
his van, reg [[VEHICLE_ID:YK14 WZD]], was clamped
Kennzeichen [[VEHICLE_ID:BA-HB 417]]
immatriculation : [[VEHICLE_ID:FG-204-KL]]
matrícula [[VEHICLE_ID:4417 KLP]]
targa [[VEHICLE_ID:FX204LM]]
kenteken [[VEHICLE_ID:TN-204-K]]
chassis no. [[VEHICLE_ID:WAUZZZ8K19A010015]]
PLATE NO. [[VEHICLE_ID:KDJ 4417]]
the truck 1FTFW1EF4DK998981 sold; [[VEHICLE_ID:2T1BURHE3JC739565]] did not
Vehicle registration: [[VEHICLE_ID:LB63 OXT]]
a blue Skoda with plates [[VEHICLE_ID:HAL-KM 72]]
she's a [[ZODIAC_SIGN:Scorpio]]
Star sign: [[ZODIAC_SIGN:Gemini]]
typical [[ZODIAC_SIGN:Virgo]] behaviour
Sternzeichen: [[ZODIAC_SIGN:Steinbock]]
signe astrologique : [[ZODIAC_SIGN:Verseau]]
I'm a [[ZODIAC_SIGN:Pisces]] with [[ZODIAC_SIGN:Leo]] rising
ZODIAC [[ZODIAC_SIGN:TAURUS]]
signo: [[ZODIAC_SIGN:Sagitario]]
he is a [[ZODIAC_SIGN:Libra]] so no wonder
born under [[ZODIAC_SIGN:Capricorn]]
segno zodiacale: [[ZODIAC_SIGN:Bilancia]]
my moon is in [[ZODIAC_SIGN:Cancer]]
sterrenbeeld: [[ZODIAC_SIGN:Ram]]
Blood type: [[BLOOD_TYPE:B+]]
Blood group [[BLOOD_TYPE:O Rh negative]]
she is [[BLOOD_TYPE:AB negative]]
Blutgruppe: [[BLOOD_TYPE:A Rh+]]
groupe sanguin [[BLOOD_TYPE:O+]]
grupo sanguíneo: [[BLOOD_TYPE:B-]]
BLOOD GRP [[BLOOD_TYPE:AB+]]
needs [[BLOOD_TYPE:O-negative]] blood
typed as [[BLOOD_TYPE:A positive]]
gruppo sanguigno [[BLOOD_TYPE:0 Rh positivo]]
Bloedgroep: [[BLOOD_TYPE:A-]]
ABO/Rh: [[BLOOD_TYPE:B POS]]
two units of [[BLOOD_TYPE:A neg]]
diagnosed with [[CONDITION:Crohn's disease]]
Dx: [[CONDITION:atrial fibrillation]]
he has had [[CONDITION:asthma]] since school
complains of [[CONDITION:shortness of breath]]
Diagnose: [[CONDITION:Bluthochdruck]]
souffre de [[CONDITION:migraines]]
padece [[CONDITION:artritis reumatoide]]
HISTORY OF [[CONDITION:STROKE]]
she is [[CONDITION:pregnant]]
Condition: [[CONDITION:chronic kidney disease stage 3]]
I've got [[CONDITION:ADHD]]
allergic to bees, [[CONDITION:anaphylaxis]] once
[[CONDITION:pneumonia]] in the left lung
suffers from [[CONDITION:depression]] and [[CONDITION:insomnia]]
soffre di [[CONDITION:diabete]]
take [[DOSE:20 mg]] at night
Dose: [[DOSE:0.5 ml]]
amlodipine [[DOSE:5mg]]
[[DOSE:two tablets]] twice a day
Dosierung: [[DOSE:1 Tablette täglich]]
posologie : [[DOSE:1 comprimé matin et soir]]
dosis [[DOSE:850 mg]] cada ocho horas
[[DOSE:10 units]] before meals
DOSAGE [[DOSE:250 MCG]]
inhale [[DOSE:2 puffs]] as needed
[[DOSE:40 mg/day]] for a week
give [[DOSE:1 tsp]] every morning
levothyroxine [[DOSE:75 µg]] daily
started on [[DRUG:metformin]]
Medication: [[DRUG:Lisinopril]]
I take [[DRUG:Zoloft]] for it
allergic to [[DRUG:penicillin]]
Medikament: [[DRUG:Ramipril]]
traitement : [[DRUG:paracétamol]]
toma [[DRUG:omeprazol]]
RX [[DRUG:ATORVASTATIN]]
tested positive for [[DRUG:cocaine]]
[[DRUG:warfarin]] was stopped
two puffs of [[DRUG:salbutamol]]
he was on [[DRUG:fentanyl]] patches
[[DRUG:insulin glargine]] at bedtime
Current meds: [[DRUG:gabapentin]], [[DRUG:Eliquis]]
he has a [[INJURY:broken ankle]]
Injury: [[INJURY:dislocated shoulder]]
admitted with a [[INJURY:concussion]]
[[INJURY:second-degree burns]] on both hands
she [[INJURY:sprained her knee]] skiing
Verletzung: [[INJURY:Rippenbruch]]
blessure : [[INJURY:entorse de la cheville]]
fractura: [[INJURY:fractura de fémur]]
NATURE OF INJURY [[INJURY:WHIPLASH]]
a [[INJURY:gunshot wound]] to the leg
the [[INJURY:stab wound]] was shallow
[[INJURY:torn ACL]], out for the season
bad [[INJURY:bruises]] on his back
scheduled for a [[MEDICAL_PROCESS:colonoscopy]]
Procedure: [[MEDICAL_PROCESS:knee replacement]]
she had [[MEDICAL_PROCESS:chemotherapy]] twice
[[MEDICAL_PROCESS:CT scan]] of the head
Eingriff: [[MEDICAL_PROCESS:Blinddarmoperation]]
opération : [[MEDICAL_PROCESS:césarienne]]
le hicieron una [[MEDICAL_PROCESS:ecografía]]
PROCEDURE [[MEDICAL_PROCESS:CORONARY BYPASS]]
his third [[MEDICAL_PROCESS:dialysis]] this week
a [[MEDICAL_PROCESS:blood test]] at the surgery
[[MEDICAL_PROCESS:physiotherapy]] on Mondays
underwent [[MEDICAL_PROCESS:hysterectomy]]
an [[MEDICAL_PROCESS:EKG]] and a [[MEDICAL_PROCESS:chest x-ray]]
[[STATISTICS:12% of patients]] relapsed
a survival rate of [[STATISTICS:85%]]
[[STATISTICS:3 in 10 women]] had side effects
mortality was [[STATISTICS:4.2 per 1,000]]
the ejection fraction is [[STATISTICS:55 %]]
prevalence: [[STATISTICS:7.9%]]
[[STATISTICS:one in five adults]] is affected
efficacy of [[STATISTICS:94 percent]]
[[STATISTICS:60 % der Patienten]] genesen
sensitivity [[STATISTICS:91%]], specificity [[STATISTICS:88%]]
odds ratio [[STATISTICS:1.7]]
le [[STATISTICS:30 % des malades]]
RISK OF RECURRENCE [[STATISTICS:15%]]
IBAN [[BANK_ACCOUNT:DE56 3705 0198 3016 4253 82]]
Account number: [[BANK_ACCOUNT:MIDL 44381662]] sort code below
pay into [[BANK_ACCOUNT:GB62MIDL44381662450030]] please
rekening [[BANK_ACCOUNT:NL21 RABO 0503 8285 41]]
Bank account no. [[BANK_ACCOUNT:61749203]]
Kontonummer: [[BANK_ACCOUNT:830 164 253]]
compte bancaire n° [[BANK_ACCOUNT:04417720931]]
[[BANK_ACCOUNT:AT07 4213 7508 5742 8057]] is mine
CLABE [[BANK_ACCOUNT:012180015265148367]]
IBAN: [[BANK_ACCOUNT:BE13 0282 6666 7239]]
CHECKING ACCOUNT [[BANK_ACCOUNT:000774120938]]
savings acct # [[BANK_ACCOUNT:44-902177]]
cuenta corriente: [[BANK_ACCOUNT:0049 1500 05 1234567890]]
my iban is [[BANK_ACCOUNT:ch82 3837 5677 9704 0315 5]]
Card number: [[CREDIT_CARD:4356 5652 9001 9698]]
charged to [[CREDIT_CARD:5173442619998812]]
Visa [[CREDIT_CARD:4778-1905-0956-4192]]
AMEX [[CREDIT_CARD:3785 751617 03884]]
Kreditkarte: [[CREDIT_CARD:5451 4311 0429 0770]]
my cc is [[CREDIT_CARD:6011201730107701]] thx
carte bancaire [[CREDIT_CARD:4796 7989 0036 4547]]
card ending in [[CREDIT_CARD:4417]]
MASTERCARD [[CREDIT_CARD:XXXX XXXX XXXX 7228]]
tarjeta: [[CREDIT_CARD:2221 6896 8737 7506]]
Diners [[CREDIT_CARD:3627 944648 6555]]
[[CREDIT_CARD:4965409228092209]] was declined
JCB [[CREDIT_CARD:3528 1182 3175 1667]]
Expiry date [[CREDIT_CARD_EXPIRATION:09/27]]
card exp: [[CREDIT_CARD_EXPIRATION:11/2026]]
VALID THRU [[CREDIT_CARD_EXPIRATION:03/29]]
4356 5652 9001 9698, expires [[CREDIT_CARD_EXPIRATION:06/28]]
gültig bis [[CREDIT_CARD_EXPIRATION:12/28]]
expire fin [[CREDIT_CARD_EXPIRATION:04/30]]
Card expiration: [[CREDIT_CARD_EXPIRATION:Aug 2027]]
exp [[CREDIT_CARD_EXPIRATION:0527]] cvv 404
good thru [[CREDIT_CARD_EXPIRATION:10-26]]
caducidad: [[CREDIT_CARD_EXPIRATION:02/27]]
Credit card expires on [[CREDIT_CARD_EXPIRATION:7/31]]
scadenza carta [[CREDIT_CARD_EXPIRATION:01/29]]
Visa 4778-1905-0956-4192 [[CREDIT_CARD_EXPIRATION:08/26]]
CVV: [[CVV:881]]
security code [[CVV:204]]
CVC [[CVV:417]]
cvv2 is [[CVV:039]]
exp 06/28 cvv [[CVV:552]]
Prüfziffer: [[CVV:730]]
cryptogramme : [[CVV:118]]
CID [[CVV:7714]]
card verification value [[CVV:346]]
código de seguridad: [[CVV:905]]
CVC2: [[CVV:267]]
the three digits on the back are [[CVV:813]]
CVV/CVC code [[CVV:620]]
Routing number: [[ROUTING_NUMBER:078619151]]
ABA [[ROUTING_NUMBER:074388910]]
sort code [[ROUTING_NUMBER:44-38-16]]
BIC: [[ROUTING_NUMBER:COLSDE33XXX]]
SWIFT [[ROUTING_NUMBER:RABONL2U]]
RTN [[ROUTING_NUMBER:126116027]]
BLZ [[ROUTING_NUMBER:370 501 98]]
my bank's swift code is [[ROUTING_NUMBER:BOFIIE2D]]
BSB: [[ROUTING_NUMBER:082-441]]
transit no. [[ROUTING_NUMBER:04417-003]]
IFSC [[ROUTING_NUMBER:HDFC0004417]]
Sort Code: [[ROUTING_NUMBER:601902]]
ROUTING # [[ROUTING_NUMBER:111029543]]
`.trim().split('\n')

/** Nothing personal: for false alarms. */
export const CLEAN: readonly string[] = `
Fold the flap along the dotted line and press it down firmly
The kettle switches itself off when the water boils
Please answer every question on both sides of the sheet
Rinse the brush well and leave it to dry
Chapter seven deals with the care of leather
This page was left empty on purpose
Keep away from heat and direct sunlight
Tick one box only
If the answer is no, go on to part C
Total number of enclosures: 4
Do not write below this line
For official use only
The meeting will discuss the new heating rules
Turn the handle to the left until it clicks
Version 3.2 replaces all earlier versions
Section 14(b) does not apply to small boats
Store upright in a cool, dry place
Batteries are not included
The bridge is closed to heavy lorries
Grease the tin and line it with paper
Add the flour, stir, and let the dough rise
A ticket is valid for one journey only
Check that all screws are tight before use
See table 5 for the sizes that we stock
The lift is out of order, please take the stairs
Returns are accepted with the receipt
Our shop stays open during the building work
Warning: the surface may be hot
Press any key to continue
The file could not be opened because it is in use by another program
Error 404: the page was not found
You may cancel at any point without giving a reason
All rights reserved
Terms and conditions apply
Number of copies: 2
Signature of applicant
Please attach proof of payment
Name of the applicant (block letters)
Date and place
Reason for the application
I have read the notes and agree to them
What is the main purpose of the visit?
Type of housing: rented, owned, other
Telephone number (daytime)
Please state the full address of the property
The applicant must be told of the decision in writing
A copy of the report will be sent to both sides
Remarks: none
Status: pending
Priority: low
Colour: green, size: large, quantity: 6
Item 20 x 30 cm frame, oak
Part no. on the back of the cover
Wir bitten um Ihr Verständnis
Bitte in Druckschrift ausfüllen
Die Tür schließt von selbst
Zutreffendes bitte ankreuzen
Der Antrag ist vollständig auszufüllen
Veuillez cocher la case qui convient
Ne rien inscrire dans cette zone
Le formulaire doit être rempli au stylo noir
Merci de conserver ce document
Rellene el formulario con letra clara
No escriba en este espacio
Marque con una cruz lo que corresponda
Conserve este recibo
Compilare in stampatello
Non scrivere in questo spazio
Preencha todos os campos
Niet invullen a.u.b.
Vul dit formulier volledig in
the soup was cold but the bread was good
not sure why the printer keeps jamming
can someone bring more chairs, thanks
ok sounds good, let me know
lol that was a long film
I think we should paint the fence before it rains
The test failed on the second run and passed on the third
The cost of timber has gone up again
There was fog on the hills and the road was wet
A good manager listens first
Water is sold in bottles of two sizes
THE SEATS AT THE BACK ARE RESERVED
NO SMOKING ANYWHERE ON THIS SITE
IMPORTANT: READ THE INSTRUCTIONS BEFORE USE
`.trim().split('\n')

/** Written after the recognisers had been mended for the sentences above, for the labels that were weak there, and for which nothing was mended. */
export const CHECK: readonly string[] = String.raw`
the missing man, aged around [[AGE:62]], has a beard
a girl of [[AGE:twelve]] is in hospital
AGE AT DIAGNOSIS: [[AGE:44]]
Er ist [[AGE:37 Jahre]] alt
grandpa is [[AGE:ninety-one]] years old
posted in Kabul between [[DATE_INTERVAL:2009 and 2012]]
off from [[DATE_INTERVAL:2-9 January 2023]]
vom [[DATE_INTERVAL:11. bis 15. Juni 2018]]
DL # [[DRIVER_LICENSE:T55190284]]
Permis n° [[DRIVER_LICENSE:14BX77310]]
CDL no: [[DRIVER_LICENSE:R408812]]
it took [[DURATION:twenty minutes]]
Behandlungsdauer [[DURATION:8 Monate]]
stayed [[DURATION:two nights]]
she has coughed for [[DURATION:a fortnight]]
per [[DURATION:tre settimane]]
see you at [[EVENT:Diwali]]
he ran the [[EVENT:Chicago Marathon]]
lost the house in [[EVENT:Hurricane Katrina]]
zu [[EVENT:Ostern]] kommt die Tante
Geschlecht [[GENDER:w]]
sexe [[GENDER:F]]
Sex: [[GENDER:MALE]]
my nephew is [[SEXUALITY:gay]]
sie ist [[SEXUALITY:lesbisch]]
she's [[SEXUALITY:bi]], and proud of it
orientamento sessuale: [[SEXUALITY:eterosessuale]]
speaks [[LANGUAGE:Lithuanian]] at home
Muttersprache: [[LANGUAGE:Kroatisch]]
wants a [[LANGUAGE:Punjabi]] translator
lingua: [[LANGUAGE:francese]]
a cabin on [[LOCATION:Lake Superior]]
they crossed the [[LOCATION:Arabian Sea]]
cycling along the [[LOCATION:River Tweed]]
ein Haus am [[LOCATION:Tegernsee]]
born in the [[LOCATION:Hebrides]]
parked at [[LOCATION_COORDINATE:N 46° 12.3' E 6° 9.1']]
Standort: [[LOCATION_COORDINATE:50,1109° N, 8,6821° E]]
State: [[LOCATION_STATE:NM]]
owes me [[MONEY:five thousand pounds]]
sold for [[MONEY:3,000 pesos]]
Mrs [[NAME_FAMILY:Ashdown]] phoned
the [[NAME_FAMILY:Okafor]] family
maiden name: [[NAME_FAMILY:Wetherby]]
Frau [[NAME_FAMILY:Dornbusch]] war da
seen by cardiologist [[NAME_MEDICAL_PROFESSIONAL:Nikhil Deshmukh]]
Dott.ssa [[NAME_MEDICAL_PROFESSIONAL:Chiara Fumagalli]]
our midwife [[NAME_MEDICAL_PROFESSIONAL:Siobhan Kearney]]
Frau Dr. med. [[NAME_MEDICAL_PROFESSIONAL:Annegret Lohse]]
wifi password [[PASSWORD:tulip2019x]]
pass: [[PASSWORD:Quill#7]]
PIN: [[PASSWORD:5093]]
Kennwort [[PASSWORD:Birne88a]]
the passcode is [[PASSWORD:771902]]
IMEI [[NUMERICAL_PII:49 015420 323751 8]]
Personal-Nr. [[NUMERICAL_PII:P-20881]]
he voted [[POLITICAL_AFFILIATION:Labour]]
a member of the [[POLITICAL_AFFILIATION:CDU]]
Parti politique : [[POLITICAL_AFFILIATION:Les Verts]]
[[STATISTICS:4 out of 10 children]] recovered
remission rate: [[STATISTICS:63%]]
incidence of [[STATISTICS:2.1 per 1,000]]
the risk of relapse is [[STATISTICS:20 percent]]
[[STATISTICS:45% of participants]] dropped out
um [[TIME:17 Uhr]]
meet me at [[TIME:a quarter to six]]
arrivé à [[TIME:7h15]]
call at [[TIME:noon]]
Uhrzeit: [[TIME:13:20]]
my discord is [[USERNAME:teasel#0912]]
userid [[USERNAME:hkearney2]]
Pseudo : [[USERNAME:lune_bleue]]
visit [[URL:www.quarrybank.example/contact]]
she is an [[ZODIAC_SIGN:Aquarius]]
my brother is a [[ZODIAC_SIGN:Leo]]
Tierkreiszeichen: [[ZODIAC_SIGN:Löwe]]
signo zodiacal: [[ZODIAC_SIGN:Piscis]]
take [[DOSE:three capsules]] daily
[[DOSE:2 tbsp]] after meals
[[DOSE:12.5 mg every evening]]
prescribed [[DRUG:rosuvastatin]]
takes [[DRUG:perindopril]] and [[DRUG:bisoprolol]]
allergic to [[DRUG:clarithromycin]]
Medikation: [[DRUG:Candesartan]]
he [[INJURY:broke his collarbone]]
a [[INJURY:fractured pelvis]]
[[INJURY:burns on both arms]]
[[INJURY:twisted her ankle]] at work
Verletzung: [[INJURY:Prellung]]
he has [[CONDITION:psoriasis]]
a bout of [[CONDITION:meningitis]]
leidet an [[CONDITION:Epilepsie]]
sufre de [[CONDITION:hipertensión]]
card expires [[CREDIT_CARD_EXPIRATION:3/28]]
Visa card exp [[CREDIT_CARD_EXPIRATION:0926]]
Mastercard expiry: [[CREDIT_CARD_EXPIRATION:Jan 2028]]
Visa ending in [[CREDIT_CARD:7719]]
last three digits: [[CVV:448]]
BLZ: [[ROUTING_NUMBER:700 202 70]]
Transit number [[ROUTING_NUMBER:20012-004]]
dad was a [[OCCUPATION:shepherd]]
a reply from the [[ORGANIZATION:Ministry of Transport and Energy]]
`.trim().split('\n')

/** Nothing personal, written to trip what was mended. */
export const CHECK_CLEAN: readonly string[] = `
The road is straight and the ditch is deep
Moles have dug up the lawn over the winter
Boarding pass: see the screen at the gate
Hold the line straight while you cut
The engine is engaged with the lever
A family of four can share the large tent
The first family of chips was slow
Press the pin into the hole
The pass is closed until spring
A man of his word
The blade is broken and must be sent back
Half of the forms were lost in the move
The forest is dense and the coast is rocky
Turn right past the mill
Registered parcels need a signature
Blood oranges are in season
Sign here
The moon is in the sky
The sale ended and the shelves are empty
Use www in front of the address
State the reason
Sex education is taught in the last class
Department of the form that is to be filled in
Add two spoons of sugar and a pinch of salt
Take the second exit and keep left
Do not break the seal on the back
The risk of fire is low
Password must not be left empty
The user manual is in the box
The doctor is not in
`.trim().split('\n')
