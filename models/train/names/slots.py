"""The slots of the templates: people, places, companies and the like, drawn from the lists, some invented, some held back."""
import json
import random
import re
import zlib
from pathlib import Path

HERE = Path(__file__).parent
LANGUAGES = ('en', 'de', 'fr', 'es', 'it', 'pt', 'nl')
PEOPLE = {'en': ['en', 'en_AU', 'en_GH', 'en_ZA', 'en_IN', 'en_NG'], 'de': ['de', 'de_AT', 'de_CH'], 'fr': ['fr', 'fr_BE', 'fr_CH', 'fr_SN'], 'es': ['es', 'es_MX'],
          'it': ['it'], 'pt': ['pt_BR', 'pt_PT'], 'nl': ['nl', 'nl_BE', 'af_ZA']}
REGIONS = {'en': ['en', 'en_AU', 'en_CA', 'en_GB', 'en_IE', 'en_IN'], 'de': ['de', 'de_AT', 'de_CH'], 'fr': ['fr', 'fr_BE', 'fr_CA', 'fr_CH'], 'es': ['es', 'es_MX'], 'it': ['it'],
           'pt': ['pt_BR', 'pt_PT'], 'nl': ['nl', 'nl_BE']}
COUNTRIES = {'en': ['US', 'US', 'US', 'US', 'GB', 'GB', 'CA', 'AU', 'IE', 'IN', 'ZA', 'NZ', 'SG', 'NG', 'PH'], 'de': ['DE', 'DE', 'AT', 'CH'], 'fr': ['FR', 'FR', 'BE', 'CH', 'CA'],
             'es': ['ES', 'ES', 'MX', 'AR', 'CO', 'CL', 'PE'], 'it': ['IT'], 'pt': ['PT', 'BR', 'BR'], 'nl': ['NL', 'NL', 'BE']}
STREETS = {
    'en': 'Street Street St St. Avenue Ave Ave. Road Road Rd Rd. Drive Dr Dr. Lane Ln Boulevard Blvd Blvd. Court Ct Way Place Pl Terrace Circle Cir Highway Hwy Parkway Pkwy Square Close Crescent Gardens Grove Hill Row Trail Mews'.split(),
    'de': 'straße straße strasse str. str. weg weg allee gasse platz ring ufer damm'.split(),
    'fr': ['rue', 'rue', 'Rue', 'avenue', 'Avenue', 'boulevard', 'bd', 'place', 'chemin', 'allée', 'impasse', 'quai', 'route', 'av.'],
    'es': ['Calle', 'Calle', 'C/', 'calle', 'Avenida', 'Av.', 'Avda.', 'Plaza', 'Paseo', 'Camino', 'Carrera', 'Ronda', 'Travesía'],
    'it': ['Via', 'Via', 'via', 'Viale', 'Piazza', 'Corso', 'Largo', 'Vicolo', 'Strada', 'V.le', 'P.za'],
    'pt': ['Rua', 'Rua', 'R.', 'rua', 'Avenida', 'Av.', 'Travessa', 'Praça', 'Largo', 'Alameda', 'Estrada'],
    'nl': 'straat straat weg laan laan plein gracht kade singel dreef pad hof'.split()}
PARTICLES = {'de': ['von ', 'van ', 'zu ', 'von der '], 'fr': ['de ', 'du ', 'de la ', "d'", 'le '], 'es': ['de ', 'de la ', 'del '], 'it': ['De ', 'Di ', 'Della ', "D'", 'Lo '], 'pt': ['da ', 'de ', 'dos ', 'do '],
             'nl': ['van ', 'van der ', 'de ', 'van den ', 'ten '], 'en': ['Mc', 'Mac', "O'", 'de ', 'van ', 'St. ']}
VOWELS = 'aeiou'


def read_sections(path):
    out, key = {}, None
    for line in path.read_text('utf8').splitlines():
        if line.startswith('['):
            key = line[1:-1]
            out[key] = []
        elif key and line and not line.startswith('#'):
            out[key].append(line)
    return out


def read_vocab(name):
    return {key: list(dict.fromkeys(e.strip() for line in lines for e in line.split(';') if e.strip())) for key, lines in read_sections(HERE / 'vocab' / f'{name}.txt').items()}


def is_held(s, percent=12):
    return zlib.crc32(s.lower().encode()) % 100 < percent


class Invent:
    """Letters in the manner of a list (order-2 chain), so that a context is worth more than a list."""

    def __init__(self, words):
        self.next = {}
        for w in words:
            w = '^^' + w.lower() + '$'
            for i in range(2, len(w)):
                self.next.setdefault(w[i - 2:i], []).append(w[i])

    def draw(self, rng):
        for _ in range(20):
            w = '^^'
            while len(w) < 14:
                c = rng.choice(self.next[w[-2:]])
                if c == '$':
                    break
                w += c
            w = w[2:]
            if 3 < len(w) < 12 and w.isalpha():
                return w.capitalize()
        return 'Varena'


