"""TLS in front of a server of this machine that speaks none."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from socketserver import BaseRequestHandler, ThreadingTCPServer
from threading import Thread

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

LOOPBACK = "127.0.0.1"


@dataclass(frozen=True)
class Certified:
    """A certificate of a machine's own, and the key that goes with it: two files."""

    certificate: Path
    key: Path


def own_certificate(folder: Path, name: str, address: str = LOOPBACK) -> Certified:
    """A new one for an address of this machine, signed by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    called = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(called, called, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address(address))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    files = Certified(folder / f"{name}.pem", folder / f"{name}.key")
    files.certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    files.key.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return files


class Front(ThreadingTCPServer):
    """Shows a certificate, and hands on what comes in, decrypted."""

    daemon_threads = False

    def __init__(self, port: int, shown: Certified) -> None:
        super().__init__((LOOPBACK, 0), Handing)
        self.onward = (LOOPBACK, port)
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(shown.certificate, shown.key)


class Handing(BaseRequestHandler):
    """One connection."""

    server: Front

    def handle(self) -> None:
        with (
            suppress(OSError),
            self.server.context.wrap_socket(self.request, server_side=True) as met,
            socket.create_connection(self.server.onward) as onward,
        ):
            answering = Thread(target=carry, args=(onward, met))
            answering.start()
            carry(met, onward)
            onward.shutdown(socket.SHUT_WR)
            answering.join()


def carry(source: socket.socket, target: socket.socket) -> None:
    """Hand on until one of them is closed."""
    with suppress(OSError):
        while data := source.recv(65536):
            target.sendall(data)


@contextmanager
def encrypted(port: int, shown: Certified) -> Iterator[int]:
    """A port where that certificate is shown, and what comes in goes on to the given port, decrypted."""
    with Front(port, shown) as front:
        thread = Thread(target=front.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield front.server_address[1]
        finally:
            front.shutdown()
            thread.join()
