"""What a console looks up: people, keys and what became of their logins."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scenes import Stage

REALM = "academie"


def people(stage: Stage) -> None:
    helpdesk = stage.as_admin("helpdesk")
    for name, query in {
        "users-by-surname": {"surname": "*Durand*"},
        "users-by-surname-with-accent": {"surname": "*Lefèvre*"},
        "users-by-surname-without-accent": {"surname": "*lefevre*"},
        "users-by-givenname": {"givenname": "Am*"},
        "users-by-username": {"username": "*petit*"},
        "users-by-username-not-ascii": {"username": "jérôme.müller"},
        "users-by-email": {"email": "*herve.oreilly*"},
        "users-by-two-fields": {"surname": "Petit", "givenname": "Marie"},
        "users-by-uai": {"uai": "0270016W", "surname": "D*"},
        "users-some-attributes": {"surname": "Petit", "attributes": "username,surname"},
        "users-none": {"surname": "*zzzz*"},
        "users-unknown-field": {"inconnu": "x"},
    }.items():
        stage.record(name, helpdesk, "GET", "/user/", {"realm": REALM, **query})
    stage.record("users-without-realm", helpdesk, "GET", "/user/", {"username": "amelie.durand"})
    stage.record("users-other-realm", helpdesk, "GET", "/user/", {"realm": "prestataires"})
    stage.record("users-unknown-realm", helpdesk, "GET", "/user/", {"realm": "ailleurs"})
    stage.record(
        "users-of-a-flat-file", stage.as_admin("admin"), "GET", "/user/", {"realm": "prestataires", "username": "p*"}
    )
    duty = stage.as_admin("astreinte")
    stage.record("users-directory-down", duty, "GET", "/user/", {"realm": "panne", "username": "v*"})
    stage.record("user-count", helpdesk, "GET", "/user/count", {"realm": REALM})
    stage.record("realms", helpdesk, "GET", "/realm/")
    stage.record("default-realm", helpdesk, "GET", "/defaultrealm")
    stage.record("health", stage.nobody(), "GET", "/healthz/readyz")
    stage.record("policies-refused", helpdesk, "GET", "/policy/")
    stage.record("unknown-address", helpdesk, "GET", "/nowhere")


def keys(stage: Stage) -> None:
    helpdesk = stage.as_admin("helpdesk")

    def tokens(name: str, **query: object) -> None:
        stage.record(name, helpdesk, "GET", "/token/", query)

    pair, mixed = stage.key("pair", 0), stage.key("mixed", 0)
    tokens("tokens-of-user", user=stage.key("ok", 8)["holder"], realm=REALM)
    tokens("tokens-of-user-with-two", user=pair["holder"], realm=REALM)
    tokens("tokens-of-user-with-both-kinds", user=mixed["holder"], realm=REALM)
    tokens("tokens-of-user-without", user="agnes.poirier", realm=REALM)
    tokens("tokens-of-unknown-user", user="personne", realm=REALM)
    tokens("tokens-of-other-realm", user="p.martin", realm="prestataires")
    for state in ("first-login", "no-pin", "nearly-locked", "revoked", "expired", "not-yet", "long", "lost", "orphan"):
        tokens(
            f"token-{state}", serial=stage.key(state, 1 if state in ("first-login", "nearly-locked") else 0)["serial"]
        )
    tokens("token-replacement", serial=stage.key("lost", 0)["replacement"])
    tokens("token-unknown", serial="NOPE")
    tokens("token-by-part", serial="*512001*")
    tokens("token-other-realm", serial=stage.key("ok", 12)["serial"])
    tokens("tokens-page-1", tokenrealm=REALM, page=1, pagesize=3, sortby="serial")
    tokens("tokens-page-2", tokenrealm=REALM, page=2, pagesize=3, sortby="serial")
    tokens("tokens-page-past-the-end", tokenrealm=REALM, page=99, pagesize=3)
    tokens("tokens-page-not-a-number", tokenrealm=REALM, page="x")
    tokens("tokens-most-failures", tokenrealm=REALM, sortby="failcount", sortdir="desc", pagesize=4)
    tokens("tokens-in-stock", assigned="False", sortby="serial", pagesize=2)
    tokens("tokens-disabled", active="False", sortby="serial", pagesize=2)
    tokens("tokens-unknown-filter", locked="True", pagesize=1, sortby="serial")
    # One serial has its holder looked up first, a list has not: with a comma the key is found.
    duty = stage.as_admin("astreinte")
    down = stage.key("down", 0)
    stage.record("token-directory-down", duty, "GET", "/token/", {"serial": down["serial"]})
    stage.record("token-directory-down-in-a-list", duty, "GET", "/token/", {"serial": f"{down['serial']},"})
    stage.record("tokens-directory-down", duty, "GET", "/token/", {"user": down["holder"], "realm": down["realm"]})


def logs(stage: Stage) -> None:
    helpdesk = stage.as_admin("helpdesk")
    user = stage.key("ok", 0)["holder"]

    def logins(name: str, **query: object) -> None:
        stage.record(name, helpdesk, "GET", "/authenticationlog/", query)

    logins("authlog-of-user", usernames=user, page=1, page_size=10)
    logins("authlog-none", usernames="agnes.poirier", page=1, page_size=10)
    logins("authlog-wrong-pin", usernames=user, event_types="PIN_FAIL", page_size=2)
    for state in ("locked", "disabled", "revoked", "expired", "user-locked", "orphan"):
        logins(f"authlog-{state}", usernames=stage.key(state, 0)["holder"], page_size=2)
    logins("authlog-of-key", serials=stage.key("pair", 0)["serial"], page_size=3)
    logins("authlog-pin-creation", usernames=stage.key("first-login", 0)["holder"], page_size=20)
    for name in ("eventtypes", "reasons"):
        stage.record(f"authlog-{name}", helpdesk, "GET", f"/authenticationlog/{name}")

    def rows(name: str, **query: object) -> None:
        stage.record(name, helpdesk, "GET", "/audit/", {"sortorder": "desc", "page": 1, **query})

    rows("audit-of-user", user=user, page_size=5)
    rows("audit-of-key", serial=stage.key("ok", 2)["serial"], page_size=3)
    rows("audit-of-action", action="*setpin*", timelimit="1d", page_size=2)
    rows("audit-none", user="agnes.poirier-", page_size=2)


SCENES = [people, keys, logs]