class Lists:
    def __init__(self, path, ordinary):
        self.raw = json.loads(Path(path).read_text('utf8'))
        world = self.world = read_vocab('world')
        people = self.people = self.raw['people']
        people['en']['family'] += world['family.en']
        people['en']['given'] += world['given.en']
        for code in ('jp', 'ar', 'in'):
            people[code] = {'given': world[f'given.{code}'], 'family': world[f'family.{code}']}
        for code in ('cn', 'kr'):
            s = world[f'syllable.{code}']
            people[code] = {'given': [a.capitalize() + j + b for a in s for b in s[::3] for j in ('', '-' if code == 'kr' else '')][::5], 'family': world[f'family.{code}']}
        self.vocab = {lang: read_vocab(lang) for lang in LANGUAGES if (HERE / 'vocab' / f'{lang}.txt').exists()}
        self.parts = {}
        self.invent_given = Invent([w for code in people for w in people[code]['given'][:400]])
        self.invent_family = Invent([w for code in people for w in people[code]['family'][:400] if ' ' not in w])
        self.invent_place = Invent([w for c in ('US', 'GB', 'DE', 'FR', 'ES', 'IT', 'PT', 'NL', 'PL', 'IN') for w in self.raw['cities'][c][:600] if w.isalpha()])
        # Runs of ordinary words from the corpora: material for headings and labels that name nobody.
        self.ordinary = ordinary

    def part(self, key, values, held):
        k = (key, held)
        if k not in self.parts:
            self.parts[k] = [v for v in values if is_held(v) == held] or list(values)
        return self.parts[k]


