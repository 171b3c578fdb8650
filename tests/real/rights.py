"""Who may do what on the test server: the policies, each as the body of one request."""

from cast import ACADEMY, AGENTS, BRIEF, DOWN

# What an agent of a call centre is given in production.
HELPDESK = """
userlist tokenlist auditlog auditlog_age=30d authentication_log_read enable disable setpin resync reset assign unassign
losttoken user_lock_read user_lock_reset setdescription otp_pin_maxlength=0
"""
READER = "userlist tokenlist auditlog authentication_log_read user_lock_read"
# Named one by one: `*` would also switch on totp_force_server_generate, which replaces given seeds.
EVERYTHING = """
userlist tokenlist auditlog authentication_log_read enable disable setpin setrandompin resync reset assign unassign
revoke losttoken delete set settokeninfo setdescription tokenrealms getserial importtokens
enrollTOTP enrollHOTP enrollpin user_lock_read user_lock_set user_lock_reset
policyread policywrite policydelete resolverread resolverwrite resolverdelete configread configwrite configdelete
getchallenges get_user_internal_attributes statistics_read
"""


def _actions(text: str) -> str:
    return ", ".join(text.split()).replace("~", " ")


# How long a session of the realm BRIEF lasts, in seconds.
BRIEF_SESSION = 3


def _admin(name: str, text: str, **where: str) -> dict:
    return {"name": name, "scope": "admin", "action": _actions(text), "active": True, **where}


# In this order: as soon as one policy for administrators exists, the others may do nothing.
POLICIES = [
    _admin("root", f"{EVERYTHING} set_custom_user_attributes=:uai:~*", adminuser="admin"),
    _admin("helpdesk", HELPDESK, adminuser="helpdesk", realm=ACADEMY),
    _admin("agents", HELPDESK, adminrealm=AGENTS, realm=ACADEMY),
    _admin("reading", READER, adminuser="lecture", realm=ACADEMY),
    _admin("duty", HELPDESK, adminuser="astreinte", realm=f"{ACADEMY}, {DOWN}"),
    # Brings keys in, and sees those of the academy only.
    _admin("arrivals", f"{HELPDESK} importtokens", adminuser="arrivages", realm=ACADEMY),
    {"name": "ask-pin", "scope": "authentication", "action": "change_pin_via_validate", "realm": ACADEMY},
    {
        "name": "pin-rules",
        "scope": "user",
        "action": "otp_pin_minlength=4, otp_pin_maxlength=6, otp_pin_contents=[0123456789]",
        "realm": ACADEMY,
    },
    # Agents log in with PIN and code, or with the PIN and then the code.
    {"name": "agents-log-in", "scope": "webui", "action": "login_mode=privacyIDEA", "realm": AGENTS},
    {"name": "agents-are-asked", "scope": "authentication", "action": "challenge_response=totp hotp", "realm": AGENTS},
    _admin("replacements", READER, adminrealm=BRIEF, realm=ACADEMY),
    {"name": "brief-sessions", "scope": "webui", "action": f"jwt_validity={BRIEF_SESSION}", "realm": BRIEF},
]

# Once the keys are there: an administrator's `init` and `setpin` now make a PIN that the holder must replace.
NEW_PIN = {"name": "new-pin", "scope": "enrollment", "action": "change_pin_on_first_use", "realm": ACADEMY}
