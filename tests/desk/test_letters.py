"""Templates, decisions made from them, letters that are printed, opinions, corrections, and what is taken in."""

import io
import re

import pytest
from pypdf import PdfReader

from drehscheibe.applications.delivery import Announcement, Letter, LetterTemplate
from drehscheibe.applications.letters import Input, Template, UnfilledError, filled, problems, typed
from drehscheibe.applications.models import Application, Draft, Outcome
from drehscheibe.applications.operations.paper import decision_document
from drehscheibe.kernel import audit
from drehscheibe.tenants.arms import drop_arms, set_arms
from tests.cast import BROWSER_KEY, NOW, account
from tests.pictures import png

INPUTS = {
    "wert.steuer": "96", "wert.erste_rate": "72,00", "wert.beginn": "1.4.2027", "wert.faellig": "1.7.2027",
    "wert.kassenzeichen": "4711-08", "begruendung": "",
}  # fmt: skip


def page(answer) -> str:
    return answer.content.decode()


def text_of(content: bytes) -> str:
    return " ".join(part.extract_text() for part in PdfReader(io.BytesIO(content)).pages)


def template(**facts) -> Template:
    return Template(**{"title": "Bescheid", "outcome": "granted", "body": "Guten Tag {name}", **facts})


@pytest.mark.parametrize(
    ("given", "kind", "shown"),
    [("96", "money", "96,00 Euro"), ("1.234,50 €", "money", "1.234,50 Euro"), ("3.4.2027", "date", "03.04.2027"),
     ("1200", "number", "1.200"), (" Rex ", "text", "Rex")],
)  # fmt: skip
def test_inputs_are_shown_as_letters_show_them(given, kind, shown):
    assert typed(Input(name="wert", type=kind, label="Wert"), given) == shown


@pytest.mark.parametrize(
    ("given", "kind"), [("", "text"), ("viel", "money"), ("1,5", "money"), ("30.2.2027", "date"), ("drei", "number")]
)
def test_inputs_that_do_not_fit_their_type_are_refused(given, kind):
    with pytest.raises(UnfilledError):
        typed(Input(name="wert", type=kind, label="Wert"), given)


def test_unknown_placeholders_and_stray_brackets_keep_a_template_from_being_published():
    found = problems(template(body="{name} {antrag.hund} {antrag.katze} {steur} {", fee="{gebuehr}"), {"hund"})
    assert [(one.kind, one.word) for one in found][:2] == [("unknown", "antrag.katze"), ("unknown", "steur")]
    assert [one.kind for one in problems(template(remedy="klage"), ())] == ["court"]
    assert list(problems(template(), ())) == []


def test_a_letter_has_headings_paragraphs_a_fee_and_the_remedy():
    made = template(body="# Anfang\nErste Zeile\nzweite Zeile\n\nNeuer Absatz {name}", fee="10 Euro")
    content = filled(made, {"name": "Bello"}.__getitem__, "Stadt, Amt")
    assert content.blocks == (
        ("heading", "Anfang"),
        ("paragraph", "Erste Zeile zweite Zeile"),
        ("paragraph", "Neuer Absatz Bello"),
        ("fee", "10 Euro"),
    )
    assert "zur Niederschrift bei Stadt, Amt zu erheben." in content.remedy


@pytest.fixture
def press(browser, case):
    return lambda act, **typed: browser.post(f"/amt/vorgaenge/{case.reference}/{act}/", typed)


def test_the_dog_tax_decision_is_made_from_its_template(press, browser, case, guest, office):
    assert "Hundesteuerbescheid" in page(browser.get(f"/amt/vorgaenge/{case.reference}/"))
    wrong = press("bescheid/hundesteuerbescheid", **{**INPUTS, "wert.steuer": "viel"})
    assert (wrong.status_code, 'href="#f-wert-steuer"' in page(wrong)) == (422, True)
    assert "96,00 Euro für jedes volle Kalenderjahr" in page(press("bescheid/hundesteuerbescheid", **INPUTS))
    preview = press("bescheid/hundesteuerbescheid", **INPUTS, vorschau="ja")
    assert preview["Content-Type"] == "application/pdf"
    assert press("bescheid/hundesteuerbescheid", **INPUTS, geprueft="ja").status_code == 303
    paper = guest(key=BROWSER_KEY).get(f"/vorgang/{case.reference}/bescheid.pdf").content
    told = text_of(paper)
    assert all(
        part in told for part in ("Bescheid über Hundesteuer", "96,00 Euro", "Rechtsbehelfsbelehrung", "Kassenzeichen")
    )
    with office():
        assert Announcement.objects.get(application=case).rules == "ao"


