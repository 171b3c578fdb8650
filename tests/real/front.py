"""TLS before the test server: one listener for each certificate that a client must judge.

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
# Name, whom the certificate names, its first and last day counted from today, whether the authority signed it.
FRONTS = [
    ("good", HERE, -1, 30, True),
    ("expired", HERE, -30, -1, True),
    ("other_name", ELSEWHERE, -1, 30, True),
    ("other_authority", HERE, -1, 30, False),
]


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

    def issue(self, path: Path, names: list[x509.GeneralName], first: int, last: int) -> None:
        """Writes a certificate for a server and its key to one file."""
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, path.stem)])
        builder = self._certificate(name, key, first, last)
        for extension, critical in (
            (x509.BasicConstraints(ca=False, path_length=None), True),
            (x509.SubjectAlternativeName(names), False),
            (x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), False),
        ):
            builder = builder.add_extension(extension, critical=critical)
        pem = serialization.Encoding.PEM
        private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        path.write_bytes(private + builder.sign(self.key, hashes.SHA256()).public_bytes(pem))


def pump(source: socket.socket, target: socket.socket) -> None:
    """Passes on what one side says until it ends, then ends the other."""
    try:
        while data := source.recv(65536):
            target.sendall(data)
    except OSError:
        pass
    for end in (source, target):
        try:
            end.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass


def serve(client: socket.socket, context: ssl.SSLContext, upstream: tuple[str, int]) -> None:
    """One connection, from the handshake to its end."""
    try:
        client.settimeout(120)
        with context.wrap_socket(client, server_side=True) as outer, socket.create_connection(upstream, 120) as inner:
            back = threading.Thread(target=pump, args=(inner, outer), daemon=True)
            back.start()
            while data := outer.recv(65536):
                inner.sendall(data)
            back.join()
    except OSError:
        client.close()


def listen(listener: socket.socket, context: ssl.SSLContext, upstream: tuple[str, int]) -> None:
    while True:
        client, _ = listener.accept()
        threading.Thread(target=serve, args=(client, context, upstream), daemon=True).start()


def main(address: str, folder: Path) -> None:
    parts = urlsplit(address)
    upstream = (parts.hostname or "", parts.port or 0)
    known, unknown = Authority("Guichet test authority"), Authority("Guichet other authority")
    known.write(folder / "ca.pem")
    told = {"ca": str(folder / "ca.pem")}
    threads = []
    for name, names, first, last, signed in FRONTS:
        path = folder / f"tls-{name}.pem"
        (known if signed else unknown).issue(path, names, first, last)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(path)
        listener = socket.create_server(("127.0.0.1", 0))
        told[name] = f"https://127.0.0.1:{listener.getsockname()[1]}"
        threads.append(threading.Thread(target=listen, args=(listener, context, upstream), daemon=True))
    for thread in threads:
        thread.start()
    half = folder / "tls.json.half"
    half.write_text(json.dumps(told))
    half.rename(folder / "tls.json")
    threads[0].join()


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
