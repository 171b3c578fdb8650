"""The people of the test server: who is in which realm, who may do what. All of it is invented."""

import base64
import hashlib
import unicodedata
from dataclasses import dataclass

ACADEMY = "academie"
CONTRACTORS = "prestataires"
# Administrators: by PIN and code; by the directory's password, for sessions of a few seconds.
AGENTS = "agents"
BRIEF = "remplacants"
DOWN = "panne"

# Policies tell their administrators by these names.
ADMINS = {
    "admin": "Racine-5120-essai",
    "helpdesk": "Guichet-5120-essai",
    "lecture": "Lecture-5120-essai",
    "astreinte": "Astreinte-5120-essai",
    "arrivages": "Arrivages-5120-essai",
}
# Everybody's password in the directories; agents log in with a key instead.
PASSWORD = "Annuaire-5120-essai"

SCHOOLS = [
    ("0760127A", "Collège Jean-Moulin, Dieppe"),
    ("0760890E", "Lycée Élise-Lemonnier, Rouen"),
    ("0761742F", "École de l’Hôtel-Dieu, Le Havre"),
    ("0270016W", "Collège de l’Iton, Évreux"),
]


@dataclass(frozen=True)
class Person:
    """Somebody in a directory."""

    userid: str
    username: str
    givenname: str
    surname: str
    realm: str
    uai: str = ""
    school: str = ""

    @property
    def email(self) -> str:
        plain = unicodedata.normalize("NFD", self.username).encode("ascii", "ignore").decode()
        return f"{plain}@ac-exemple.example"

    @property
    def phone(self) -> str:
        return f"02 99 00 {int(self.userid) % 10000 // 100:02} {int(self.userid) % 100:02}"


# Login, given name, family name. Accents, apostrophes and a login that is not ASCII on purpose.
_NAMES = {
    ACADEMY: """
amelie.durand, Amélie, Durand
jerome.lefevre, Jérôme, Lefèvre
eloise.marchand, Éloïse, Marchand
f.dangelo, Flavia, D’Angelo
herve.oreilly, Hervé, O'Reilly
jérôme.müller, Jérôme, Müller
anne-sophie.le-goff, Anne-Sophie, Le Goff
noel.saint-andre, Noël, Saint-André
cunegonde.oeuvrard, Cunégonde, Œuvrard
jean.de-la-tour, Jean, de La Tour
karim.benali, Karim, Benali
lucie.petit, Lucie, Petit
marc.petit, Marc, Petit
marie.petit, Marie, Petit
odile.fabre, Odile, Fabre
paul.garnier, Paul, Garnier
sarah.cohen, Sarah, Cohen
thi-mai.nguyen, Thị Mai, Nguyễn
yann.le-bihan, Yann, Le Bihan
zoe.caron, Zoé, Caron
alain.roux, Alain, Roux
beatrice.noel, Béatrice, Noël
cedric.masson, Cédric, Masson
delphine.leroy, Delphine, Leroy
emile.gautier, Émile, Gautier
francoise.picard, Françoise, Picard
gael.renaud, Gaël, Renaud
helene.colin, Hélène, Colin
ines.faure, Inès, Faure
joel.blanchard, Joël, Blanchard
karine.andre, Karine, André
loic.mercier, Loïc, Mercier
maelle.dupuis, Maëlle, Dupuis
nadia.haddad, Nadia, Haddad
olivier.brun, Olivier, Brun
pascale.meunier, Pascale, Meunier
quentin.adam, Quentin, Adam
remi.perrot, Rémi, Perrot
solene.giraud, Solène, Giraud
theo.lambert, Théo, Lambert
ursule.vidal, Ursule, Vidal
valerie.aubert, Valérie, Aubert
william.roy, William, Roy
xavier.barbier, Xavier, Barbier
yasmine.said, Yasmine, Saïd
zacharie.huet, Zacharie, Huet
agnes.poirier, Agnès, Poirier
benoit.lacroix, Benoît, Lacroix
celine.fontaine, Céline, Fontaine
didier.bourgeois, Didier, Bourgeois
""",
    CONTRACTORS: """
p.martin, Paule, Martin
q.simon, Quitterie, Simon
r.blanc, Rodolphe, Blanc
s.faure, Simon, Faure
t.roche, Tiphaine, Roche
""",
    AGENTS: """
m.durand, Mireille, Durand
n.costa, Nino, Costa
o.lemoine, Ombeline, Lemoine
p.weber, Pierre, Weber
""",
    BRIEF: "e.brunel, Edmée, Brunel",
    DOWN: "v.absent, Victor, Absent",
}
# The number of the first person of each realm in its directory.
_FIRST = {ACADEMY: 1001, CONTRACTORS: 3001, AGENTS: 4001, BRIEF: 4501, DOWN: 5001}


def _school(realm: str, at: int) -> tuple[str, str]:
    if realm == ACADEMY:
        return SCHOOLS[at % len(SCHOOLS)]
    return SCHOOLS[0] if realm == CONTRACTORS else ("", "")


PEOPLE = [
    Person(str(_FIRST[realm] + at), *line.split(", "), realm, *_school(realm, at))
    for realm, names in _NAMES.items()
    for at, line in enumerate(names.strip().splitlines())
]


def of(realm: str) -> list[Person]:
    """The people of a realm, in a fixed order."""
    return [person for person in PEOPLE if person.realm == realm]


def password_hash(userid: str) -> str:
    """The directory password as a salted SHA-256; the salt is fixed, so that two runs are alike."""
    salt = hashlib.sha256(userid.encode()).digest()[:8]
    return "{SSHA256}" + base64.b64encode(hashlib.sha256(PASSWORD.encode() + salt).digest() + salt).decode()
