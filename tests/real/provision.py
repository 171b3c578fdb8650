"""Fills the test server over REST and writes what is in it to real.json.

provision.py ADDRESS FOLDER REAL_JSON
provision.py --tell REAL_JSON           says it to somebody who reads
"""

import json
import sqlite3
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta, timezone
from pathlib import Path

from cast import ACADEMY, ADMINS, AGENTS, BRIEF, CONTRACTORS, DOWN, PASSWORD, PEOPLE, SCHOOLS, Person, of, password_hash
from client import Client, upload
from keys import STATES, Key, plan
from rights import BRIEF_SESSION, NEW_PIN, POLICIES

RESOLVERS = {ACADEMY: "annuaire", CONTRACTORS: "fichier", AGENTS: "equipe", BRIEF: "remplacants", DOWN: "en-panne"}
COLUMNS = ("userid", "username", "givenname", "surname", "email", "phone", "mobile", "uai", "school", "password")


def write_directory(path: Path, people: list[Person]) -> None:
    """One SQL directory: a table of people in a file of its own."""
    with sqlite3.connect(path) as base:
        base.execute(f"create table people ({', '.join(f'{name} text' for name in COLUMNS)})")
        base.executemany(
            f"insert into people values ({', '.join('?' * len(COLUMNS))})",
            [
                (
                    p.userid,
                    p.username,
                    p.givenname,
                    p.surname,
                    p.email,
                    p.phone,
                    "",
                    p.uai,
                    p.school,
                    password_hash(p.userid),
                )
                for p in people
            ],
        )
    base.close()


def sql_resolver(path: Path) -> dict:
    names = {name: name for name in COLUMNS}
    return {
        "type": "sqlresolver",
        "Driver": "sqlite",
        "Server": "",
        "Database": str(path),
        "Table": "people",
        "Limit": 500,
        "Editable": 0,
        "Encoding": "utf8",
        "Map": json.dumps(names),
    }


