"""The calls that a console makes, played against the test server: what record.py writes and shapes.py compares."""

import json
import os
import time
from collections.abc import Callable

import reading
import validating
import writing
from client import Client, Reply, code, step
from trim import trim_body, trim_request


class Stage:
    """The test server with its people and keys, and what has been recorded so far."""

    def __init__(self, real: dict):
        self.real = real
        self.url = real["url"]
        self.exchanges: dict[str, dict] = {}
        self._clients: dict[str, Client] = {}
        self._taken: dict[str, int] = {}
        self._lead: dict[str, int] = {}

    def as_admin(self, name: str) -> Client:
        """An administrator, logged in once."""
        if name not in self._clients:
            client = Client(self.url)
            client.log_in(name, self.real["admins"][name]["password"])
            self._clients[name] = client
        return self._clients[name]

    def nobody(self) -> Client:
        """Somebody who is not logged in, as the applications that ask for a code are not."""
        return Client(self.url)

    def key(self, state: str, at: int | None = None) -> dict:
        """A key of a state: one that no scene had, or the `at`-th one."""
        if at is None:
            at = self._taken.get(state, 0)
            self._taken[state] = at + 1
        return [key for key in self.real["keys"] if key["state"] == state][at]

    def fresh(self, key: dict, ahead: int = 0) -> str:
        """A code that was not used yet: each call gives a later one, from two steps ago on, `ahead` left out.

        Those up to two steps from now are accepted, five codes in all.
        """
        serial = key["serial"]
        if key["kind"] == "hotp":
            counter = self._lead.get(serial, 0)
        else:
            counter = max(self._lead.get(serial, 0), step(key["period"]) + key["drift"] - 2)
        counter += ahead
        self._lead[serial] = counter + 1
        return code(key["seed"], counter, key["digits"], key["algorithm"])

    def record(
        self,
        name: str,
        client: Client,
        method: str,
        path: str,
        query: dict | None = None,
        body: dict | None = None,
        raw: tuple[str, bytes] | None = None,
    ) -> Reply:
        """Plays a call and keeps it, without secrets, under a name."""
        if name in self.exchanges:
            raise SystemExit(f"two exchanges are called {name}")
        reply = client.send(method, path, query, body, raw)
        # Some refusals are pages for a browser.
        answer = {"text": reply.text} if reply.body is None else {"body": trim_body(reply.body)}
        self.exchanges[name] = {
            "at": int(time.time()),
            "request": trim_request(method, path, query, body, raw),
            "response": {"status": reply.status, **answer},
        }
        return reply


def play() -> dict[str, dict]:
    """Plays all scenes on the server that GUICHET_REAL tells of; it should be a fresh one."""
    told = os.environ.get("GUICHET_REAL")
    if not told:
        raise SystemExit("GUICHET_REAL is not set: run this through tests/real/run")
    with open(told, encoding="utf-8") as file:
        stage = Stage(json.load(file))
    scenes: list[Callable[[Stage], None]] = [*validating.SCENES, *writing.SCENES, *reading.SCENES]
    for scene in scenes:
        scene(stage)
    return stage.exchanges
