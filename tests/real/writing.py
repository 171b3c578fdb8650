"""What an agent changes, what the server refuses him, and how keys are imported."""

from __future__ import annotations

from typing import TYPE_CHECKING

from client import upload

if TYPE_CHECKING:
    from scenes import Stage


def _act(stage: Stage, name: str, action: str, key: dict | str, **more):
    serial = key if isinstance(key, str) else key["serial"]
    helpdesk = stage.as_admin("helpdesk")
    return stage.record(name, helpdesk, "POST", f"/token/{action}", body={"serial": serial, **more})


def _look(stage: Stage, name: str, key: dict):
    return stage.record(name, stage.as_admin("helpdesk"), "GET", "/token/", {"serial": key["serial"]})


def pins(stage: Stage) -> None:
    key = stage.key("ok")
    _act(stage, "setpin-empty", "setpin", key, otppin="")
    _look(stage, "token-pin-to-create", key)
    _act(stage, "setpin-refused", "setpin", key, otppin="1234")
    _act(stage, "setpin-nothing", "setpin", key)
    _act(stage, "setpin-other-realm", "setpin", stage.key("ok", 12), otppin="")
    _act(stage, "setrandompin-refused", "setrandompin", key)


def counters_and_states(stage: Stage) -> None:
    locked = stage.key("locked")
    _look(stage, "token-locked", locked)
    _act(stage, "reset", "reset", locked)
    _look(stage, "token-after-reset", locked)
    _act(stage, "reset-again", "reset", locked)

    key = stage.key("ok")
    _act(stage, "disable", "disable", key)
    _act(stage, "disable-again", "disable", key)
    _look(stage, "token-disabled", key)
    _act(stage, "enable", "enable", key)
    _act(stage, "enable-again", "enable", key)
    _act(stage, "description", "description", key, description="vue au guichet")

    revoked = stage.key("revoked")
    for action in ("reset", "enable", "disable", "unassign"):
        _act(stage, f"{action}-revoked", action, revoked)
    _act(stage, "setpin-revoked", "setpin", revoked, otppin="")
    _act(stage, "resync-revoked", "resync", revoked, otp1="000000", otp2="000001")
    for action in ("reset", "enable", "unassign"):
        _act(stage, f"{action}-unknown", action, "NOPE")
    _act(stage, "reset-other-realm", "reset", stage.key("ok", 13))
    _act(stage, "revoke-refused", "revoke", key)
    helpdesk = stage.as_admin("helpdesk")
    stage.record("reset-no-serial", helpdesk, "POST", "/token/reset", body={})
    two = stage.key("pair", 0)
    body = {"user": two["holder"], "realm": two["realm"]}
    stage.record("reset-by-user-with-two", helpdesk, "POST", "/token/reset", body=body)
    stage.record("not-json", helpdesk, "POST", "/token/reset", raw=("application/json", b"{"))
    stage.record("wrong-method", helpdesk, "GET", "/token/reset", {"serial": key["serial"]})
    reader = stage.as_admin("lecture")
    stage.record("reset-reader", reader, "POST", "/token/reset", body={"serial": key["serial"]})


def resyncs(stage: Stage) -> None:
    """After a resync the next code is burnt as well."""
    slow = stage.key("slow", 1)
    _act(stage, "resync-true", "resync", slow, otp1=stage.fresh(slow), otp2=stage.fresh(slow))
    _look(stage, "token-after-resync", slow)
    for name in ("check-first-after-resync", "check-second-after-resync"):
        body = {"user": slow["holder"], "realm": slow["realm"], "pass": slow["pin"] + stage.fresh(slow)}
        stage.record(name, stage.nobody(), "POST", "/validate/check", body=body)
    fast = stage.key("fast", 1)
    _act(stage, "resync-false", "resync", fast, otp1="000000", otp2="000001")
    _act(stage, "resync-same-code-twice", "resync", fast, otp1=(otp := stage.fresh(fast)), otp2=otp)
    _act(stage, "resync-one-code", "resync", fast, otp1=stage.fresh(fast))
    counted = stage.key("hotp", 1)
    _act(stage, "resync-hotp", "resync", counted, otp1=stage.fresh(counted, 20), otp2=stage.fresh(counted))
    _look(stage, "token-hotp-after-resync", counted)


def holders(stage: Stage) -> None:
    stock = stage.key("stock")
    whom = {"user": "benoit.lacroix", "realm": "academie"}
    _look(stage, "token-stock", stock)
    _act(stage, "assign", "assign", stock, **whom)
    _look(stage, "token-assigned-without-pin", stock)
    _act(stage, "assign-again", "assign", stock, **whom)
    _act(stage, "assign-taken", "assign", stock, user="celine.fontaine", realm="academie")
    _act(stage, "assign-setpin-empty", "setpin", stock, otppin="")
    _look(stage, "token-assigned", stock)
    _act(stage, "unassign", "unassign", stock)
    _look(stage, "token-unassigned", stock)
    _act(stage, "unassign-again", "unassign", stock)
    _act(stage, "assign-unknown-user", "assign", stock, user="personne", realm="academie")
    _act(stage, "assign-other-realm", "assign", stock, user="p.martin", realm="prestataires")
    _act(stage, "assign-unknown-serial", "assign", "NOPE", **whom)
    lost = stage.key("ok")
    helpdesk = stage.as_admin("helpdesk")
    stage.record("lost", helpdesk, "POST", f"/token/lost/{lost['serial']}", body={})
    stage.record("lost-stock", helpdesk, "POST", f"/token/lost/{stock['serial']}", body={})


