"""Logins and codes: what the server says when a user or an agent proves himself."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scenes import Stage


def _check(stage: Stage, name: str, key: dict, password: str, **more: str):
    body = {"user": key["holder"], "realm": key["realm"], "pass": password, **more}
    return stage.record(name, stage.nobody(), "POST", "/validate/check", body=body)


def _only(stage: Stage, name: str, serial: str, otp: str):
    body = {"serial": serial, "pass": otp, "otponly": 1}
    return stage.record(name, stage.nobody(), "POST", "/validate/check", body=body)


def logins(stage: Stage) -> None:
    admins = stage.real["admins"]
    for name in admins:
        body = {"username": name, "password": admins[name]["password"]}
        stage.record(f"auth-{name}", stage.nobody(), "POST", "/auth", body=body)
    for name, body in {
        "auth-wrong-password": {"username": "helpdesk", "password": "faux"},
        "auth-unknown": {"username": "personne", "password": "faux"},
        "auth-no-password": {"username": "helpdesk"},
        "auth-unknown-realm": {"username": "helpdesk", "password": "faux", "realm": "ailleurs"},
        "auth-user": {"username": "amelie.durand", "realm": "academie", "password": stage.real["user_password"]},
    }.items():
        stage.record(name, stage.nobody(), "POST", "/auth", body=body)


def logins_with_a_key(stage: Stage) -> None:
    def auth(name: str, key: dict, password: str, **more: str):
        body = {"username": key["holder"], "realm": key["realm"], "password": password, **more}
        return stage.record(name, stage.nobody(), "POST", "/auth", body=body)

    one, two = stage.key("agent"), stage.key("agent")
    passed = stage.fresh(one)
    auth("auth-agent-pin-and-code", one, one["pin"] + passed)
    auth("auth-agent-code-again", one, one["pin"] + passed)
    auth("auth-agent-wrong-pin", one, "9999" + stage.fresh(one))
    asked = auth("auth-agent-challenge", two, two["pin"]).body["detail"]["transaction_id"]
    auth("auth-agent-challenge-wrong-code", two, "000000", transaction_id=asked)
    auth("auth-agent-challenge-answered", two, stage.fresh(two), transaction_id=asked)


def sessions(stage: Stage) -> None:
    brief = stage.nobody()
    brief.log_in("e.brunel", stage.real["user_password"], realm=stage.real["realms"]["brief"])
    time.sleep(stage.real["brief_session"] + 1)
    stage.record("session-expired", brief, "GET", "/token/", {"user": "amelie.durand", "realm": "academie"})
    stage.record("session-none", stage.nobody(), "GET", "/token/", {"user": "amelie.durand", "realm": "academie"})
    wrong = stage.nobody()
    wrong.token = "faux"
    stage.record("session-not-a-token", wrong, "GET", "/token/", {"user": "amelie.durand", "realm": "academie"})


def codes(stage: Stage) -> None:
    key = stage.key("ok")
    otp = stage.fresh(key)
    _check(stage, "check-accepted", key, key["pin"] + otp)
    _check(stage, "check-code-again", key, key["pin"] + otp)
    _check(stage, "check-wrong-code", key, key["pin"] + "000000")
    # Only a right PIN uses a code up.
    otp = stage.fresh(key)
    _check(stage, "check-wrong-pin", key, "9999" + otp)
    _check(stage, "check-code-alone", key, otp)
    _check(stage, "check-nothing", key, "")
    helpdesk = stage.as_admin("helpdesk")
    stage.record("token-after-failures", helpdesk, "GET", "/token/", {"serial": key["serial"]})
    _check(stage, "check-accepted-after-failures", key, key["pin"] + otp)

    counted = stage.key("hotp")
    _check(stage, "check-hotp-accepted", counted, counted["pin"] + stage.fresh(counted))
    long = stage.key("long")
    _check(stage, "check-eight-digits-accepted", long, long["pin"] + stage.fresh(long))
    alone = stage.key("no-pin")
    _check(stage, "check-no-pin-accepted", alone, stage.fresh(alone))
    two = stage.key("pair")
    _check(stage, "check-pair-wrong-pin", two, "9999" + stage.fresh(two))
    _check(stage, "check-pair-wrong-code", two, two["pin"] + "000000")
    _check(stage, "check-pair-accepted", two, two["pin"] + stage.fresh(two))


def states(stage: Stage) -> None:
    for state in ("locked", "disabled", "revoked", "expired", "not-yet", "user-locked", "slow", "fast", "lost"):
        key = stage.key(state, 0)
        _check(stage, f"check-{state}", key, key["pin"] + stage.fresh(key))
    # The very code that the device shows.
    late = stage.key("nearly-slow", 0)
    _check(stage, "check-nearly-slow", late, late["pin"] + stage.fresh(late, 2))
    nearly = stage.key("nearly-locked", 0)
    _check(stage, "check-the-tenth-failure", nearly, nearly["pin"] + "000000")
    _check(stage, "check-after-the-tenth-failure", nearly, nearly["pin"] + stage.fresh(nearly))
    orphan = stage.key("orphan", 0)
    _check(stage, "check-left-the-directory", orphan, orphan["pin"] + stage.fresh(orphan))
    down = stage.key("down", 0)
    _check(stage, "check-directory-down", down, down["pin"] + stage.fresh(down))
    body = {"user": "didier.bourgeois", "realm": "academie", "pass": "123456"}
    stage.record("check-no-token", stage.nobody(), "POST", "/validate/check", body=body)
    body = {"user": "personne", "realm": "academie", "pass": "123456"}
    stage.record("check-unknown-user", stage.nobody(), "POST", "/validate/check", body=body)


def codes_alone(stage: Stage) -> None:
    key = stage.key("ok")
    otp = stage.fresh(key)
    _only(stage, "otponly-accepted", key["serial"], otp)
    _only(stage, "otponly-code-again", key["serial"], otp)
    _only(stage, "otponly-wrong", key["serial"], "000000")
    _only(stage, "otponly-unknown-serial", "NOPE", "000000")
    _only(stage, "otponly-no-code", key["serial"], "")
    for state in ("locked", "disabled", "revoked", "expired", "user-locked", "slow"):
        other = stage.key(state, 0)
        _only(stage, f"otponly-{state}", other["serial"], stage.fresh(other))
    stock = stage.key("stock")
    _only(stage, "otponly-stock", stock["serial"], stage.fresh(stock))


def first_login(stage: Stage) -> None:
    """A PIN is erased; its holder chooses another one."""
    key = stage.key("first-login")

    def asked(reply) -> str:
        return reply.body["detail"]["transaction_id"]

    otp = stage.fresh(key)
    first = asked(_check(stage, "pin-1-asked", key, otp))
    _check(stage, "pin-2-too-short", key, "123", transaction_id=first)
    _check(stage, "pin-3-not-digits", key, "abcd", transaction_id=first)
    _check(stage, "pin-4-too-long", key, "1234567", transaction_id=first)
    again = asked(_check(stage, "pin-5-asked-again", key, "4821", transaction_id=first))
    _check(stage, "pin-6-not-the-same", key, "4822", transaction_id=again)
    _check(stage, "pin-7-set", key, "4821", transaction_id=again)
    _check(stage, "pin-8-code-again", key, "4821" + otp)
    _check(stage, "pin-9-accepted", key, "4821" + stage.fresh(key))


SCENES = [logins, logins_with_a_key, sessions, codes, states, codes_alone, first_login]