def passwd_resolver(path: Path, people: list[Person]) -> dict:
    """A flat file; its people have no password of the directory."""
    lines = [
        f"{p.username}:*:{p.userid}:100:{p.givenname} {p.surname},,,{p.phone},{p.email}:/nowhere:/bin/false"
        for p in people
    ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return {"type": "passwdresolver", "fileName": str(path)}


def set_policy(admin: Client, policy: dict) -> None:
    body = dict(policy)
    admin.do("POST", f"/policy/{body.pop('name')}", {"active": True, **body})


def set_up(admin: Client, folder: Path) -> None:
    """Directories, realms, policies."""
    write_directory(folder / "academie.sqlite", of(ACADEMY))
    write_directory(folder / "remplacants.sqlite", of(BRIEF))
    write_directory(folder / "panne.sqlite", of(DOWN))
    bodies = {
        ACADEMY: sql_resolver(folder / "academie.sqlite"),
        CONTRACTORS: passwd_resolver(folder / "prestataires", of(CONTRACTORS)),
        AGENTS: passwd_resolver(folder / "agents", of(AGENTS)),
        BRIEF: sql_resolver(folder / "remplacants.sqlite"),
        DOWN: sql_resolver(folder / "panne.sqlite"),
    }
    for realm, name in RESOLVERS.items():
        admin.do("POST", f"/resolver/{name}", bodies[realm])
        admin.do("POST", f"/realm/{realm}", {"resolvers": name})
    admin.do("POST", f"/defaultrealm/{ACADEMY}")
    for policy in POLICIES:
        set_policy(admin, policy)
    # A flat file has no column for a school: privacyIDEA's own attribute holds it.
    for person in of(CONTRACTORS):
        body = {"user": person.username, "realm": person.realm, "key": "uai", "value": SCHOOLS[0][0]}
        admin.do("POST", "/user/attribute", body)


def check(url: str, key: Key, password: str) -> None:
    """One login that must be refused."""
    body = {"user": key.holder.username, "realm": key.realm, "pass": password}
    reply = Client(url).send("POST", "/validate/check", body=body)
    if reply.status != 200 or reply.value is not False:
        raise SystemExit(f"{key.serial}: {reply.status} {reply.body}")


def day(days: int) -> str:
    return (datetime.now(timezone.utc) + timedelta(days=days)).strftime("%Y-%m-%dT%H:%M+0000")


def import_keys(admin: Client, keys: list[Key]) -> None:
    """Most keys come in files, as they do in an academy: hundreds of them in the time of ten requests."""
    held, stock = ["# version: 2"], []
    for key in keys:
        # Digits, and the period of a clock or the counter to begin with.
        row = [key.serial, key.seed, key.kind, str(key.digits), str(key.period if key.kind == "totp" else 0)]
        if key.algorithm != "sha1":
            create(admin, key)
        elif key.holder:
            held.append(",".join([key.holder.username, RESOLVERS[key.realm], key.realm, *row]))
        else:
            stock.append(",".join(row))
    for fields, rows in (({}, held), ({"tokenrealms": ACADEMY}, stock)):
        raw = upload({"type": "oathcsv", **fields}, "keys.csv", "\n".join(rows))
        reply = admin.send("POST", "/token/load/keys.csv", raw=raw)
        if reply.status != 200 or reply.value["n_imported"] != sum(not row.startswith("#") for row in rows):
            raise SystemExit(f"the keys were not imported: {reply.status} {reply.body}")


def create(admin: Client, key: Key) -> None:
    """A key that the form of file cannot tell."""
    body = {"type": key.kind, "serial": key.serial, "otpkey": key.seed, "otplen": key.digits, "hashlib": key.algorithm}
    body |= {"timeStep": key.period, "user": key.holder.username, "realm": key.realm}
    reply = admin.send("POST", "/token/init", body=body)
    if reply.status != 200 or reply.body["detail"]["otpkey"]["value"] != f"seed://{key.seed}":
        raise SystemExit(f"{key.serial}: the server did not take the seed: {reply.status} {reply.body}")


def bring(admin: Client, key: Key) -> None:
    """Brings a key into its state, as far as one key alone can be."""
    serial = {"serial": key.serial}
    if key.pin:
        admin.do("POST", "/token/setpin", {**serial, "otppin": key.pin})
    match key.state:
        case "locked" | "nearly-locked":
            for _ in range(10 if key.state == "locked" else 9):
                check(admin.parts.geturl(), key, "0000000000")
        case "disabled":
            admin.do("POST", "/token/disable", serial)
        case "revoked":
            admin.do("POST", "/token/revoke", serial)
        case "expired":
            admin.do("POST", "/token/set", {**serial, "validity_period_end": day(-1)})
        case "not-yet":
            admin.do("POST", "/token/set", {**serial, "validity_period_start": day(1)})
        case "lost":
            value = admin.do("POST", f"/token/lost/{key.serial}")
            key.more = {"replacement": value["serial"]}
        case "user-locked":
            admin.do("POST", "/conditionalaccess/lock/user", {"user": key.holder.username, "realm": key.realm})


def describe(url: str, folder: Path, keys: list[Key]) -> dict:
    """What tests may count on."""
    return {
        "url": url,
        "tls": json.loads((folder / "tls.json").read_text()),
        "folder": str(folder),
        "admins": {name: {"password": password} for name, password in ADMINS.items()},
        "realms": {"academy": ACADEMY, "contractors": CONTRACTORS, "agents": AGENTS, "brief": BRIEF, "down": DOWN},
        "brief_session": BRIEF_SESSION,
        "user_password": PASSWORD,
        "users": [
            {
                "username": p.username,
                "userid": p.userid,
                "realm": p.realm,
                "givenname": p.givenname,
                "surname": p.surname,
                "email": p.email,
                "phone": p.phone,
                "uai": p.uai,
                "school": p.school,
            }
            for p in PEOPLE
        ],
        "states": STATES,
        "keys": [key.told() for key in keys],
    }


def main(url: str, folder: Path, told: Path) -> None:
    began = time.monotonic()
    admin = Client(url)
    admin.log_in("admin", ADMINS["admin"])
    set_up(admin, folder)
    keys = plan()
    import_keys(admin, keys)
    # Two requests at a time, as the server has two workers.
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda key: bring(admin, key), keys))
    set_policy(admin, NEW_PIN)
    for key in keys:
        if key.state == "first-login":
            admin.do("POST", "/token/setpin", {"serial": key.serial, "otppin": ""})
    # Last, since nobody can be given a key afterwards.
    with sqlite3.connect(folder / "academie.sqlite") as base:
        gone = [key.holder.username for key in keys if key.state == "orphan"]
        base.executemany("delete from people where username = ?", [(name,) for name in gone])
    base.close()
    (folder / "panne.sqlite").unlink()
    told.write_text(json.dumps(describe(url, folder, keys), ensure_ascii=False, indent=1, sort_keys=True) + "\n")
    print(f"real server: {len(keys)} keys in {time.monotonic() - began:.0f} s", file=sys.stderr)


def tell(told: Path) -> None:
    """Says what somebody who wants to play needs."""
    real = json.loads(told.read_text())
    print(f"{real['url']}  {real['tls']['good']}  (authority: {real['tls']['ca']})\nGUICHET_REAL={told}")
    for name, admin in real["admins"].items():
        print(f"  {name:10} {admin['password']}")
    for state, meaning in real["states"].items():
        serials = [f"{key['serial']} {key['holder'] or ''}".strip() for key in real["keys"] if key["state"] == state]
        print(f"  {state:14} {meaning}\n{'':17}{', '.join(serials)}")
    print("Ctrl-C ends it.")


if __name__ == "__main__":
    if sys.argv[1] == "--tell":
        tell(Path(sys.argv[2]))
        sys.exit()
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
