"""A case to take away whole: everything its applicant may see, nothing that is the office's alone."""

import hashlib
import io
import json
import zipfile

import pytest

from drehscheibe.applications import casefile
from drehscheibe.applications.models import Outcome
from drehscheibe.applications.operations import noting
from drehscheibe.applications.operations.correcting import correct
from drehscheibe.kernel import attempts
from tests.cast import BROWSER_KEY, NOW
from tests.front.test_pages import text


@pytest.fixture
def corrected(full_case, musterstadt, alice, scope_of):
    """The full case, its decision replaced, with a note that stays inside."""
    with scope_of(musterstadt):
        noting.note(application=full_case, text="Streng geheim.", by=alice, now=NOW)
        correct(application=full_case, outcome=Outcome.PARTLY, text="Neu.", reason="Ein Fehler.", by=alice, now=NOW)
    return full_case


def opened(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def test_guest_takes_everything_away_and_nothing_of_the_offices_own(corrected, guest):
    address = f"/vorgang/{corrected.reference}/alles.zip"
    answer = guest(key=BROWSER_KEY).get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/zip")
    found = opened(answer.content)
    assert {"vorgang.json", "eingangsbestaetigung.pdf", "bescheid.pdf", "frueherer-bescheid-1.pdf"} < set(found)
    told = json.loads(found["vorgang.json"])
    assert {"Welche Farbe hat der Hund?", "Braun."} < {message["Text"] for message in told["Nachrichten"]}
    assert "Bescheid berichtigt" in [entry["Was"] for entry in told["Verlauf"]]
    manifest = json.loads(found["manifest.json"])
    assert manifest["reference"] == corrected.reference
    listed = {one["name"]: one["sha256"] for one in manifest["files"]}
    assert listed == {name: hashlib.sha256(data).hexdigest() for name, data in found.items() if name != "manifest.json"}
    assert b"geheim" not in b"".join(found.values())
    assert guest().get(address).status_code == 404


def test_former_decision_stays_readable_and_says_that_it_no_longer_counts(corrected, guest):
    client, address = guest(key=BROWSER_KEY), f"/vorgang/{corrected.reference}/"
    shown = text(client.get(address))
    assert "Früherer Bescheid vom" in shown
    assert "Er gilt nicht mehr." in shown
    assert client.get(f"{address}bescheid-1.pdf").content.startswith(b"%PDF")
    for number in (0, 2):
        assert client.get(f"{address}bescheid-{number}.pdf").status_code == 404
    assert guest().get(f"{address}bescheid-1.pdf").status_code == 404


def test_what_is_too_large_or_asked_for_without_end_is_refused_in_words(corrected, guest, monkeypatch):
    client, address = guest(key=BROWSER_KEY), f"/vorgang/{corrected.reference}/alles.zip"
    monkeypatch.setattr(casefile, "MOST_BYTES", 10)
    large = client.get(address)
    assert (large.status_code, "zusammen zu groß" in text(large)) == (409, True)
    for _ in range(attempts.LIMIT):
        last = client.get(address)
    assert (last.status_code, "Warten Sie bitte" in text(last)) == (429, True)
