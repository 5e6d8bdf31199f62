// What stands in [[ ]] has to be found at exactly these characters, with that label; in `none` nothing has it.
export interface SentenceCases { name: string, label: string, found: readonly string[], none: readonly string[] }

/** Examples of the SWIFT registry of IBAN formats. */
const IBANS = ('AL47212110090000000235698741 AD1200012030200359100100 AT611904300234573201 AZ21NABZ00000000137010001944 BH67BMAG00001299123456 BE68539007547034 BA391290079401028494 ' +
  'BG80BNBG96611020345678 CR05015202001026284066 HR1210010051863000160 CY17002001280000001200527600 CZ6508000000192000145399 DK5000400440116243 DO28BAGR00000001212453611324 EE382200221020145685 ' +
  'FO6264600001631634 FI2112345600000785 FR1420041010050500013M02606 GE29NB0000000101904917 DE89370400440532013000 GI75NWBK000000007099453 GR1601101250000000012300695 GL8964710001000206 ' +
  'GT82TRAJ01020000001210029690 HU42117730161111101800000000 IS140159260076545510730339 IE29AIBK93115212345678 IL620108000000099999999 IT60X0542811101000000123456 JO94CBJO0010000000000131000302 ' +
  'KZ86125KZT5004100100 XK051212012345678906 KW81CBKU0000000000001234560101 LV80BANK0000435195001 LB62099900000001001901229114 LI21088100002324013AA LT121000011101001000 LU280019400644750000 ' +
  'MT84MALT011000012345MTLCAST001S MR1300020001010000123456753 MU17BOMM0101101030300200000MUR MD24AG000225100013104168 MC5811222000010123456789030 ME25505000012345678951 NL91ABNA0417164300 ' +
  'MK07250120000058984 NO9386011117947 PK36SCBL0000001123456702 PS92PALS000000000400123456702 PL61109010140000071219812874 PT50000201231234567890154 QA58DOHB00001234567890ABCDEFG RO49AAAA1B31007593840000 ' +
  'SM86U0322509800000000270100 SA0380000000608010167519 RS35260005601001611379 SK3112000000198742637541 SI56263300012039086 ES9121000418450200051332 SE4550000000058398257466 CH9300762011623852957 ' +
  'TN5910006035183598478831 TR330006100519786457841326 AE070331234567890123456 GB29NWBK60161331926819 VG96VPVG0000012345678901 UA213223130000026007233566001 BR1800360305000010009795493C1 SV62CENR00000000000000700025').split(' ')
const grouped = (iban: string): string => iban.replace(/(.{4})(?=.)/g, '$1 ')
const bent = (iban: string): string => iban.slice(0, -1) + (iban.endsWith('1') ? '2' : '1')