class Slots:
    """One document's world. Every method gives pieces: (text, label or None, entity number)."""

    def __init__(self, lists, rng, lang, held=False):
        self.l, self.rng, self.lang, self.held = lists, rng, lang, held
        self.n = 0
        self.home = rng.choice(COUNTRIES[lang])
        self.people = []

    # -- small helpers
    def ent(self, text, label):
        self.n += 1
        return [(text, label, self.n)]

    def o(self, text):
        return [(text, None, 0)]

    def vocab(self, key, lang=None):
        lang = lang or self.lang
        v = self.l.vocab.get(lang, {}).get(key) or self.l.vocab['en'][key]
        return self.rng.choice(v)

    def listed(self, key, values):
        return self.rng.choice(self.l.part(key, values, self.held))

    # -- people
    def person(self):
        """(given names, family name, language of the particles)"""
        rng = self.rng
        if self.people and rng.random() < .35:
            return rng.choice(self.people)
        r = rng.random()
        code = rng.choice(PEOPLE[self.lang]) if r < .3 else PEOPLE[self.lang][0] if r < .55 else rng.choice(list(self.l.people))
        p = self.l.people[code]
        given = self.l.invent_given.draw(rng) if rng.random() < .06 else self.listed('g' + code, p['given'])
        family = self.l.invent_family.draw(rng) if rng.random() < .12 else self.listed('f' + code, p['family'])
        lang = code.split('_')[0]
        if rng.random() < .05:
            family = rng.choice(PARTICLES.get(lang, PARTICLES['en'])) + family
        if (lang in ('es', 'pt') and rng.random() < .5) or rng.random() < .03:
            family += (rng.choice([' ', ' ', ' y ', '-']) if lang == 'es' else ' ' if lang == 'pt' else '-') + self.listed('f' + code, p['family'])
        if code in ('cn', 'kr') and rng.random() < .5 and '-' not in given:
            given = given[:3] + given[3:]
        self.people.append((given, family, code))
        return self.people[-1]

    def second(self, code):
        return self.listed('g' + code, self.l.people[code]['given'])

    def initial(self):
        return self.rng.choice('ABCDEFGHIJKLMNOPRSTVW')

    def name_parts(self):
        """[(text, GIVEN or FAMILY)] in one of the usual orders; spaces between belong to the name."""
        rng = self.rng
        given, family, code = self.person()
        r = rng.random()
        if r < .55:
            parts = [(given, 'GIVEN'), (' ', 'GIVEN'), (family, 'FAMILY')]
            if code in ('cn', 'kr', 'jp') and rng.random() < .4:
                parts = [(family, 'FAMILY'), (' ', 'FAMILY'), (given, 'GIVEN')]
        elif r < .65:
            parts = [(given + ' ' + self.initial() + rng.choice(['.', '.', '']), 'GIVEN'), (' ', 'GIVEN'), (family, 'FAMILY')]
        elif r < .73:
            parts = [(given + ' ' + self.second(code), 'GIVEN'), (' ', 'GIVEN'), (family, 'FAMILY')]
        elif r < .83:
            a = given[0] + rng.choice(['.', '.', '', '. ' + self.initial() + '.', '.' + self.initial() + '.'])
            parts = [(a, 'GIVEN'), (' ', 'GIVEN'), (family, 'FAMILY')]
        elif r < .87:
            parts = [(given + '-' + self.second(code), 'GIVEN'), (' ', 'GIVEN'), (family, 'FAMILY')]
        elif r < .92:
            parts = [(family.upper(), 'FAMILY'), (' ', 'FAMILY'), (given, 'GIVEN')]
            if rng.random() < .6:
                parts = parts[::-1]
        elif r < .95:
            parts = [(family, 'FAMILY'), (' ', 'FAMILY'), (given, 'GIVEN')]
        else:
            parts = [(given, 'GIVEN'), (' ', 'GIVEN'), (family, 'FAMILY'), (rng.choice([' Jr.', ', Jr.', ' Sr.', ' III', ' II', ' Jr']), 'FAMILY')]
        return parts

    def name(self):
        self.n += 1
        return [(text, label, self.n) for text, label in self.name_parts()]

    def lastfirst(self):
        self.n += 1
        given, family, code = self.person()
        rng = self.rng
        g = rng.choice([given, given, given[0] + '.', f'{given} {self.initial()}', f'{given} {self.second(code)}'])
        return [(family + rng.choice([',', ',', ' ,', ', ']).strip() + ' ', 'FAMILY', self.n), (g, 'GIVEN', self.n)]

    def given(self):
        return self.ent(self.person()[0], 'GIVEN')

    def givens(self):
        given, _, code = self.person()
        return self.ent(given + (' ' + self.second(code) if self.rng.random() < .5 else ''), 'GIVEN')

    def family(self):
        return self.ent(self.person()[1], 'FAMILY')

    def initials(self):
        return self.ent(self.initial() + '.' + (' ' if self.rng.random() < .5 else '') + (self.initial() + '.' if self.rng.random() < .6 else ''), 'GIVEN')

    def title(self):
        return self.o(self.vocab('title'))

    def med_name(self):
        if self.rng.random() < .35:
            return self.person()[1]
        return ''.join(text for text, _ in self.name_parts())

    def doctor(self):
        return self.ent(self.rng.choice(['Dr. ', 'Dr. ', 'Dr ', 'Doctor ', 'Prof. Dr. '] if self.lang != 'es' else ['Dr. ', 'Dra. ', 'Dr ']) + self.med_name(), 'MED')

    def mdname(self):
        return self.ent(self.med_name() + self.rng.choice([', MD', ', M.D.', ' MD', ', RN', ', DO', ', DDS', ', NP', ', PA-C', ', FNP', ' M.D.', ', PhD']), 'MED')

    def medname(self):
        return self.ent(''.join(text for text, _ in self.name_parts()), 'MED')

    # -- places
    def city_text(self):
        rng = self.rng
        r = rng.random()
        if r < .05:
            return self.l.invent_place.draw(rng)
        country = self.home if r < .65 else rng.choice(list(self.l.raw['cities']))
        cities = self.l.raw['cities'][country]
        for _ in range(9):  # big cities more often
            city = cities[int(len(cities) * rng.random() ** 2)]
            if is_held(city) == self.held:
                break
        return city

    def city(self):
        return self.ent(self.city_text(), 'CITY')

    def state(self):
        rng = self.rng
        if rng.random() < .12:
            code = rng.choice([c for c, r in self.l.raw['regions'].items() if r['state'] or r['county']])
        else:
            code = rng.choice(REGIONS[self.lang])
        r = self.l.raw['regions'][code]
        r = r if r['state'] or r['county'] else self.l.raw['regions']['en']
        if r['abbr'] and rng.random() < .35:
            return self.ent(rng.choice(r['abbr']), 'STATE')
        pool = r['county'] if r['county'] and (not r['state'] or rng.random() < .12) else r['state']
        name = rng.choice(pool)
        if pool is r['county'] and code == 'en' and rng.random() < .4:
            name += ' County'
        return self.ent(name, 'STATE')

    def zip_text(self):
        d = lambda n: ''.join(self.rng.choice('0123456789') for _ in range(n))
        u = lambda: self.rng.choice('ABCDEFGHJKLMNPRSTUWXYZ')
        form = {'US': lambda: d(5) + ('-' + d(4) if self.rng.random() < .15 else ''), 'GB': lambda: u() + (u() if self.rng.random() < .7 else '') + d(1) + (d(1) if self.rng.random() < .4 else '') + ' ' + d(1) + u() + u(),
                'CA': lambda: u() + d(1) + u() + ' ' + d(1) + u() + d(1), 'AU': lambda: d(4), 'NZ': lambda: d(4), 'ZA': lambda: d(4), 'IE': lambda: u() + d(2) + ' ' + u() + d(1) + u() + d(1), 'IN': lambda: d(6), 'SG': lambda: d(6),
                'DE': lambda: d(5), 'AT': lambda: d(4), 'CH': lambda: d(4), 'BE': lambda: d(4), 'NL': lambda: d(4) + self.rng.choice(['', ' ']) + u() + u(), 'PT': lambda: d(4) + '-' + d(3), 'BR': lambda: d(5) + '-' + d(3), 'AR': lambda: d(4), 'PE': lambda: d(5)}
        return form.get(self.home, lambda: d(5))()

    def zip(self):
        return self.ent(self.zip_text(), 'ZIP')

    def country(self):
        rng = self.rng
        if rng.random() < .12:
            return self.ent(rng.choice(self.l.world['country']), 'COUNTRY')
        return self.ent(rng.choice(self.l.raw['world'][self.lang if rng.random() < .85 else 'en']['country']), 'COUNTRY')

    def loc(self):
        if self.rng.random() < .3:
            a = self.city_text() if self.rng.random() < .5 else self.person()[1]
            form = self.rng.choice(['Lake {}', 'Mount {}', '{} River', '{} Airport', '{} Bridge', '{} Park', '{} Valley', '{} Island', '{} Station', '{} Beach', '{} Castle', 'Port of {}', '{} Square', '{} Mall', 'Cape {}'])
            return self.ent(form.format(a), 'LOC')
        return self.ent(self.vocab('loc'), 'LOC')

    def house(self):
        rng = self.rng
        n = rng.choice([rng.randint(1, 99), rng.randint(1, 999), rng.randint(1, 9999)] if self.lang == 'en' else [rng.randint(1, 50), rng.randint(1, 300)])
        return str(n) + (rng.choice('abcABC') if rng.random() < .06 else '')

    def street_name(self):
        rng, lang = self.rng, self.lang
        r = rng.random()
        noun = self.l.raw['words']
        listed = [s for c in REGIONS[lang] for s in self.l.raw['regions'].get(c, {}).get('street', [])]
        if listed and r < .25:
            s = rng.choice(listed)
            return s, True
        if r < .55:
            return self.person()[1].split(' ')[-1], False
        if r < .7:
            return self.city_text(), False
        if r < .8:
            return self.person()[0], False
        if lang == 'en':
            return rng.choice(['Main', 'Oak', 'Maple', 'Elm', 'Cedar', 'Pine', 'High', 'Church', 'Park', 'Mill', 'Station', 'Victoria', 'King', 'Queen', 'Washington', 'Lincoln', 'Jefferson', 'North', 'South', 'Lake', 'River', 'Sunset', 'Broad', 'Market', 'Spring', 'School', 'Chestnut', 'Walnut',
                               '1st', '2nd', '3rd', '4th', '5th', '7th', '12th', '42nd', 'First', 'Second', 'Third', 'Fifth', 'County Road', 'Old Mill', 'Green', 'Meadow', 'Hill', 'Forest', 'Ridge', rng.choice(noun['noun']).capitalize(), rng.choice(noun['adjective']).capitalize()]), False
        names = {'de': ['Haupt', 'Bahnhof', 'Schul', 'Garten', 'Berg', 'Kirch', 'Linden', 'Wald', 'Ring', 'Dorf', 'Wiesen', 'Goethe', 'Schiller', 'Mozart', 'Mühlen', 'Markt', 'Rosen', 'Birken', 'Sonnen', 'Feld'],
                 'fr': ['de la République', 'Victor Hugo', 'de la Gare', 'des Lilas', 'du Général de Gaulle', 'Jean Jaurès', "de l'Église", 'Pasteur', 'du Moulin', 'des Écoles', 'de la Paix', 'Saint-Martin', 'des Fleurs', 'de Paris', 'du 8 Mai 1945'],
                 'es': ['Mayor', 'Real', 'del Sol', 'de Alcalá', 'San Juan', 'de la Constitución', 'Gran Vía', 'Santa María', 'Cervantes', 'Juárez', 'Hidalgo', 'Reforma', 'Insurgentes', 'de la Paz', 'Colón', 'Nueva', '5 de Mayo', 'San Martín'],
                 'it': ['Roma', 'Garibaldi', 'Mazzini', 'Dante', 'Verdi', 'Cavour', 'Matteotti', 'Marconi', 'della Repubblica', 'San Francesco', 'Vittorio Emanuele II', 'delle Rose', 'dei Mille', 'XX Settembre', 'Leonardo da Vinci', 'Manzoni'],
                 'pt': ['da Liberdade', 'de Santa Catarina', 'Augusta', '25 de Abril', 'das Flores', 'da República', 'São João', 'XV de Novembro', 'Marechal Deodoro', 'do Comércio', 'Paulista', 'Sete de Setembro', 'da Boavista', 'Dom Pedro II'],
                 'nl': ['Dorps', 'Kerk', 'School', 'Molen', 'Stations', 'Hoofd', 'Beuken', 'Eiken', 'Prins Hendrik', 'Wilhelmina', 'Juliana', 'Koningin', 'Rozen', 'Nieuw', 'Oude ', 'Heren', 'Keizers']}
        return rng.choice(names[lang]), False

    def street_text(self):
        rng, lang = self.rng, self.lang
        name, full = self.street_name()
        if lang == 'en':
            if rng.random() < .05:
                return f'{rng.choice(["P.O. Box", "PO Box", "Box", "P. O. Box"])} {rng.randint(10, 99999)}'
            s = f'{self.house()} {rng.choice(["", "", "", "", "N ", "S. ", "West ", "East ", "NW "])}{name} {rng.choice(STREETS["en"]) if rng.random() < .85 else rng.choice(self.l.raw["regions"]["en"]["suffix"])}'
            if rng.random() < .18:
                s += rng.choice([', ', ' ']) + self.secondary_text()
            return s
        if lang in ('de', 'nl'):
            if full and lang == 'de':
                s = name
            else:
                suffix = rng.choice(STREETS[lang])
                s = f'{name.replace(" ", "-")}-{suffix.capitalize()}' if lang == 'de' and (' ' in name or rng.random() < .15) else name.rstrip() + suffix
            return s + (' ' + self.house() if rng.random() < .92 else '')
        kind = rng.choice(STREETS[lang])
        if lang == 'fr':
            s = f'{kind} {name}'
            return (self.house() + rng.choice([' ', ' ', ', ', ' bis ']) + s) if rng.random() < .92 else s
        s = f'{kind} {name}'
        r = rng.random()
        number = rng.choice([', ', ' ', ', ', ' nº ' if lang != 'it' else ', n. ']) + self.house()
        if r < .9:
            s += number
        if lang in ('es', 'pt') and rng.random() < .25:
            s += rng.choice([f', {rng.randint(1, 9)}º {rng.choice("ABCD")}', f' {rng.randint(1, 9)}º {rng.choice(["izq.", "dcha.", "Dto", "Esq"])}', f', apto {rng.randint(1, 99)}', f' Piso {rng.randint(1, 9)}'])
        return s

    def street(self):
        return self.ent(self.street_text(), 'STREET')

    def secondary_text(self):
        return self.fill_numbers(self.vocab('secondary'))

    def secondary(self):
        return self.ent(self.secondary_text(), 'STREET')

    def address(self, sep=None):
        """Parts of a postal address, on one line or on several."""
        rng = self.rng
        sep = sep or rng.choice([', ', ', ', ', ', ' ', ' - ', '~'])
        anglo = self.home in ('US', 'CA', 'AU', 'GB', 'IE', 'IN', 'ZA', 'NZ', 'SG', 'NG', 'PH')
        out = self.street()
        if anglo:
            out += self.o(sep) + self.city()
            if self.home in ('US', 'CA', 'AU') or rng.random() < .2:
                out += self.o(rng.choice([', ', ', ', ' ', '  '])) + self.state()
            if rng.random() < .9:
                out += self.o(rng.choice([' ', ' ', ', ', '  ']) if self.home != 'GB' else rng.choice([' ', ', ', sep])) + self.zip()
        else:
            out += self.o(sep)
            if rng.random() < .9:
                if rng.random() < .06:
                    out += self.o(rng.choice(['D-', 'F-', 'A-', 'CH-', 'B-', 'E-', 'I-', 'NL-']))
                out += self.zip() + self.o(rng.choice([' ', ' ', ' ', '  ']))
            out += self.city()
            if self.lang in ('it', 'es', 'pt') and rng.random() < .3:
                out += self.o(rng.choice([' (', ', ', ' - '])) + self.state()
                out = out if '(' not in out[-2][0] else out + self.o(')')
        if rng.random() < .15:
            out += self.o(sep) + self.country()
        return out

    def address2(self):
        return self.address('~')

    # -- companies
    def company(self, name):
        """A name with what the company is: "Byron Bakery", "Boulangerie Byron"."""
        rng, local = self.rng, self.l.vocab[self.lang].get('noun.org')
        if self.lang == 'en' or rng.random() < .4 or not local:
            return f'{name} {rng.choice(self.l.world["noun.org"])}'
        noun = rng.choice(local)
        first = self.lang in ('fr', 'es', 'it', 'pt') or rng.random() < .5
        return f'{noun} {name}' if first else f'{name} {noun}'

    def org_text(self):
        rng, w = self.rng, self.l.world
        family = lambda: self.person()[1]
        suffix = lambda: rng.choice(w['suffix.org'])
        tail = lambda p: ' ' + suffix() if rng.random() < p else ''
        r = rng.random()
        if r < .2:
            return self.listed('org', w['org'])
        if r < .3:
            return f'{family()} {suffix()}'
        if r < .36:
            return rng.choice([f'{family()}, {family()} & {family()}', f'{family()} & {family()}', f'{family()} and Sons', f'{family()} Brothers', self.company(self.person()[0] + "'s"), f'{family()}-{family()} {suffix()}'])
        if r < .5:
            return self.company(family()) + tail(.3)
        if r < .66:
            c = self.city_text()
            return rng.choice([self.company(c), self.company(c), f'University of {c}', f'{rng.choice(w["noun.org"])} {c}', f'City of {c}', f'FC {c}', f'First National Bank of {c}', f'{c} {rng.choice(["Tigers", "Bears", "United", "Eagles", "Hawks", "Knights"])}'])
        words = self.l.raw['words']
        if r < .78:
            return self.company(rng.choice(words['buzz'] + words['noun']).title()) + tail(.4)
        if r < .84:
            name = f'{rng.choice(words["adjective"]).title()} {rng.choice(words["noun"]).title()}'
            return f'{name} {suffix()}' if rng.random() < .6 else self.company(name)
        if r < .93:
            made = rng.choice([self.l.invent_place, self.l.invent_family]).draw(rng) + rng.choice(['', 'ix', 'ex', 'tech', 'soft', 'Corp', 'gen', 'Tek', 'ia', 'o', 'Med'])
            return rng.choice([lambda: made, lambda: f'{made} {suffix()}', lambda: self.company(made), lambda: f'{made} {suffix()}'])()
        a = ''.join(self.initial() for _ in range(rng.randint(2, 4)))
        return rng.choice([lambda: a, lambda: f'{a} {suffix()}', lambda: self.company(a)])()

    def org(self):
        return self.ent(self.org_text(), 'ORG')

    def medorg(self):
        rng, w = self.rng, self.l.world
        noun = rng.choice(self.l.vocab[self.lang].get('noun.medorg', w['noun.medorg']))
        head = rng.choice([self.city_text, self.city_text, lambda: self.person()[1], lambda: rng.choice(w['name.medorg']), lambda: rng.choice(w['name.medorg']), lambda: rng.choice(['St. ', 'Saint ']) + self.person()[0] + rng.choice(["'s", ''])])()
        if self.lang in ('fr', 'es', 'it', 'pt') or (self.lang in ('de', 'nl') and rng.random() < .5):
            return self.ent(f'{noun} {head}', 'MEDORG')
        return self.ent(f'{head} {noun}', 'MEDORG')

    # -- the rest
    def job(self):
        rng, w = self.rng, self.l.raw['words']
        t = self.vocab('occupation')
        if self.lang == 'en' and rng.random() < .2:
            t = rng.choice([f'{rng.choice(w["descriptor"])} {rng.choice(w["work"])} {rng.choice(w["type"])}', f'{rng.choice(w["work"])} {rng.choice(w["type"])}', f'{rng.choice(["Senior", "Junior", "Lead", "Chief", "Assistant", "Head", "Deputy"])} {t}'])
        if t.islower() and rng.random() < .45:
            t = t.title() if rng.random() < .7 else t.capitalize()
        return self.ent(t, 'OCC')

    def vocab_ent(self, key, label):
        t = self.vocab(key)
        r = self.rng.random()
        if r < .25 and t.islower():
            t = t.title() if r < .1 else t.capitalize()
        return self.ent(t, label)

    def origin(self):
        return self.vocab_ent('origin', 'ORIGIN')

    def religion(self):
        return self.vocab_ent('religion', 'RELIGION')

    def language(self):
        return self.ent(self.rng.choice(self.l.raw['world'][self.lang]['language'][:40]), 'LANGUAGE')

    def condition(self):
        return self.vocab_ent('condition', 'CONDITION')

    def drug(self):
        return self.vocab_ent('drug', 'DRUG')

    def injury(self):
        return self.vocab_ent('injury', 'INJURY')

    def process(self):
        return self.vocab_ent('process', 'PROCESS')

    def event(self):
        return self.ent(self.vocab('event'), 'EVENT')

    def party(self):
        return self.ent(self.vocab('party'), 'PARTY')

    def marital(self):
        return self.vocab_ent('marital', 'MARITAL')

    def physical(self):
        return self.ent(self.vocab('physical'), 'PHYSICAL')

    def date_text(self, year=None):
        rng = self.rng
        y, m, d = year or rng.randint(1990, 2030), rng.randint(1, 12), rng.randint(1, 28)
        month = self.l.vocab[self.lang]['month'][m - 1] if self.lang in self.l.vocab else 'May'
        short = month[:3]
        if self.lang == 'en':
            forms = [f'{m:02}/{d:02}/{y}', f'{m}/{d}/{y}', f'{m}/{d}/{y % 100:02}', f'{d:02}/{m:02}/{y}', f'{y}-{m:02}-{d:02}', f'{month} {d}, {y}', f'{d} {month} {y}', f'{short}. {d}, {y}', f'{d}-{short}-{y % 100:02}', f'{d:02} {short.upper()} {y}', f'{d:02}.{m:02}.{y}', f'{month} {y}', f'{month} {d}',
                     f'{d}{"st" if d % 10 == 1 and d != 11 else "th"} {month} {y}', f'{d:02}-{m:02}-{y}', f'{m:02}-{d:02}-{y}', f'{y}/{m:02}/{d:02}', f'{m}-{d}-{y % 100:02}']
        else:
            of = {'es': ' de ', 'pt': ' de '}.get(self.lang, ' ')
            dot = '.' if self.lang == 'de' else ''
            sep = '.' if self.lang == 'de' else '-' if self.lang == 'nl' and rng.random() < .6 else '/'
            forms = [f'{d:02}{sep}{m:02}{sep}{y}', f'{d}{sep}{m}{sep}{y}', f'{d}{dot}{of}{month}{of}{y}', f'{d}{dot}{of}{month}', f'{y}-{m:02}-{d:02}', f'{d:02}{sep}{m:02}{sep}{y % 100:02}', f'{d:02}.{m:02}.{y}', f'{month} {y}']
        return rng.choice(forms)

    def date(self):
        return self.ent(self.date_text(), 'DATE')

    def dob(self):
        return self.ent(self.date_text(self.rng.randint(1925, 2022)), 'DOB')

    def month(self):
        return self.vocab_ent('month', 'DATE')

    def weekday(self):
        return self.vocab_ent('weekday', 'DATE')

    def user(self):
        rng = self.rng
        given, family, _ = self.person()
        g, f = re.sub(r'\W', '', given.lower()), re.sub(r'\W', '', family.lower())
        return self.ent(rng.choice([g + f, g + str(rng.randint(1, 99)), g[0] + f, f + g[0], g + '_' + f, f + str(rng.randint(1, 9999)), rng.choice(self.l.raw['words']['noun']) + str(rng.randint(1, 999)), g + '.' + f]), 'USER')

    def email(self):
        u = self.user()[0][0]
        return self.o(u + '@' + self.rng.choice(['gmail.com', 'yahoo.com', 'example.org', 'outlook.com', re.sub(r'[^a-z]', '', self.org_text().lower())[:14] + self.rng.choice(['.com', '.org', '.de', '.net', '.co.uk'])]))

    def words(self):
        run = self.rng.choice(self.l.ordinary.get(self.lang) or self.l.ordinary['en'])
        return self.o(' '.join(run))

    def heading(self):
        if self.rng.random() < .5:
            run = self.rng.choice(self.l.ordinary.get(self.lang) or self.l.ordinary['en'])[:5]
            return self.o(self.rng.choice([' '.join(run).title(), ' '.join(run).upper(), ' '.join(run).capitalize()]))
        return self.o(self.vocab('heading'))

    def word(self):
        return self.o(self.rng.choice(self.l.ordinary.get(self.lang) or self.l.ordinary['en'])[0])

    def product(self):
        rng, w = self.rng, self.l.raw['words']
        r = rng.random()
        if r < .35:
            t = rng.choice(w['product'] + w['thing'])
        elif r < .5:
            return self.code()
        else:
            t = ' '.join(rng.choice(w[k]) for k in rng.choice([('adjective', 'noun'), ('material', 'noun'), ('noun', 'noun'), ('noun',), ('adjective', 'material', 'noun')]))
        return self.o(t if rng.random() < .3 else t.title() if rng.random() < .7 else t.upper())

    def code(self):
        """What only looks like a name: brands, short forms, compounds, part numbers."""
        rng = self.rng
        letters = ''.join(rng.choice('ABCDEFGHIJKLMNOPQRSTUVWXYZ') for _ in range(rng.randint(2, 5)))
        made = self.l.invent_place.draw(rng)
        return self.o(rng.choice([lambda: letters, lambda: letters + str(rng.randint(1, 999)), lambda: f'{letters}-{rng.randint(1, 99)}', lambda: f'{made.upper()} {rng.choice(["100", "Lights", "KS", "II", "B4", "PLUS", "XL", "20 mg", "2000"])}',
                                  lambda: made + rng.choice(['ol', 'ene', 'ate', 'ide', 'ine', 'one']) + rng.choice(['', ' acid', ' 5%']), lambda: f'{letters} {rng.choice(self.l.raw["words"]["noun"]).upper()}', lambda: f'{rng.randint(1, 99)}-{made.lower()}'])())

    def ui(self):
        return self.o(self.vocab('ui'))

    def gender(self):
        return self.o(self.rng.choice({'en': ['male', 'female', 'man', 'woman', 'gentleman', 'M', 'F'], 'de': ['Mann', 'Frau'], 'fr': ['homme', 'femme'], 'es': ['hombre', 'mujer'], 'it': ['uomo', 'donna'], 'pt': ['homem', 'mulher'], 'nl': ['man', 'vrouw']}[self.lang]))

    def digits(self, n):
        return ''.join(self.rng.choice('0123456789') for _ in range(n))

    def fill_numbers(self, s):
        return re.sub(r'\{n(\d)\}', lambda m: str(self.rng.randint(10 ** (int(m[1]) - 1), 10 ** int(m[1]) - 1)), s).replace('{L}', self.rng.choice('ABCDEFH'))

    def L(self):
        return self.o(self.rng.choice('ABCDEFH'))

    def id(self):
        rng = self.rng
        u = lambda n: ''.join(rng.choice('ABCDEFGHJKLMNPQRSTUVWXYZ') for _ in range(n))
        return self.o(rng.choice([self.digits(rng.randint(4, 11)), u(2) + self.digits(6), u(1) + self.digits(7), u(3) + '-' + self.digits(4), self.digits(3) + '-' + self.digits(2) + '-' + self.digits(4), u(2) + '-' + self.digits(5) + '/' + self.digits(2), self.digits(4) + ' ' + self.digits(4) + ' ' + self.digits(4), 'INV-' + self.digits(5), '#' + self.digits(4)]))

    def num(self):
        return self.o(self.rng.choice([self.digits(2), f'{self.rng.random() * 100:.1f}', f'{self.rng.random() * 10:.2f}', f'{self.rng.randint(1000, 99999):,}']))

    def year(self):
        return self.ent(str(self.rng.randint(1950, 2026)), 'DATE')

    def age(self):
        return self.o(str(self.rng.randint(1, 95)))

    def money(self):
        v = self.rng.random() * 10 ** self.rng.randint(1, 5)
        return self.o(self.rng.choice([f'${v:,.2f}', f'{v:.2f}', f'€{v:,.2f}', f'£{v:,.2f}', f'{v:,.0f} USD', f'{v:.2f} EUR'.replace('.', ','), f'$ {v:,.2f}']))

    def phone(self):
        d = self.digits
        return self.o(self.rng.choice([f'({d(3)}) {d(3)}-{d(4)}', f'{d(3)}-{d(3)}-{d(4)}', f'+{d(2)} {d(3)} {d(3)} {d(4)}', f'0{d(4)} {d(6)}', f'+1 {d(3)} {d(3)} {d(4)}', f'{d(3)}.{d(3)}.{d(4)}', f'0{d(2)}/{d(7)}', f'0{d(1)} {d(2)} {d(2)} {d(2)} {d(2)}']))

    def url(self):
        return self.o('www.' + re.sub(r'[^a-z]', '', self.org_text().lower())[:14] + '.com')

    def ip(self):
        return self.o('.'.join(str(self.rng.randint(1, 254)) for _ in range(4)))

    def time(self):
        r = self.rng
        return self.o(r.choice([f'{r.randint(0, 23):02}:{r.randint(0, 59):02}', f'{r.randint(1, 12)}:{r.randint(0, 59):02} {r.choice(["am", "pm", "AM", "PM"])}', f'{r.randint(1, 12)} {r.choice(["am", "pm", "p.m."])}']))

    def dose(self):
        r = self.rng
        return self.o(r.choice([f'{r.choice([5, 10, 20, 25, 40, 50, 75, 81, 100, 200, 250, 325, 400, 500, 850, 1000])} {r.choice(["mg", "mg", "mcg", "ml", "units"])}', f'{r.choice([5, 10, 20, 50, 500])}mg', f'{r.randint(1, 3)} tablets']))

    def fill(self, template):
        """The pieces of a template."""
        out = []
        for i, part in enumerate(re.split(r'\{(\w+)\}', template)):
            if i % 2 == 0:
                if part:
                    out += self.o(part)
            elif re.fullmatch(r'n\d', part):
                out += self.o(self.fill_numbers('{' + part + '}'))
            else:
                out += getattr(self, part)()
        return out
