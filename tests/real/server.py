"""privacyIDEA as a gunicorn application, on a folder and a database that are made on the way.

    gunicorn --preload --chdir tests/real "server:application('FOLDER', 'DATABASE ADDRESS')"

Preparing and serving share one process, since privacyIDEA alone takes seconds to import.
"""

import logging
import os
from pathlib import Path

from cast import ADMINS, AGENTS, BRIEF
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from flask_migrate import stamp
from privacyidea.app import create_app
from privacyidea.lib.auth import create_db_admin
from privacyidea.models import db

SETTINGS = """
SECRET_KEY = {secret!r}
PI_PEPPER = {pepper!r}
PI_ENCFILE = {folder!r} + "/enckey"
PI_AUDIT_KEY_PRIVATE = {folder!r} + "/private.pem"
PI_AUDIT_KEY_PUBLIC = {folder!r} + "/public.pem"
SQLALCHEMY_DATABASE_URI = {database!r}
PI_LOGFILE = {folder!r} + "/privacyidea.log"
PI_LOGLEVEL = 30
PI_UUID_FILE = {folder!r} + "/uuid"
SUPERUSER_REALM = {agents!r}
# For tests only: PIN and password hashes cost 0.4 s each otherwise, the key check another 0.1 s a request.
PI_HASH_ALGO_PARAMS = {{"argon2__rounds": 1, "argon2__memory_cost": 8, "argon2__parallelism": 1}}
PI_AUDIT_NO_PRIVATE_KEY_CHECK = True
PI_RESPONSE_NO_PRIVATE_KEY_CHECK = True
"""


def _write_keys(folder: Path) -> None:
    (folder / "enckey").write_bytes(os.urandom(96))
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = serialization.Encoding.PEM
    (folder / "private.pem").write_bytes(
        key.private_bytes(pem, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption())
    )
    (folder / "public.pem").write_bytes(
        key.public_key().public_bytes(pem, serialization.PublicFormat.SubjectPublicKeyInfo)
    )


def application(folder: str, database: str):
    """Makes settings, keys, tables and the first administrators, and returns the application."""
    place = Path(folder)
    _write_keys(place)
    settings = SETTINGS.format(
        folder=folder,
        database=database,
        agents=[AGENTS, BRIEF],
        secret=os.urandom(24).hex(),
        pepper=os.urandom(24).hex(),
    )
    (place / "pi.cfg").write_text(settings)

    app = create_app(config_name="production", config_file=str(place / "pi.cfg"), silent=True)
    with app.app_context():
        db.create_all()
        stamp()
        # Migrations set logging up anew and silence whoever was there, gunicorn too.
        logging.getLogger("gunicorn.error").disabled = False
        for name, password in ADMINS.items():
            create_db_admin(name, password=password)
        # The workers are forks: none may inherit a connection.
        db.session.remove()
        db.engine.dispose()
    return app
