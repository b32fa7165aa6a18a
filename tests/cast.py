"""The fixed cast: Alice may, Bob may read only his own department, Charlie may not, Dora is of another tenant."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest
from django.test import Client

from drehscheibe.front import browser
from drehscheibe.identity.models import Account, ExternalIdentity, TrustLevel
from drehscheibe.kernel import clock
from drehscheibe.tenants.models import Tenant
from drehscheibe.tenants.operations import work_as
from drehscheibe.tenants.queries import directory

MUSTERSTADT = "musterstadt.localhost"
NOW = datetime(2027, 3, 10, 10, 30, tzinfo=clock.BERLIN)
BROWSER_KEY = "browser-key-of-the-test"


@dataclass
class StoppedClock:
    """The machine's clock as the tests set it; assign `moment` to move it."""

    moment: datetime = NOW


@pytest.fixture
def now() -> datetime:
    """A Wednesday in March 2027, 10.30 in Berlin."""
    return NOW


@pytest.fixture
def stopped_clock(monkeypatch: pytest.MonkeyPatch) -> StoppedClock:
    """The machine's clock stands at `now` (requests and jobs read it)."""
    stopped = StoppedClock()
    monkeypatch.setattr(clock, "now", lambda: stopped.moment)
    return stopped


@pytest.fixture(autouse=True)
def media(tmp_path_factory: pytest.TempPathFactory, settings) -> Iterator[Path]:
    """Encrypted files of the test lie below this folder."""
    settings.DREHSCHEIBE_VAR = tmp_path_factory.mktemp("var")
    return settings.DREHSCHEIBE_VAR / "media"


@pytest.fixture(autouse=True)
def quick_passwords(settings) -> None:
    """Hashing a password is slow on purpose; not here."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def tenant(slug: str) -> Tenant:
    found = directory().by_slug(slug)
    assert found is not None
    return found


@pytest.fixture
def musterstadt(db) -> Tenant:
    return tenant("musterstadt")


@pytest.fixture
def auenfeld(db) -> Tenant:
    return tenant("auenfeld")


@pytest.fixture
def kreis(db) -> Tenant:
    """The district of which Musterstadt and Auenfeld are towns."""
    return tenant("kreis-musterland")


@pytest.fixture
def scope_of() -> Callable[[Tenant], AbstractContextManager[None]]:
    """Enter a tenant's scope in a transaction, with its ancestors' shared rows readable, for the length of a `with`."""
    return work_as


def account(subject: str) -> Account:
    """The account of a person of the demo, e.g. `buergerin` or `leitstelle@auenfeld`."""
    return ExternalIdentity.objects.select_related("account").get(provider="demo", subject=subject).account


@pytest.fixture
def alice(db) -> Account:
    """Clerk in Musterstadt's tax office: may work on dog tax there."""
    return account("sachbearbeitung@musterstadt")


@pytest.fixture
def bob(db) -> Account:
    """Clerk in Musterstadt's citizens' office: sees nothing of the tax office."""
    return account("buergerbuero@musterstadt")


@pytest.fixture
def charlie(db) -> Account:
    """A citizen with an account, who is nobody's staff."""
    return account("buergerin")


@pytest.fixture
def dora(db) -> Account:
    """Clerk in Auenfeld's tax office: the same work, another tenant."""
    return account("sachbearbeitung@auenfeld")


@pytest.fixture
def guest(db, stopped_clock) -> Callable[..., Client]:
    """`guest(host=..., key=...)`: a browser that is not signed in; `key` makes it the one that holds drafts."""

    def make(host: str = MUSTERSTADT, key: str = "") -> Client:
        client = Client(HTTP_HOST=host)
        if key:
            client.cookies[browser.KEY_COOKIE] = key
        return client

    return make


@pytest.fixture
def client_for(guest) -> Callable[..., Client]:
    """`client_for(alice)`, `client_for("leitstelle")`: a browser signed in as an account or a person of the demo."""

    def make(who: Account | str, host: str = MUSTERSTADT) -> Client:
        client: Client = guest(host)
        if isinstance(who, Account):
            client.force_login(who)
            signed_in = client.session
            signed_in["trust_level"] = int(TrustLevel.SUBSTANTIAL)  # staff have used a second factor
            signed_in.save()
        else:
            assert client.post("/anmelden/demo/", {"person": who}).status_code == 302
        return client

    return make
