"""Plays the calls of a console again and tells where the answers no longer have the shape of the recorded ones.

    tests/real/run python3 tests/real/shapes.py

Compared are names and kinds of values, of a list by its first element; and as they are: path, status, and what the
console decides by (error code, authentication, message). Exit code 1: something differs.
"""

import json
import sys
from typing import Any

from record import FOLDER
from scenes import play

# Taken as they are, not by their kind.
DECIDING = {"method", "path", "status", "code", "authentication", "message"}
# Dictionaries whose names are data: realms, serials.
KEYED_BY_DATA = {"reasons"}


def shape(value: Any, name: str = "") -> Any:
    """What stays the same from run to run."""
    if isinstance(value, dict):
        if name in KEYED_BY_DATA:
            return {"*": shape(next(iter(value.values()), None))}
        return {inner: shape(value[inner], inner) for inner in sorted(value)}
    if isinstance(value, list):
        return [shape(value[0], name)] if value else []
    if name in DECIDING:
        return value
    # An integer may be a float another time: a duration of 0, a count.
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return "number"
    return {str: "text", bool: "bool"}.get(type(value), "null")


def differences(old: Any, new: Any, where: str) -> list[str]:
    """Each place where two shapes differ, one line each."""
    if isinstance(old, dict) and isinstance(new, dict):
        lines = []
        for name in sorted(old.keys() | new.keys()):
            if name not in new:
                lines.append(f"{where}.{name}: gone")
            elif name not in old:
                lines.append(f"{where}.{name}: new, {new[name]}")
            else:
                lines += differences(old[name], new[name], f"{where}.{name}")
        return lines
    if isinstance(old, list) and isinstance(new, list) and old and new:
        return differences(old[0], new[0], f"{where}[0]")
    return [] if old == new else [f"{where}: was {old}, is {new}"]


def main() -> int:
    recorded = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in FOLDER.glob("*.json")}
    if not recorded:
        print(f"nothing is recorded in {FOLDER}")
        return 1
    played = play()
    lines = [f"{name}: recorded, but no longer played" for name in sorted(recorded.keys() - played.keys())]
    lines += [f"{name}: played, but not recorded" for name in sorted(played.keys() - recorded.keys())]
    for name in sorted(recorded.keys() & played.keys()):
        old, new = recorded[name], played[name]
        for part in ("request", "response"):
            lines += differences(shape(old[part]), shape(new[part]), f"{name}.{part}")
    print("\n".join(lines))
    print(f"{len(played)} exchanges played, {len(lines)} differences")
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main())