def test_letters_are_printed_in_a_batch_and_count_from_their_posting(press, browser, case, office):
    press("entscheidung", outcome="granted", text="Alles da.", geprueft="ja")
    assert case.reference in page(browser.get("/amt/druck/"))
    assert [browser.post("/amt/druck/lauf/").status_code for _ in range(2)] == [303, 303]
    (run,) = re.findall(r"/amt/druck/(\d+)/stapel\.pdf", page(browser.get("/amt/druck/")))
    batch = browser.get(f"/amt/druck/{run}/stapel.pdf").content
    pages = [part.extract_text() for part in PdfReader(io.BytesIO(batch)).pages]
    with office():
        lines = Letter.objects.count()
    assert (lines, len(pages) % 2, case.reference in pages[0], "Alles da." in "".join(pages)) == (1, 0, True, True)
    day = re.search(rf'name="am\.{run}" type="date" value="([^"]+)"', page(browser.get("/amt/druck/")))[1]
    assert browser.post(f"/amt/druck/{run}/aufgabe/", {f"am.{run}": "1.1.2020"}).status_code == 422
    assert browser.post(f"/amt/druck/{run}/aufgabe/", {f"am.{run}": day}).status_code == 303
    with office():
        assert Announcement.objects.get(application=case).announced_on is not None


def test_another_department_prints_and_reads_nothing_of_it(press, case, client_for):
    press("entscheidung", outcome="granted", text="Alles da.", geprueft="ja")
    other = client_for(account("buergerbuero@musterstadt"))
    assert case.reference not in page(other.get("/amt/druck/"))
    other.post("/amt/druck/lauf/")
    assert other.get("/amt/druck/1/stapel.pdf").status_code == 404


def test_another_department_gives_its_opinion_and_reads_only_what_it_needs(press, browser, case, client_for, guest):
    chosen = re.search(
        r'<option value="(\d+)">Bürgerbüro', page(browser.get(f"/amt/vorgaenge/{case.reference}/stellungnahme/"))
    )
    sent = press("stellungnahme", amt=chosen[1], text="Ist der Hund bekannt?", bis="2099-01-01")
    assert sent.status_code == 303
    other = client_for(account("buergerbuero@musterstadt"))
    (address,) = re.findall(r"/amt/stellungnahmen/\d+/", page(other.get("/amt/stellungnahmen/")))
    assert "Ist der Hund bekannt?" in page(other.get(address))
    assert other.post(address, {"text": "Ja, er ist brav."}).status_code == 303
    assert "Ja, er ist brav." in page(browser.get(f"/amt/vorgaenge/{case.reference}/"))
    told = page(guest(key=BROWSER_KEY).get(f"/vorgang/{case.reference}/"))
    assert ("Stellungnahme erbeten" in told, "brav" in told) == (True, False)
    assert client_for(account("sachbearbeitung@auenfeld")).get(address).status_code == 404


def test_a_corrected_decision_is_announced_anew_and_the_former_one_is_kept(press, case, guest, office):
    press("entscheidung", outcome="rejected", text="Nein.", geprueft="ja")
    assert press("berichtigung", outcome="granted", text="Doch.", grund="").status_code == 422
    assert press("berichtigung", outcome="granted", text="Doch.", grund="Wir haben uns verrechnet.").status_code == 303
    told = page(guest(key=BROWSER_KEY).get(f"/vorgang/{case.reference}/"))
    assert ("Wir haben uns verrechnet." in told, "Ihrem Antrag wird entsprochen." in told) == (True, True)
    with office():
        assert Announcement.objects.filter(application=case).count() == 2
        assert [one.outcome for one in case.corrections.all()] == ["rejected"]


def test_what_is_taken_in_at_the_counter_belongs_to_nobody_but_who_has_its_code(client_for, guest, office):
    clerk = client_for(account("sachbearbeitung@musterstadt"))
    assert "Hundesteuer anmelden" in page(clerk.get("/amt/aufnahme/"))
    clerk.post("/antrag/hundesteuer-anmelden/", {"eingang": "counter"})
    guest().post("/antrag/hundesteuer-anmelden/", {"eingang": "counter"})
    with office():
        found = Draft.objects.order_by("created").values_list("channel", "account", "recorded_by__name")
        assert [row[:2] for row in found][-2:] == [("counter", None), ("online", None)]