def user_locks(stage: Stage) -> None:
    helpdesk = stage.as_admin("helpdesk")
    path = "/conditionalaccess/lock/user"
    key = stage.key("user-locked")
    whom = {"user": key["holder"], "realm": key["realm"]}
    stage.record("user-lock", helpdesk, "GET", path, whom)
    stage.record("user-locks", helpdesk, "GET", "/conditionalaccess/lock/users")
    stage.record("user-unlock", helpdesk, "DELETE", path, None, whom)
    stage.record("user-unlock-again", helpdesk, "DELETE", path, None, whom)
    stage.record("user-lock-none", helpdesk, "GET", path, whom)
    stage.record("user-lock-refused", helpdesk, "POST", path, None, whom)
    stage.record("user-lock-unknown-user", helpdesk, "GET", path, {**whom, "user": "personne"})


def imports(stage: Stage) -> None:
    table = "".join(f"GALT1051990{at},{at:02}{'5a' * 19},TOTP,6,60\r\n" for at in range(3))
    csv = upload({"type": "oathcsv", "tokenrealms": "academie"}, "cles.csv", table)
    admin, helpdesk = stage.as_admin("admin"), stage.as_admin("helpdesk")
    stage.record("load", admin, "POST", "/token/load/cles.csv", raw=csv)
    stage.record("load-again", admin, "POST", "/token/load/cles.csv", raw=csv)
    stage.record("load-refused", helpdesk, "POST", "/token/load/cles.csv", raw=csv)
    pskc = {"type": "pskc", "tokenrealms": "academie"}
    stage.record("load-not-xml", admin, "POST", "/token/load/cles.xml", raw=upload(pskc, "cles.xml", "<faux"))
    stage.record("load-empty", admin, "POST", "/token/load/cles.csv", raw=upload({"type": "oathcsv"}, "cles.csv", ""))
    found = stage.key("stock")
    otp = stage.fresh(found)
    path = f"/token/getserial/{otp}"
    stage.record("getserial-count", admin, "GET", path, {"unassigned": 1, "count": 1})
    stage.record("getserial", admin, "GET", path, {"unassigned": 1})
    stage.record("getserial-refused", helpdesk, "GET", path, {"unassigned": 1})


# The suite and the elements as the console writes them.
_PSKC = """<?xml version="1.0" encoding="UTF-8"?>
<KeyContainer Version="1.0" xmlns="urn:ietf:params:xml:ns:keyprov:pskc">
{}</KeyContainer>
"""
_KEY = (
    "<KeyPackage><DeviceInfo><Manufacturer>Essai &amp; Cie</Manufacturer><SerialNo>{serial}</SerialNo></DeviceInfo>"
    '<Key Id="{serial}" Algorithm="urn:ietf:params:xml:ns:keyprov:pskc:{kind}"><AlgorithmParameters>'
    '<Suite>SHA1</Suite><ResponseFormat Encoding="DECIMAL" Length="6"/></AlgorithmParameters><Data><Secret>'
    "<PlainValue>AAECAwQFBgcICQoLDA0ODxAREhM=</PlainValue></Secret>"
    "<{element}><PlainValue>60</PlainValue></{element}></Data></Key></KeyPackage>\n"
)


def keys_from_the_console(stage: Stage) -> None:
    """What is looked for before keys are loaded, and what the server refuses in the middle of them."""
    admin, helpdesk = stage.as_admin("admin"), stage.as_admin("helpdesk")
    serials = [f"GALT1051995{at}" for at in range(3)]

    def load(name: str, serials: list[str], kind: str = "totp") -> None:
        element = "TimeInterval" if kind == "totp" else "Counter"
        text = _PSKC.format("".join(_KEY.format(serial=one, kind=kind, element=element) for one in serials))
        form = upload({"type": "pskc", "tokenrealms": "academie"}, "guichet.xml", text)
        stage.record(name, admin, "POST", "/token/load/guichet.xml", raw=form)

    taken = stage.key("ok", 0)["serial"]
    stage.record("tokens-by-list", admin, "GET", "/token/", {"serial": ",".join([*serials, taken, ""])})
    unseen = {"serial": stage.key("ok", 12)["serial"], "pass": "", "otponly": "1"}
    stage.record("otponly-nothing-out-of-sight", helpdesk, "POST", "/validate/check", body=unseen)
    nowhere = {**unseen, "serial": serials[0]}
    stage.record("otponly-nothing-nowhere", helpdesk, "POST", "/validate/check", body=nowhere)
    load("load-pskc", serials)
    stage.record("tokens-loaded", admin, "GET", "/token/", {"serial": ",".join([*serials, ""])})
    load("load-other-kind", serials[:1], "hotp")
    load("load-revoked", [stage.key("revoked", 0)["serial"]])
    load("load-bad-serial", ["GALT10519953", "GALT/1051"])
    stage.record("tokens-half-loaded", admin, "GET", "/token/", {"serial": "GALT10519953,"})


SCENES = [pins, counters_and_states, resyncs, holders, user_locks, imports, keys_from_the_console]