export const sentences: readonly SentenceCases[] = [
  { name: 'iban', label: 'BANK_ACCOUNT',
    found: IBANS.flatMap((iban, i) => [`[[${iban}]]`, [`[[${grouped(iban)}]]`, `Please pay to [[${grouped(iban)}]], thank you`, `my iban is [[${iban.toLowerCase()}]]`][i % 3]]),
    none: IBANS.flatMap(iban => [bent(iban), iban.includes('BANK') ? 'no IBAN' : `list ${grouped(bent(iban))} of codes`]) },
  { name: 'crypto', label: 'ACCOUNT_NUMBER',
    found: ['[[16Yeky6GMjeNkAiNcBY7ZhrLoMSgg1BoyZ]]', '[[1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa]]', '[[3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy]]', '[[3P14159f73E4gFr7JterCCQh9QjiTjiZrG]]', 'send it to [[1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2]] please',
      '[[bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4]]', '[[bc1qrp33g0q5c5txsp9arysrx4k6zdkfs4nce4xj0gdcccefvpysxf3qccfmv3]]', '[[bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0]]', '[[BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4]]',
      'my wallet [[bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq]]', 'eth: [[0x52908400098527886E0F7030069857D2E4169EE7]]', '[[0xde709f2102306220921060314715629080e2fb77]]'],
    none: ['16Yeky6GMjeNkAiNcBY7ZhrLoMSgg1BoyA', '1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb', '3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLz', 'bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5', 'my wallet is bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5',
      'bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj1', 'Bc1Qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4', '0x52908400098527886E0F7030069857D2E4169EE', '0x52908400098527886E0F7030069857D2E4169EEG', 'bc1', '1', '16Yeky6GMjeNkAiNcBY7ZhrLoMSgg1Bo0Z'] },
  { name: 'card', label: 'CREDIT_CARD',
    found: ['[[4012888888881881]] [[4012-8888-8888-1881]] [[4012 8888 8888 1881]]', '[[371449635398431]]', '[[378282246310005]]', '[[5555555555554444]]', 'my credit card: [[5019717010103742]]', '[[30569309025904]]', '[[6011000400000000]]', '[[3528000700000000]]',
      '[[6759649826438453]]', '[[5105105105105100]]', '[[4111 1111 1111 1111]].', '[[2223003122003222]]', '[[6011-1111-1111-1117]]', '[[3782 822463 10005]]', 'pay with [[4256517880021585]] today', '[[6240008631401148]]'],
    none: ['4012-8888-8888-1882', '4012 8888 8888 1882', 'my credit card number is 4012-8888-8888-1882', '36168002586008', 'my credit card number is 36168002586008', '371449635398432', '5555555555554445', '6011000400000001', '3528000700000001', '0000000000000000',
      '1748503543012', '4111 1111 1111'] },
  { name: 'email', label: 'EMAIL_ADDRESS',
    found: ['[[info@presidio.site]]', 'my email is [[info@presidio.site]]', '[[first.last+tag@sub.example.co.uk]]', 'write to [[o\'brien@example.ie]].', '<[[x_y-z@my-host.example.museum]]>', '[[ADA@EXAMPLE.ORG]]', 'mailto:[[jürgen@müller.example]]', '[[1234567890@example.com]]',
      'a@b: [[name@example.photography]], thanks', '([[user%example@example.org]])', '[[me@x.io]]'],
    none: ['my email is info@presidio.', 'ada at the example', '@example', 'a@', 'foo@bar', 'user@localhost', 'see @ada', '5 apples @ 2.50 each', 'ada@@example', '@example.com@'] },
  { name: 'url', label: 'URL',
    found: ['[[https://www.microsoft.com/]]', '[[http://example.org:8080/a?b=c#d]]', 'go to [[www.example.com]] now', '[[https://webhook.site/a8d7]], see', 'our site [[example.co.uk]]', '[[microsoft.com]]', '[[ftp://files.example.org/x.txt]]', '([[https://de.wikipedia.org/wiki/Käse]])',
      '[[https://127.0.0.1:3000/admin]]', 'at [[sub.domain.example.travel/path]].', '[[http://www.microsoft.com]]'],
    none: ['www.microsoft', 'a.b', 'http://', 'e.g.', 'i.e. this', 'end.Start again', '3.14', 'version 1.2.3', 'microsoft', 'U.S.A.', 'foo.notatld'] },
  { name: 'ip', label: 'IP_ADDRESS',
    found: ['microsoft.com [[192.168.0.1]]', 'my ip: [[192.168.0.1]]', '[[10.0.0.255]]', '[[192.168.1.0/24]]', '[[2001:db8::1]]', '[[684D:1111:222:3333:4444:5555:6:77]]', '[[::ffff:192.0.2.128]]', '[[fe80::1ff:fe23:4567:890a%eth0]]', 'ping [[8.8.8.8]], then', '[[2001:0db8:85a3:0000:0000:8a2e:0370:7334]]', '[[::1]]', '[[2001:db8::/32]]'],
    none: ['192.168.0', '684D:1111:222:3333:4444:5555:77', '256.1.1.1', '1.2.3', '12:30', '12:30:45', '1.2.3.4.5', '::', 'a:b', 'std::vector', '192.168.0.1.2'] },
  { name: 'phone', label: 'PHONE_NUMBER',
    found: ['[[+1 415 555 2671]]', 'My US number is [[(415) 555-0132]], and my international one is [[+44 20 7946 0958]]', 'call me at [[425-882-9090]]', '[[(425) 882-9090]]', 'phone: [[425 882 9090]]', 'my phone number is: [[4158829090]]',
      '[[+49 30 901820]]', '[[030 901820]] ist meine Telefonnummer', 'appelez le [[01 42 68 53 00]]', 'Tel. [[+33 1 42 68 53 00]]', 'llame al [[91 123 45 67]]', 'telefono [[06 6982 1234]]', 'tel: [[020 7946 0958]]', 'Telefon: [[+41 44 668 18 00]]', '[[+91 98765 43210]]', '[[+972-3-640-5111]]', '[[+55 11 98765-4321]]',
      'fax [[+1-650-253-0000]]', '[[1-800-555-0199]]', '[[+1 (212) 736-5000 ext. 12]]', '[[+31 20 570 0200]]', 'mobiel [[06 12345678]]', 'telemóvel [[912 345 678]]', '[[+351 21 342 0000]]', '[[(011) 4000-1234]] es mi teléfono', '[[+852 2525 0111]]', '[[+81 3-3201-3331]]', '[[(020) 7946 0958]]', '[[425.882.9090]]'],
    none: ['My phone number is secret', '12/03/2024', '1234', '192.168.0.1', '$1,234,567', '2012-2015', '3.14159265', '536-90-4399', 'ISO 8601', '12:30:45', '12345-6789'] },
  { name: 'date', label: 'DATE',
    found: ['[[21-5-2021]]', '[[5/21/2021]]', '[[05/21/2021]]', '[[21.5.2021]]', '[[21/5/21]]', '[[2021-05-21]]', '[[2021/05/21]]', '[[2021-05-21T13:34:00.123Z]]', 'on [[May 21, 2021]]', 'on [[21 May 2021]]', '[[21-May-2021]]', '[[May-2021]]', '[[21-MAY]]', '[[5/2021]]', '[[05-2021]]', '[[Friday, May 21, 2021]]', '[[21st of May 2021]]', '[[May 21st]]',
      'am [[21. Mai 2021]]', 'am [[3.1.1984]]', 'le [[21 mai 2021]]', 'le [[1er janvier 1990]]', 'el [[21 de mayo de 2021]]', 'il [[21 maggio 2021]]', 'em [[21 de maio de 2021]]', 'op [[21 mei 2021]]', '[[21/05/2021 13:45]]', '[[20210521]]', 'Bank of America, [[2021.05.21]]', '[[Sept. 3, 1999]]', '[[3rd September 1999]]', '[[1 Feb \'98]]'],
    none: ['52/52/2021', '2021-13-45', '99.99.99', '1.2.3', 'version 10.4.2', '1/2', '24/7', '12345678', 'mayor', 'march on', '10:30', '33-44-5555'] },
  { name: 'zip', label: 'LOCATION_ZIP',
    found: ['PLZ [[10117]]', 'Postleitzahl: [[80331]] München', 'London [[SW1A 1AA]]', '[[K1A 0B1]]', 'postcode [[EC1A 1BB]]', 'Springfield, IL [[62704]]', 'zip code [[94105-1234]]', 'CEP [[01310-100]]', 'code postal [[75001]]', '[[GIR 0AA]]', 'postcode: [[1012 AB]]', 'CAP [[00184]]'],
    none: ['There were 10117 cases of it', 'SW1A', 'K1A 0O1', 'Z1A 1A1', 'room 80331', '$94105', '1234', 'It costs 75001 euros', 'item 62704', 'QQ1 1AA'] },
  { name: 'mailbox of a payment', label: 'ACCOUNT_NUMBER',
    found: ['[[ada.byron@okhdfcbank]]', 'UPI: [[9876543210@ybl]]', 'pay to [[shop-12@paytm]]', '[[ravi@upi]]', '[[priya_k@oksbi]]', 'vpa [[a.kumar@okaxis]]', '[[user99@ibl]]', '[[store@icici]]', '[[m.singh@axl]]', '[[test@okicici]]'],
    none: ['ada@example.org', 'at@', '@ybl', 'ravi@upi.example.org', 'a@b', 'ybl', 'paytm', 'foo@bar', 'ravi@unknownbank', '@upi'] },
]
