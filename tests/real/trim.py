"""What a recording leaves out: secrets, what differs in each run, and what is long and says nothing."""

from typing import Any

SECRETS = {"password", "pass", "otp1", "otp2", "otpkey", "pin", "otppin", "psk"}
# Of the envelope, of `detail` and of rows of the audit: different each time, read by nobody.
NOISE = {"id", "jsonrpc", "signature", "time", "threadid"}
ROW_NOISE = {"thread_id", "privacyidea_server"}
SAID = "…"


def trim_request(method: str, path: str, query: dict | None, body: Any, raw: tuple[str, bytes] | None) -> dict:
    """The request with each secret replaced; an empty one stays, since it means something."""
    told: dict = {"method": method, "path": path}
    if query:
        told["query"] = {name: str(value) for name, value in query.items()}
    if raw is not None:
        told["content_type"] = raw[0].split(";")[0]
    elif body is not None:
        told["body"] = {name: SAID if name in SECRETS and value else value for name, value in body.items()}
    if told["path"].startswith("/token/getserial/"):
        told["path"] = f"/token/getserial/{SAID}"
    return told


def trim_body(body: Any) -> Any:
    """The answer without noise; a session's token and a password are replaced."""
    if not isinstance(body, dict):
        return body
    kept = {name: value for name, value in body.items() if name not in NOISE}
    if isinstance(kept.get("detail"), dict):
        kept["detail"] = {name: value for name, value in kept["detail"].items() if name not in NOISE}
    return _without_secrets(kept)


def _without_secrets(value: Any) -> Any:
    if isinstance(value, dict):
        if "token" in value and "rights" in value:
            # Rights come in any order.
            value = {**value, "token": SAID, "rights": sorted(value["rights"])}
        if "password" in value:
            value = {**value, "password": SAID}
        return {name: _without_secrets(inner) for name, inner in value.items() if name not in ROW_NOISE}
    if isinstance(value, list):
        return [_without_secrets(inner) for inner in value]
    return value
