"""python-pskc, asked by tests/oracle/pskc.rs: it writes files that Guichet must read, and reads those that
Guichet writes.

    pskc_oracle.py write FOLDER SEED COUNT   writes COUNT files and cases.json, which says what is in them
    pskc_oracle.py read FOLDER               reads the files of cases.json, prints what it finds in them
    pskc_oracle.py sdist FOLDER              fetches the package's source, with its test files, prints where it is
"""

import datetime
import json
import os
import random
import re
import subprocess
import sys
import tarfile
import warnings

warnings.simplefilter('ignore')

from pskc import PSKC  # noqa: E402

HOTP = 'urn:ietf:params:xml:ns:keyprov:pskc:hotp'
TOTP = 'urn:ietf:params:xml:ns:keyprov:pskc:totp'
CIPHERS = [
    'aes128-cbc', 'aes192-cbc', 'aes256-cbc', 'tripledes-cbc', 'kw-aes128', 'kw-aes192', 'kw-aes256',
    'kw-tripledes',
]
HASHES = ['hmac-sha1', 'hmac-sha224', 'hmac-sha256', 'hmac-sha384', 'hmac-sha512']
LETTERS = 'abcXYZ0189 -.éàœ€&<>"\'日本🔑'
VISIBLE = ''.join(chr(code) for code in range(0x21, 0x7f))


def text(dice, letters, longest):
    return ''.join(dice.choice(letters) for _ in range(dice.randint(1, longest))).strip()


def date(dice):
    if dice.random() < 0.5:
        return None
    return datetime.datetime.fromtimestamp(dice.randrange(4_000_000_000), datetime.timezone.utc)


