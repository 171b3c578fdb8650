"""Plays the calls of a console and writes each exchange to tests/recorded/privacyidea/NAME.json.

    tests/real/run python3 tests/real/record.py          all of them anew
    tests/real/run python3 tests/real/record.py --new    only those that are not there yet

Secrets are left out. `at` is when the answer came, in seconds since 1970: what the answer tells of times and steps
is to be read at that moment.
"""

import json
import sys
from pathlib import Path

from scenes import play

FOLDER = Path(__file__).resolve().parent.parent / "recorded" / "privacyidea"


def main() -> None:
    exchanges = play()
    FOLDER.mkdir(parents=True, exist_ok=True)
    if "--new" in sys.argv[1:]:
        exchanges = {name: told for name, told in exchanges.items() if not (FOLDER / f"{name}.json").exists()}
    else:
        for old in FOLDER.glob("*.json"):
            old.unlink()
    for name, exchange in exchanges.items():
        text = json.dumps(exchange, ensure_ascii=False, indent=1, sort_keys=True)
        (FOLDER / f"{name}.json").write_text(text + "\n", encoding="utf-8")
    print(f"{len(exchanges)} exchanges in {FOLDER}")


if __name__ == "__main__":
    main()
