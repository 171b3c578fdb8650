"""TLS before the test server: one listener for each certificate that a client must judge, and one that cuts the line.

    front.py ADDRESS FOLDER

Makes a private authority and the certificates of FRONTS in FOLDER, listens on loopback ports that are free, and
writes what is where to FOLDER/tls.json. Everything is passed on to ADDRESS byte by byte. Runs in the environment of
the server, for its cryptography.
"""

import json
import socket
import ssl
import sys
import threading
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

HERE = [x509.DNSName("localhost"), x509.IPAddress(ip_address("127.0.0.1"))]
ELSEWHERE = [x509.DNSName("ailleurs.example")]


@dataclass(frozen=True)
class Front:
    """One listener: whom its certificate names and until when, whether the authority signed it, whether it answers."""

    names: list[x509.GeneralName]
    first_day: int = -1
    last_day: int = 30
    signed: bool = True
    answers: bool = True


FRONTS = {
    "good": Front(HERE),
    "expired": Front(HERE, first_day=-30, last_day=-1),
    "other_name": Front(ELSEWHERE),
    "other_authority": Front(HERE, signed=False),
    # What is asked is done, but the line is cut before the answer.
    "mute": Front(HERE, answers=False),
}


class Authority:
    """Signs certificates; its own is told to the clients."""

    def __init__(self, name: str):
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        usage = x509.KeyUsage(False, False, False, False, False, True, True, False, False)
        builder = self._certificate(self.name, self.key, -1, 30)
        builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        self.certificate = builder.add_extension(usage, critical=True).sign(self.key, hashes.SHA256())

    def _certificate(self, name: x509.Name, key, first: int, last: int) -> x509.CertificateBuilder:
        now = datetime.now(timezone.utc)
        return (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(self.name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now + timedelta(days=first))
            .not_valid_after(now + timedelta(days=last))
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key()), critical=False)
        )

    def write(self, path: Path) -> None:
        path.write_bytes(self.certificate.public_bytes(serialization.Encoding.PEM))

    def issue(self, path: Path, front: Front) -> None:
        """Writes a certificate for a server and its key to one file."""
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, path.stem)])
        builder = self._certificate(name, key, front.first_day, front.last_day)
        for extension, critical in (
            (x509.BasicConstraints(ca=False, path_length=None), True),
            (x509.SubjectAlternativeName(front.names), False),
            (x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), False),
        ):
            builder = builder.add_extension(extension, critical=critical)
        pem = serialization.Encoding.PEM
        private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        path.write_bytes(private + builder.sign(self.key, hashes.SHA256()).public_bytes(pem))


def pump(source: socket.socket, target: socket.socket, heard: bool) -> None:
    """Passes on what one side says until it ends, or lets it be unheard, then ends both."""
    try:
        while data := source.recv(65536):
            if heard:
                target.sendall(data)
    except OSError:
        pass
    for end in (source, target):
        try:
            end.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass


def serve(client: socket.socket, context: ssl.SSLContext, upstream: tuple[str, int], answers: bool) -> None:
    """One connection, from the handshake to its end."""
    try:
        client.settimeout(120)
        with context.wrap_socket(client, server_side=True) as outer, socket.create_connection(upstream, 120) as inner:
            back = threading.Thread(target=pump, args=(inner, outer, answers), daemon=True)
            back.start()
            pump(outer, inner, True)
            back.join()
    except OSError:
        client.close()


def listen(listener: socket.socket, *how) -> None:
    while True:
        client, _ = listener.accept()
        threading.Thread(target=serve, args=(client, *how), daemon=True).start()


def main(address: str, folder: Path) -> None:
    parts = urlsplit(address)
    upstream = (parts.hostname or "", parts.port or 0)
    known, unknown = Authority("Guichet test authority"), Authority("Guichet other authority")
    known.write(folder / "ca.pem")
    told = {"ca": str(folder / "ca.pem")}
    threads = []
    for name, front in FRONTS.items():
        path = folder / f"tls-{name}.pem"
        (known if front.signed else unknown).issue(path, front)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(path)
        listener = socket.create_server(("127.0.0.1", 0))
        told[name] = f"https://127.0.0.1:{listener.getsockname()[1]}"
        threads.append(threading.Thread(target=listen, args=(listener, context, upstream, front.answers), daemon=True))
    for thread in threads:
        thread.start()
    half = folder / "tls.json.half"
    half.write_text(json.dumps(told))
    half.rename(folder / "tls.json")
    threads[0].join()


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