def seed_bytes(dice, cipher):
    length = dice.choice([1, 7, 8, 10, 16, 20, 20, 20, 24, 32, 64, 128])
    if cipher == 'kw-tripledes':
        length = max(8, length // 8 * 8)
    return dice.randbytes(length)


def ambiguous(number, longest=99):
    """Whether the bytes that python-pskc makes of a number also are other digits in ASCII."""
    raw = number.to_bytes(max(1, (number.bit_length() + 7) // 8), 'big')
    return len(raw) <= longest and raw.isdigit() and int(raw) != number


def some_counter(dice):
    while True:
        counter = dice.choice([0, 1, dice.randrange(300), dice.randrange(70_000), dice.randrange(2**63)])
        if not ambiguous(counter) or ambiguous(counter, 3):
            return counter  # no button is pressed as often as the others tell


def make_key(dice, pskc, place, cipher, fields):
    serial = text(dice, VISIBLE, 30) + '-%d' % place
    clock = dice.random() < 0.5
    counter = some_counter(dice)
    key = pskc.add_key(
        id=serial,
        serial=serial,
        manufacturer=text(dice, LETTERS, 40) or None,
        model=dice.choice([None, 'C200']),
        algorithm=TOTP if clock else HOTP,
        algorithm_suite=dice.choice([None, 'HMAC-SHA1', 'HMAC-SHA256', 'HMAC-SHA512']),
        response_encoding='DECIMAL',
        response_length=dice.randint(6, 8),
        secret=seed_bytes(dice, cipher),
    )
    if clock:
        key.time_interval = dice.choice([30, 60, dice.randint(1, 3_600)])
    else:
        key.counter = counter
    key.policy.start_date = date(dice)
    key.policy.expiry_date = date(dice)
    told = describe(key)
    told['ambiguous'] = (
        ('counter' in fields and not clock and ambiguous(counter))
        or ('time_interval' in fields and clock and ambiguous(key.time_interval, 1)))
    return told


def describe(key):
    def stamp(moment):
        if moment and not moment.tzinfo:
            moment = moment.replace(tzinfo=datetime.timezone.utc)
        return moment and round(moment.timestamp() * 1000)
    names = [name.strip() for name in (key.manufacturer, key.model) if name and name.strip()]
    return {
        'serial': key.serial or key.id,
        'maker': ' '.join(names),
        'algorithm': key.algorithm,
        'suite': key.algorithm_suite,
        'digits': key.response_length,
        'seed': key.secret.hex() if key.secret is not None else None,
        'counter': key.counter,
        'period': key.time_interval,
        'starts': stamp(key.policy.start_date),
        'expires': stamp(key.policy.expiry_date),
    }


def protect(dice, pskc, cipher, fields):
    """Encrypts as one of python-pskc's users could; what opens the file."""
    if dice.random() < 0.5:
        pskc.mac.setup(algorithm=dice.choice(HASHES))  # CBC gets HMAC-SHA1 by itself, key wrap nothing
    if dice.random() < 0.5:
        password = text(dice, LETTERS, 20) or 'x'
        pskc.encryption.setup_pbkdf2(
            password, algorithm=cipher, fields=fields, iterations=dice.randint(1, 3_000),
            salt_length=dice.randint(1, 40), prf=dice.choice([None] + HASHES),
            key_name=dice.choice([None, 'Mine']))
        return {'password': password}
    key_length = dice.choice([16, 24]) if 'tripledes' in cipher else None
    pskc.encryption.setup_preshared_key(
        algorithm=cipher, fields=fields, key_length=key_length, key_name=dice.choice([None, 'Pre-shared']))
    pskc.encryption.key_name = pskc.encryption.key_name or 'Some key'
    return {'key': pskc.encryption.key.hex()}


def restyle(dice, xml):
    """The same file as others write it: other prefixes, the other form of PBKDF2, other encodings."""
    if dice.random() < 0.4:
        xml = re.sub(r'<PRF>([^<]*)</PRF>', r'<PRF Algorithm="\1"/>', xml)
    if dice.random() < 0.4:
        xml = xml.replace('xenc11:PBKDF2-params', 'pkcs5:PBKDF2-params')
        xml = xml.replace('<pkcs5:PBKDF2-params', '<pkcs5:PBKDF2-params xmlns:pkcs5="urn:pkcs5"')
    if dice.random() < 0.3:
        xml = xml.replace('pskc:', 'p:').replace(':p:hotp', ':pskc:hotp').replace(':p:totp', ':pskc:totp')
        xml = xml.replace('xmlns:pskc', 'xmlns:p')
    if dice.random() < 0.2:
        xml = xml.replace('\n', '\r\n')
    encoding = dice.choice(['utf-8'] * 4 + ['utf-16', 'utf-16-le', 'utf-16-be', 'cp1252'])
    name = {'cp1252': 'ISO-8859-1'}.get(encoding, 'UTF-16' if 'utf-16' in encoding else 'UTF-8')
    body = re.sub(r'^<\?xml[^>]*\?>\s*', '', xml)
    try:
        return ('<?xml version="1.0" encoding="%s"?>\n%s' % (name, body)).encode(encoding)
    except UnicodeEncodeError:
        return ('<?xml version="1.0" encoding="UTF-8"?>\n' + body).encode()


def write(folder, seed, count):
    dice = random.Random(seed)
    cases = []
    for number in range(count):
        pskc = PSKC()
        cipher = dice.choice([None] + CIPHERS * 2)
        if cipher == 'kw-tripledes':
            fields = ['secret']  # it wraps nothing that is not made of 8 bytes
        else:
            fields = ['secret'] + dice.choice([[], [], ['counter', 'time_interval'], ['counter']])
        unlock = protect(dice, pskc, cipher, fields) if cipher else {}
        if cipher == 'kw-tripledes' and pskc.mac.algorithm:
            pskc.mac.key = dice.randbytes(24)
        fields = fields if cipher else []
        keys = [make_key(dice, pskc, place, cipher, fields) for place in range(dice.randint(1, 5))]
        path = os.path.join(folder, 'case-%d.xml' % number)
        pskc.write(path)
        with open(path, encoding='utf-8') as source:
            xml = restyle(dice, source.read())
        with open(path, 'wb') as target:
            target.write(xml)
        cases.append({'file': path, 'unlock': unlock, 'keys': keys, 'cipher': cipher})
    with open(os.path.join(folder, 'cases.json'), 'w') as target:
        json.dump(cases, target)


def read_one(case):
    try:
        pskc = PSKC(case['file'])
        if 'password' in case['unlock']:
            pskc.encryption.derive_key(case['unlock']['password'])
        if 'key' in case['unlock']:
            pskc.encryption.key = bytes.fromhex(case['unlock']['key'])
        return {'keys': [describe(key) for key in pskc.keys], 'mac': pskc.mac.algorithm}
    except Exception as fault:
        return {'fault': '%s: %s' % (type(fault).__name__, fault)}


def read(folder):
    with open(os.path.join(folder, 'cases.json')) as source:
        cases = json.load(source)
    json.dump([read_one(case) for case in cases], sys.stdout)


def sdist(folder):
    archive = os.environ.get('GUICHET_ORACLE_SDIST')
    if not archive:
        subprocess.run(
            [sys.executable, '-m', 'pip', 'download', '--quiet', '--no-binary', ':all:', '--no-deps',
             '--disable-pip-version-check', '--dest', folder, 'python-pskc==1.4'],
            check=True, stdout=sys.stderr)
        archive, = [os.path.join(folder, name) for name in os.listdir(folder) if name.endswith('.tar.gz')]
    with tarfile.open(archive) as source:
        source.extractall(folder, filter='data')
    found, = [entry.path for entry in os.scandir(folder) if entry.is_dir() and 'pskc' in entry.name]
    print(os.path.join(found, 'tests'))


if __name__ == '__main__':
    if sys.argv[1] == 'write':
        write(sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
    elif sys.argv[1] == 'read':
        read(sys.argv[2])
    else:
        sdist(sys.argv[2])