def test_an_application_at_the_counter_is_sent_for_the_person_and_lies_with_the_office(
    client_for, draft, musterstadt, office, run_jobs
):
    begun, staff = draft("hundesteuer-anmelden", musterstadt), account("sachbearbeitung@musterstadt")
    with office():
        Draft.objects.filter(pk=begun.pk).update(channel="counter", recorded_by=staff)
    clerk = client_for(staff)
    clerk.cookies["browser"] = BROWSER_KEY
    address = f"/antrag/hundesteuer-anmelden/{begun.pk}/pruefen/"
    check = page(clerk.get(address))
    assert re.search(r'value="letter"[^>]* checked', check)  # whoever stands at the counter has agreed to nothing yet
    hidden = dict(re.findall(r'name="(seite|stand)" value="([^"]+)"', check))
    sent = clerk.post(address, {**hidden, "bescheid": "letter"})
    assert sent["Location"].startswith("/eingang/MUS-")
    assert "Zugangscode" in page(clerk.get(sent["Location"]))
    run_jobs()
    with office():
        case = Application.objects.get(pk=begun.pk)
        assert (case.channel, case.account, case.way) == ("counter", None, "letter")
        facts = audit.history(case.pk)[0].facts
        assert (facts["channel"], facts["office"]["de"]) == ("counter", "Steueramt")
    assert "am Schalter" in page(clerk.get(f"/amt/vorgaenge/{case.reference}/"))


@pytest.fixture
def editor(client_for):
    return client_for(account("redaktion@musterstadt"))


NEW = {
    "name": "Absage", "leistung": "hundesteuer-anmelden", "ergebnis": "rejected", "rechtsbehelf": "widerspruch",
    "titel": "Ablehnung", "eingaben": "grund; Text; Der Grund", "text": "Leider nein: {grnd}", "gebuehr": "",
    "gericht": "",
}  # fmt: skip


def test_a_template_with_an_unknown_placeholder_cannot_be_published(editor, client_for, office):
    assert editor.post("/amt/vorlagen/anlegen/", NEW)["Location"] == "/amt/vorlagen/absage/?erledigt=gespeichert"
    publisher = client_for(account("freigabe@musterstadt"))
    answer = publisher.post("/amt/vorlagen/absage/veroeffentlichung/")
    assert (answer.status_code, "{grnd}" in page(answer)) == (422, True)
    with office():
        assert LetterTemplate.objects.get(slug="absage").published is None
    editor.post("/amt/vorlagen/absage/", {**NEW, "text": "Leider nein: {grund}"})
    assert editor.post("/amt/vorlagen/absage/veroeffentlichung/").status_code == 404
    assert publisher.post("/amt/vorlagen/absage/veroeffentlichung/").status_code == 303
    assert publisher.get("/amt/vorlagen/absage/vorschau.pdf").content.startswith(b"%PDF-")
    with office():
        assert LetterTemplate.objects.get(slug="absage").version == 1


def test_inputs_of_a_template_are_told_when_they_do_not_fit(editor):
    answer = editor.post("/amt/vorlagen/anlegen/", {**NEW, "eingaben": "grund; Wort"})
    assert (answer.status_code, "Diese Zeile passt nicht" in page(answer)) == (422, True)


def test_our_own_deadline_follows_from_the_service(case, office):
    with office():
        assert Application.objects.get(pk=case.pk).due is not None


def test_letters_and_their_address_pages_carry_the_arms_of_the_body(decided_case, office, musterstadt):
    with office():
        set_arms(content=png(), by="account 1", now=NOW)
        musterstadt.refresh_from_db()
        case = Application.objects.select_related("online_service__service", "department", "tenant", "key").get(
            pk=decided_case.application.pk
        )
        said = {"outcome": Outcome.GRANTED, "text": "Gern.", "by": account("leitstelle@musterstadt"), "now": NOW}
        paper = decision_document(application=case, **said)
        drop_arms(by="account 1", now=NOW)
        case.tenant.refresh_from_db()
        plain = decision_document(application=case, **said)
    pictures = [len(PdfReader(io.BytesIO(one)).pages[0].images) for one in (paper, plain)]
    assert pictures[0] == pictures[1] + 1
    assert b"pdfuaid" in paper
    assert "Wappen oder Logo: " in _spoken(paper)


def _spoken(content: bytes) -> str:
    """All texts that stand for pictures."""
    reader = PdfReader(io.BytesIO(content))
    found = [reader.get_object(number) for number in range(1, int(reader.trailer["/Size"]))]
    return " ".join(str(one.get("/Alt", "")) for one in found if isinstance(one, dict))
