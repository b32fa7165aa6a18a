"""Papers carry a check code that says what the paper says; what is deleted is told honestly."""

import io

import pytest
from pypdf import PdfReader

from drehscheibe.applications import genuine as papers
from drehscheibe.applications.genuine import Genuine, Kind, code_of
from drehscheibe.applications.models import Application, Decision
from drehscheibe.applications.operations.paper import receipt
from drehscheibe.kernel import clock, files
from drehscheibe.kernel.check_code import CheckCode
from drehscheibe.kernel.models import CaseKey
from drehscheibe.tenants.operations import work_as
from tests.cast import NOW, tenant

GRANTED = "Ihrem Antrag wird entsprochen."


def genuine(code: object, portal: str = "musterstadt") -> Genuine | None:
    """What this portal says about a code."""
    with work_as(tenant(portal)):
        return papers.genuine(str(code))


def read(paper: bytes) -> str:
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(paper)).pages)


def test_receipt_prints_its_code_and_where_to_ask(application, musterstadt, scope_of):
    sent = application("mitteilung", musterstadt)
    with scope_of(musterstadt):
        printed = read(receipt(application=sent, now=NOW)).replace("\n", " ")
    assert str(code_of(sent, Kind.RECEIPT, NOW)) in printed
    assert "musterstadt.localhost:8000/echt/" in printed


def test_decision_prints_a_code_that_tells_its_outcome(full_case, musterstadt, scope_of):
    with scope_of(musterstadt):
        printed = read(files.read(Decision.objects.get(application=full_case).document)).replace("\n", " ")
    code = str(code_of(full_case, Kind.DECISION, NOW))
    assert code in printed
    found = genuine(code)
    assert (found.kind, found.body, found.reference) == (Kind.DECISION, musterstadt, full_case.reference)
    assert (found.day, found.service["de"], found.outcome) == (NOW.date(), "Hundesteuer anmelden", GRANTED)


def test_receipt_code_says_nothing_of_the_decision(full_case):
    found = genuine(code_of(full_case, Kind.RECEIPT, NOW), "kreis-musterland")
    assert (found.received, found.outcome, found.is_gone) == (NOW, None, False)


def test_picture_has_a_text_and_documents_stay_accessible(application, musterstadt, scope_of):
    sent = application("mitteilung", musterstadt)
    with scope_of(musterstadt):
        paper = receipt(application=sent, now=NOW)
    assert b"pdfuaid" in paper
    tree = PdfReader(io.BytesIO(paper)).trailer["/Root"]["/StructTreeRoot"]
    assert any("Prüfcode" in text for text in alternative_texts(tree))


def alternative_texts(node) -> list[str]:
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        return [text for kid in node for text in alternative_texts(kid)]
    if not isinstance(node, dict):
        return []
    own = [str(node["/Alt"])] if "/Alt" in node else []
    return own + (alternative_texts(node["/K"]) if "/K" in node else [])


def test_demo_says_so_on_every_paper_and_production_does_not(full_case, application, musterstadt, scope_of, settings):
    with scope_of(musterstadt):
        assert "keine echte Behörde" in read(files.read(Decision.objects.get(application=full_case).document))
    settings.DEMO = False
    sent = application("mitteilung", musterstadt)
    with scope_of(musterstadt):
        assert "keine echte Behörde" not in read(receipt(application=sent, now=NOW))


@pytest.mark.parametrize("kind", [Kind.RECEIPT, Kind.DECISION])
def test_of_a_deleted_case_only_the_code_itself_is_told(full_case, musterstadt, scope_of, kind):
    code = str(code_of(full_case, kind, NOW))
    with scope_of(musterstadt):
        Application.objects.filter(pk=full_case.pk).delete()
        CaseKey.objects.filter(pk=full_case.pk).delete()
    found = genuine(code)
    assert (found.reference, found.day, found.body) == (full_case.reference, NOW.date(), musterstadt)
    assert (found.is_gone, found.service, found.received, found.outcome) == (True, None, None, None)


def test_code_of_a_decision_that_is_not_there_tells_no_service(application, musterstadt):
    sent = application("mitteilung", musterstadt)
    assert genuine(code_of(sent, Kind.DECISION, NOW)).is_gone


def test_unknown_kinds_and_bodies_are_not_ours(full_case):
    assert genuine(CheckCode("X", full_case.reference, NOW.date())) is None
    assert genuine(CheckCode("E", full_case.reference.replace("MUS", "XYZ"), NOW.date())) is None


def test_mail_carries_a_code_that_is_told_without_content(application, musterstadt, run_jobs, mailoutbox):
    def with_address(raw) -> None:
        raw["email"] = ["erika@postfach.example"]

    sent = application("mitteilung", musterstadt, change=with_address)
    run_jobs()
    code = str(code_of(sent, Kind.MAIL, NOW))
    assert code in mailoutbox[0].body
    found = genuine(code)
    assert (found.kind, found.reference, found.day) == (Kind.MAIL, sent.reference, clock.day(NOW))
    assert (found.service, found.received, found.outcome, found.is_gone) == (None, None, None, False)
