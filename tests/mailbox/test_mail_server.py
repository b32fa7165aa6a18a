"""Mail over SMTP with login and STARTTLS; a mail server that is away for days loses nothing and doubles nothing."""

import base64
import datetime as dt
import ipaddress
import socket
import ssl
from collections.abc import Iterator
from email import message_from_string
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from procrastinate.jobs import Job

from drehscheibe.applications.models import Application
from drehscheibe.kernel import jobs
from drehscheibe.kernel.jobs import JobFailedError
from drehscheibe.mailbox.operations import send_notice
from drehscheibe.tenants.operations import work_as
from tests.cases import pending_jobs, run_job
from tests.loopback import Loopback

ADDRESS = "erika.beispiel@postfach.example"
LOGIN = ("portal", "geheim")


class MailServer(Loopback):
    """A mail server that speaks as much SMTP as is needed, with STARTTLS and a login."""

    def __init__(self, certificate: Path) -> None:
        super().__init__(self._talk)
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(certificate)
        self.refusal, self.letters, self.logins = "", [], []
        self.was_secure: list[bool] = []

    def _talk(self, client: socket.socket) -> None:
        client.sendall(b"220 post\r\n")
        reading, is_secure = client.makefile("rb"), False
        while line := reading.readline().decode().strip():
            verb = line.split(":")[0].split()[0].upper()
            answer = "250 OK"
            if verb == "EHLO":
                answer = "250-post\r\n250 AUTH PLAIN" if is_secure else "250-post\r\n250 STARTTLS"
            elif verb == "STARTTLS":
                client.sendall(b"220 go on\r\n")
                client = self.context.wrap_socket(client, server_side=True)
                reading, is_secure = client.makefile("rb"), True
                continue
            elif verb == "AUTH":
                _, user, password = base64.b64decode(line.split()[2]).decode().split("\0")
                self.logins.append((user, password))
                answer = "235 OK"
            elif verb == "RCPT" and self.refusal:
                answer = self.refusal
            elif verb == "DATA":
                client.sendall(b"354 go on\r\n")
                lines = []
                while (part := reading.readline().decode()) != ".\r\n":
                    lines.append(part)
                self.letters.append(message_from_string("".join(lines)))
                self.was_secure.append(is_secure)
            elif verb == "QUIT":
                client.sendall(b"221 bye\r\n")
                break
            client.sendall(f"{answer}\r\n".encode())
        client.close()


@pytest.fixture
def certificate(tmp_path: Path, monkeypatch) -> Path:
    """A certificate for 127.0.0.1 that this process trusts."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    start = dt.datetime.now(dt.UTC) - dt.timedelta(days=1)
    built = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    built = built.serial_number(1).not_valid_before(start).not_valid_after(start + dt.timedelta(days=9))
    host = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    signed = built.add_extension(host, critical=False).sign(key, hashes.SHA256())
    plain = serialization.NoEncryption()
    content = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    path = tmp_path / "post.pem"
    path.write_bytes(content + signed.public_bytes(serialization.Encoding.PEM))
    monkeypatch.setenv("SSL_CERT_FILE", str(path))
    return path


@pytest.fixture
def server(settings, certificate, monkeypatch) -> Iterator[MailServer]:
    """The mail server of the settings; nobody listens there yet."""
    monkeypatch.setattr("drehscheibe.applications.tasks._rest.until", 0.0)
    server = MailServer(certificate)
    settings.EMAIL_PORT = server.port
    settings.EMAIL_BACKEND, settings.EMAIL_HOST = "django.core.mail.backends.smtp.EmailBackend", "127.0.0.1"
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = LOGIN
    settings.EMAIL_USE_TLS = True
    yield server
    server.stop()


def test_a_mail_server_that_was_away_gets_the_mail_by_login_and_starttls(
    application, musterstadt, server, stopped_clock
):
    application("mitteilung", musterstadt, change=lambda raw: raw.update(email=[ADDRESS]))
    run_job(pending_jobs()[0])
    announcement = pending_jobs()[1]
    for _ in range(3):
        with pytest.raises(JobFailedError, match="ConnectionRefusedError"):
            run_job(announcement)
    server.start()
    run_job(announcement)
    run_job(announcement)  # as after a worker was killed
    assert [letter["To"] for letter in server.letters] == [ADDRESS] * 2
    assert len({letter["Message-ID"] for letter in server.letters}) == 1
    assert server.logins == [LOGIN] * 2
    assert server.was_secure == [True] * 2


def test_receipts_do_not_wait_for_a_mail_server_that_is_away(
    application, musterstadt, server, monkeypatch, stopped_clock
):
    tries = []

    def refuse(*_where: object, **_how: object) -> None:
        tries.append("connect")
        raise ConnectionRefusedError

    monkeypatch.setattr("smtplib.socket.create_connection", refuse)
    for number in range(3):
        application("mitteilung", musterstadt, change=lambda raw, n=number: raw.update(email=[f"{n}@post.example"]))
    for waiting in pending_jobs():
        run_job(waiting)
    assert len(tries) == 1
    with work_as(musterstadt):
        assert Application.objects.exclude(receipt=None).count() == 3
    assert [waiting.task_name for waiting in pending_jobs()[3:]] == ["applications.announce_receipt"] * 3


def notice() -> None:
    send_notice(address=ADDRESS, subject="Neuigkeiten", text="Es gibt Neuigkeiten.", about="case 1", host="x.example")


def test_an_address_that_does_not_exist_is_not_tried_for_days(server, caplog):
    server.refusal = "550 no such user"
    server.start()
    notice()
    assert [record.message for record in caplog.records if record.levelname == "WARNING"] == ["mail refused for good"]
    assert ADDRESS not in caplog.text


def test_a_full_mailbox_is_tried_again(server):
    server.refusal = "452 mailbox full"
    server.start()
    with pytest.raises(Exception, match="452"):
        notice()


def test_mails_are_tried_for_five_days_with_growing_pauses():
    least, most = [], []  # seconds: the decision falls between two looks at the clock
    for attempts in range(200):
        tried = Job(
            id=1, queue="default", lock=None, queueing_lock=None, task_name="applications.announce_decision",
            attempts=attempts,
        )  # fmt: skip
        before = dt.datetime.now(dt.UTC)
        decision = jobs.MAIL.get_retry_decision(exception=OSError(), job=tried)
        if decision is None:
            break
        most.append((decision.retry_at - before).total_seconds())
        least.append((decision.retry_at - dt.datetime.now(dt.UTC)).total_seconds())
    pauses = [10, 60, 300, 900, *[3600] * (len(most) - 4)]
    assert all(low - 1 <= pause <= high + 1 for low, pause, high in zip(least, pauses, most, strict=True))
    assert 4.5 * 86400 < sum(pauses) < 5.5 * 86400


def test_all_announcements_are_mail_jobs():
    assert {
        "applications.announce_receipt",
        "applications.announce_question",
        "applications.announce_decision",
    } <= set(jobs.mail_tasks())
