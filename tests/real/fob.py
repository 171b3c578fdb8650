"""What the device of a key shows now, to play with: fob.py SERIAL [STEPS LATER]"""

import json
import os
import sys
import time

from client import code, step


def main(serial: str, later: int = 0) -> None:
    with open(os.environ["GUICHET_REAL"], encoding="utf-8") as file:
        key = next(key for key in json.load(file)["keys"] if key["serial"] == serial)
    counted = key["kind"] == "hotp"
    counter = later if counted else step(key["period"]) + key["drift"] + later
    left = "" if counted else f"  {key['period'] - int(time.time()) % key['period']} s"
    print(code(key["seed"], counter, key["digits"], key["algorithm"]) + left)


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:3]))
