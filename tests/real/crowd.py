"""Puts thousands of people with a key each into the test server, for measurements.

    crowd.py REAL_JSON COUNT DATABASE

The people are written into the SQL directory of the academy. The keys are written into the server's database as
copies of one that the server made itself: same seed, same PIN, other serial, other holder. Over REST it would take
the server minutes, and its tables would hold the same rows. What is there is told under `crowd` in real.json.
"""

import json
import sqlite3
import sys
import time
import unicodedata
from pathlib import Path

from cast import ACADEMY, of, password_hash
from privacyidea.models import Realm, Token, TokenInfo, TokenOwner, TokenRealm
from provision import COLUMNS, RESOLVERS
from sqlalchemy import create_engine, insert, select

FIRST_NUMBER = 100_001
FIRST_SERIAL = 20_000_001
FIRST_SCHOOL = 763_000
PEOPLE_OF_A_SCHOOL = 40
# People and keys told one by one in real.json, far apart.
TOLD = 400
LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ"


def _plain(name: str) -> str:
    bare = unicodedata.normalize("NFD", name.replace("œ", "oe").replace("Œ", "Oe")).encode("ascii", "ignore").decode()
    return "".join(letter for letter in bare.lower().replace(" ", "-") if letter.isalnum() or letter == "-")


def people(count: int) -> list[dict]:
    """As many as wanted: each family name with each given name of the cast, again and again."""
    all_given = list(dict.fromkeys(person.givenname for person in of(ACADEMY)))
    families = list(dict.fromkeys(person.surname for person in of(ACADEMY)))
    crowd = []
    for at in range(count):
        turn, given = divmod(at, len(all_given))
        turn, family = divmod(turn, len(families))
        given, family = all_given[given], families[family]
        school = at // PEOPLE_OF_A_SCHOOL
        number = FIRST_SCHOOL + school
        # The cast itself has the same names without a number.
        login = f"{_plain(given)}.{_plain(family)}{turn + 2}"
        crowd.append(
            {
                "userid": str(FIRST_NUMBER + at),
                "username": login,
                "givenname": given,
                "surname": family,
                "email": f"{login}@ac-exemple.example",
                "phone": "",
                "mobile": "",
                "uai": f"{number:07}{LETTERS[number % len(LETTERS)]}",
                "school": f"Collège n° {school + 1}",
                "password": "",
                "serial": f"GALT{FIRST_SERIAL + at}",
            }
        )
    return crowd


def write_people(path: Path, crowd: list[dict]) -> None:
    password = password_hash("foule")
    with sqlite3.connect(path) as base:
        base.executemany(
            f"insert into people values ({', '.join('?' * len(COLUMNS))})",
            [tuple(person[name] for name in COLUMNS[:-1]) + (password,) for person in crowd],
        )
    base.close()


def write_keys(address: str, model: str, crowd: list[dict]) -> None:
    """A copy of the model for each person, with its rows in the other tables."""
    token, owner, realm, info = (kind.__table__ for kind in (Token, TokenOwner, TokenRealm, TokenInfo))
    with create_engine(address).begin() as base:
        own = dict(base.execute(select(token).where(token.c.serial == model)).mappings().one())
        words = base.execute(select(info).where(info.c.token_id == own.pop("id"))).mappings().all()
        realm_id = base.execute(select(Realm.__table__.c.id).where(Realm.__table__.c.name == ACADEMY)).scalar_one()
        base.execute(insert(token), [own | {"serial": person["serial"]} for person in crowd])
        made = select(token.c.serial, token.c.id).where(token.c.serial.between(*_ends(crowd)))
        ids = {serial: at for serial, at in base.execute(made)}
        held = [(ids[person["serial"]], person["userid"]) for person in crowd]
        base.execute(insert(realm), [{"token_id": at, "realm_id": realm_id} for at, _ in held])
        base.execute(
            insert(owner),
            [{"token_id": at, "resolver": RESOLVERS[ACADEMY], "user_id": user, "realm_id": realm_id} for at, user in held],
        )
        bare = [{name: value for name, value in word.items() if name not in ("id", "token_id")} for word in words]
        base.execute(insert(info), [word | {"token_id": at} for at, _ in held for word in bare])


def _ends(crowd: list[dict]) -> tuple[str, str]:
    return crowd[0]["serial"], crowd[-1]["serial"]


def main(told: Path, count: int, address: str) -> None:
    began = time.monotonic()
    real = json.loads(told.read_text())
    crowd = people(count)
    model = next(key for key in real["keys"] if key["state"] == "ok" and key["realm"] == ACADEMY)
    write_people(told.parent / "academie.sqlite", crowd)
    write_keys(address, model["serial"], crowd)
    # Not a multiple of the number of names, so that these vary.
    apart = count // TOLD + 1
    names = ("username", "givenname", "surname", "uai", "serial")
    real["crowd"] = {
        "people": count,
        "model": model["serial"],
        "some": [{name: person[name] for name in names} for person in crowd[::apart]],
    }
    told.write_text(json.dumps(real, ensure_ascii=False, indent=1, sort_keys=True) + "\n")
    print(f"real server: {count} more people with a key each in {time.monotonic() - began:.0f} s", file=sys.stderr)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3])
