"""The keys of the test server: which states there are, how many of each, and whose they are."""

import hashlib
from dataclasses import asdict, dataclass, field
from itertools import count

from cast import ACADEMY, AGENTS, CONTRACTORS, DOWN, Person, of

PIN = "4821"
FIRST_SERIAL = 10512001

# What each state means to a test. `drift` in steps is in the device, the server knows nothing of it.
STATES = {
    "ok": "assigned, with a PIN, never used",
    "first-login": "PIN to be created: `setpin ''` was done",
    "no-pin": "assigned only: the six digits alone open the account for ever",
    "locked": "fail counter 10 of 10",
    "nearly-locked": "fail counter 9 of 10",
    "disabled": "with a PIN, disabled",
    "revoked": "with a PIN, revoked for good",
    "expired": "with a PIN, validity ended yesterday",
    "not-yet": "with a PIN, valid from tomorrow on",
    "slow": "with a PIN, device 7 steps late",
    "fast": "with a PIN, device 12 steps early",
    "nearly-slow": "with a PIN, device 2 steps late: still accepted",
    "hotp": "with a PIN, counts presses instead of time",
    "long": "with a PIN, 8 digits, 30 s, SHA-256",
    "pair": "with a PIN, its holder has two of them",
    "mixed": "with a PIN, its holder has a TOTP and a HOTP key",
    "lost": "declared lost: disabled, the holder has a temporary password key",
    "user-locked": "in order, but its holder is locked by conditional access",
    "orphan": "its holder left the directory",
    "down": "its holder's directory does not answer",
    "agent": "an administrator's own, to log in with",
    "stock": "nobody's",
}

# state, realm, how many; each takes as many new holders.
_PLAN = [
    ("ok", ACADEMY, 12),
    ("first-login", ACADEMY, 4),
    ("no-pin", ACADEMY, 2),
    ("locked", ACADEMY, 3),
    ("nearly-locked", ACADEMY, 2),
    ("disabled", ACADEMY, 3),
    ("revoked", ACADEMY, 2),
    ("expired", ACADEMY, 1),
    ("not-yet", ACADEMY, 1),
    ("slow", ACADEMY, 2),
    ("fast", ACADEMY, 2),
    ("nearly-slow", ACADEMY, 2),
    ("hotp", ACADEMY, 2),
    ("long", ACADEMY, 1),
    ("lost", ACADEMY, 1),
    ("user-locked", ACADEMY, 1),
    ("orphan", ACADEMY, 1),
    ("ok", CONTRACTORS, 3),
    ("agent", AGENTS, 4),
    ("down", DOWN, 1),
]
_DRIFT = {"slow": -7, "fast": 12, "nearly-slow": -2}
_WITHOUT_PIN = {"first-login", "no-pin", "stock"}
_STOCK = 15


@dataclass
class Key:
    """One key, as a test needs it."""

    serial: str
    state: str
    realm: str
    holder: Person | None = None
    kind: str = "totp"
    digits: int = 6
    period: int = 60
    algorithm: str = "sha1"
    drift: int = 0
    pin: str = PIN
    more: dict = field(default_factory=dict)

    @property
    def seed(self) -> str:
        """Invented, and the same in each run: 20 bytes, 32 for SHA-256."""
        digest = hashlib.new(self.algorithm, f"guichet test key {self.serial}".encode())
        return digest.hexdigest()

    def told(self) -> dict:
        """The key as a row of real.json."""
        row = asdict(self) | {"seed": self.seed, "holder": self.holder.username if self.holder else None}
        row.pop("more")
        return row | self.more


def plan() -> list[Key]:
    """All keys, in the order of their serials."""
    serials = (f"GALT{FIRST_SERIAL + at}" for at in count())
    fresh = {realm: iter(of(realm)) for realm in (ACADEMY, CONTRACTORS, AGENTS, DOWN)}
    keys = []

    def add(state: str, realm: str, holder: Person | None, **more: object) -> None:
        pin = "" if state in _WITHOUT_PIN else PIN
        keys.append(Key(next(serials), state, realm, holder, drift=_DRIFT.get(state, 0), pin=pin, **more))

    for state, realm, how_many in _PLAN:
        more = {"hotp": {"kind": "hotp"}, "long": {"digits": 8, "period": 30, "algorithm": "sha256"}}.get(state, {})
        for _ in range(how_many):
            add(state, realm, next(fresh[realm]), **more)
    both = next(fresh[ACADEMY])
    add("pair", ACADEMY, both)
    add("pair", ACADEMY, both)
    both = next(fresh[ACADEMY])
    add("mixed", ACADEMY, both)
    add("mixed", ACADEMY, both, kind="hotp")
    for _ in range(_STOCK):
        add("stock", ACADEMY, None)
    return keys
