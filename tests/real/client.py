"""What the scripts of this folder share: calls to a privacyIDEA server, and one-time codes."""

import hashlib
import hmac
import http.client
import json
import ssl
import struct
import sys
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

AGENT = "guichet-tests/1"


@dataclass
class Reply:
    """One answer of the server: its status, its text, and its body if that was JSON."""

    status: int
    body: Any
    text: str = ""

    @property
    def value(self) -> Any:
        return self.body["result"]["value"]

    @property
    def code(self) -> int | None:
        """The error code, or None when the server says that all went well."""
        result = self.body.get("result", {})
        return None if result.get("status") else result.get("error", {}).get("code")


class Refused(Exception):
    """The server refused what had to succeed."""


class Client:
    """One person's connection. The server closes it after each answer, and so does this."""

    def __init__(self, url: str, tls: ssl.SSLContext | None = None, timeout: float = 60):
        self.parts = urlsplit(url)
        self.tls = tls
        self.timeout = timeout
        self.token: str | None = None

    def _connection(self) -> http.client.HTTPConnection:
        host, port = self.parts.hostname or "", self.parts.port
        if self.parts.scheme == "https":
            return http.client.HTTPSConnection(host, port, timeout=self.timeout, context=self.tls)
        return http.client.HTTPConnection(host, port, timeout=self.timeout)

    def send(
        self,
        method: str,
        path: str,
        query: dict | None = None,
        body: Any = None,
        raw: tuple[str, bytes] | None = None,
    ) -> Reply:
        """Sends one request. `raw` is a content type with a body that is not JSON."""
        headers = {"Accept-Language": "en", "User-Agent": AGENT, "Accept": "application/json"}
        data = None
        if raw is not None:
            headers["Content-Type"], data = raw
        elif body is not None:
            headers["Content-Type"] = "application/json"
            data = json.dumps(body).encode()
        if self.token:
            headers["PI-Authorization"] = self.token
        target = quote(path) + ("?" + urlencode(query, quote_via=quote) if query else "")
        connection = self._connection()
        try:
            connection.request(method, target, data, headers)
            answer = connection.getresponse()
            text = answer.read().decode()
        finally:
            connection.close()
        try:
            return Reply(answer.status, json.loads(text), text)
        except ValueError:
            return Reply(answer.status, None, text)

    def do(self, method: str, path: str, body: Any = None, query: dict | None = None) -> Any:
        """Sends a request that must succeed, and returns its value."""
        reply = self.send(method, path, query, body)
        if reply.status != 200 or not reply.body or not reply.body["result"]["status"]:
            raise Refused(f"{method} {path} {query or ''}: {reply.status} {reply.body}")
        return reply.value

    def log_in(self, username: str, password: str, **more: str) -> Any:
        """Logs in for good; returns the value of the answer, without the token."""
        value = self.do("POST", "/auth", {"username": username, "password": password, **more})
        self.token = value.pop("token")
        return value


BOUNDARY = "guichet-boundary"


def upload(fields: dict[str, str], name: str, text: str) -> tuple[str, bytes]:
    """Content type and body that send a file with some fields beside it."""
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="'
    parts = [f'{head}{field}"\r\n\r\n{value}\r\n' for field, value in fields.items()]
    parts.append(f'{head}file"; filename="{name}"\r\nContent-Type: application/octet-stream\r\n\r\n{text}\r\n')
    parts.append(f"--{BOUNDARY}--\r\n")
    return f"multipart/form-data; boundary={BOUNDARY}", "".join(parts).encode()


def code(seed: str, counter: int, digits: int = 6, algorithm: str = "sha1") -> str:
    """The HOTP code (RFC 4226) of a seed in hexadecimal digits at a counter."""
    mac = hmac.new(bytes.fromhex(seed), struct.pack(">Q", counter), getattr(hashlib, algorithm)).digest()
    offset = mac[-1] & 15
    number = struct.unpack(">I", mac[offset : offset + 4])[0] & 0x7FFFFFFF
    return str(number % 10**digits).zfill(digits)


def step(period: int = 60, now: float | None = None) -> int:
    """The time step (RFC 6238) of a moment in seconds since 1970, or of now."""
    return int(time.time() if now is None else now) // period


if __name__ == "__main__":
    # Whether a GET of an address is answered with 200.
    parts = urlsplit(sys.argv[1])
    sys.exit(Client(f"{parts.scheme}://{parts.netloc}", timeout=10).send("GET", parts.path).status != 200)
