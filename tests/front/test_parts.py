"""Several people in one application: invited by link and code, each answers and signs their own part of a Bauantrag."""

import io
import json
import re
from datetime import timedelta
from uuid import UUID

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pypdf import PdfReader

from drehscheibe.applications import participants, queries
from drehscheibe.applications.models import Application
from drehscheibe.applications.operations.announcement import address_of
from drehscheibe.applications.operations.drafts import open_answers, save_answers
from drehscheibe.applications.operations.submit import digest
from drehscheibe.applications.participation import Participation
from drehscheibe.catalogue.online import offer
from drehscheibe.forms.answers import Kept
from drehscheibe.forms.participants import own_answers
from drehscheibe.front import browser
from drehscheibe.identity.models import Account, Membership, Role
from drehscheibe.kernel import attempts, audit, references
from drehscheibe.kernel.models import CaseKey, StoredFile
from drehscheibe.tenants.models import Department
from drehscheibe.tenants.operations import work_as
from tests.cases import filled_draft
from tests.cast import BROWSER_KEY, NOW
from tests.front.test_pages import text
from tests.papers import PDF

HOST = "localhost"
PERSON = {"name": "Erik Entwurf", "email": "erik@buero.example"}


class Building:
    """A Bauantrag whose owner has answered their own part; the designer's answers are at hand, but nobody's yet."""

    def __init__(self, kreis, guest) -> None:
        self.kreis, self.guest = kreis, guest
        with work_as(kreis):
            draft, self.offer = filled_draft("baugenehmigung", kreis)
            raw = open_answers(draft)
            self.of_designer = own_answers(self.offer.document, raw, "entwurf")
            own = own_answers(self.offer.document, raw, None) | {"anschrift.street": ["Eigene Gasse"]}
            save_answers(draft=draft, raw=own, browser=browser.hashed(BROWSER_KEY), now=NOW)
        self.draft = draft
        self.address = f"/antrag/baugenehmigung/{draft.pk}/"
        self.owner: Client = guest(HOST, key=BROWSER_KEY)
        self.designer: Client = guest(HOST)
        self.signed = ""
        self.token = {"seite": browser.page_token(draft.pk)}

    def post(self, path: str, **sent: str):
        return self.owner.post(f"{self.address}{path}", {**self.token, **sent})

    def raw(self) -> Kept:
        """What the owner has answered."""
        with work_as(self.kreis):
            return open_answers(queries.draft(self.draft.pk, "baugenehmigung"))

    def invite(self, **changed: str) -> Participation:
        assert self.post("beteiligte/entwurf/einladung/", **{**PERSON, **changed}).status_code == 303
        return self.part()

    def part(self) -> Participation:
        with work_as(self.kreis):
            [one] = participants.of_case(self.draft)
            return one

    def at(self, one: Participation) -> str:
        return participants.part_address(one)

    def open(self, one: Participation) -> None:
        assert self.designer.post(self.at(one), {"code": references.access_code(one.pk)}).status_code == 303

    def fill(self, one: Participation) -> None:
        """Send each page of the designer's part, as their browser does, with the plans."""
        token = {"seite": browser.page_token(one.pk)}
        for step in ("verfasser", "entwurf", "bauvorlagen"):
            uploads = {"lageplan": PDF, "zeichnungen": PDF, "baubeschreibung": PDF} if step == "bauvorlagen" else {}
            files = {name: _file(f"{name}.pdf", content) for name, content in uploads.items()}
            answer = self.designer.post(f"{self.at(one)}{step}/", {**self.of_designer, **token, **files})
            assert answer.status_code == 303, text(answer)

    def sign(self, one: Participation, name: str = "Erik Entwurf"):
        page = self.designer.get(f"{self.at(one)}pruefen/").content.decode()
        sent = dict(re.findall(r'type="hidden" name="(seite|stand)" value="(\w+)"', page))
        return self.designer.post(f"{self.at(one)}pruefen/", {**sent, "name": name, "richtig": "ja"})

    def submit(self):
        """Send what stands there now, whether the page offers the button or not."""
        with work_as(self.kreis):
            draft = queries.draft(self.draft.pk, "baugenehmigung")
            together = participants.together(self.offer.document, draft, participants.of_case(draft))
        return self.post("pruefen/", stand=digest(together))

    def case(self) -> Application:
        with work_as(self.kreis):
            return queries.application(self.draft.pk)


def _file(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "application/pdf")


@pytest.fixture
def building(kreis, guest) -> Building:
    return Building(kreis, guest)


def test_two_people_fill_sign_and_send_one_application(building, run_jobs, client_for, kreis, scope_of):
    assert "Es fehlt noch eine Unterschrift" in text(building.owner.get(f"{building.address}pruefen/"))
    one = building.invite()
    run_jobs()
    [letter] = mail.outbox
    assert letter.to == [PERSON["email"]]
    assert building.at(one) in letter.body
    code = references.access_code(one.pk)
    assert code not in letter.body
    assert not any(word in letter.subject + letter.body for word in ("Bau", "Erik", "genehmigung"))
    shown = text(building.owner.get(f"{building.address}beteiligte/"))
    assert code in shown
    assert "eingeladen, noch nicht geöffnet" in shown
    building.open(one)
    overview = text(building.designer.get(building.at(one)))
    kept = building.raw()
    assert kept["beschreibung"][0] in overview  # shared
    assert kept["telefon"][0] not in overview
    building.fill(one)
    assert "in Arbeit" in text(building.owner.get(f"{building.address}beteiligte/"))
    checking = text(building.owner.get(f"{building.address}pruefen/"))
    assert "Daten des Entwurfs" not in checking  # not before it is signed
    assert building.sign(one)["Location"] == f"{building.at(one)}?erledigt=unterschrift"
    building.signed = building.part().digest
    assert "Entwurfsverfasserin oder Entwurfsverfasser: Erik Entwurf" in text(
        building.owner.get(f"{building.address}pruefen/")
    )
    sent = building.submit()
    assert sent.status_code == 303
    case = building.case()
    assert sent["Location"] == f"/eingang/{case.reference}/"
    run_jobs()
    with scope_of(kreis):
        declared = queries.declaration(case)
        assert [(who["role"], who["signer"], who["signed"]) for who in declared.people] == [
            ("entwurf", "Erik Entwurf", NOW)
        ]
        assert [event.verb for event in audit.history(case.pk)][:3] == ["invited", "signed", "submitted"]
        assert audit.is_unbroken(audit.history(case.pk))
        assert len({file["name"] for file in declared.files} & {"lageplan.pdf", "baubeschreibung.pdf"}) == 2
    after = text(building.designer.get(building.at(one)))
    assert case.reference in after
    assert "Eingegangen" in after
    assert kept["telefon"][0] not in after
    late = building.designer.post(f"{building.at(one)}entwurf/", {"seite": browser.page_token(one.pk), "klasse": "5"})
    assert (late.status_code, "schon abgesendet" in text(late)) == (409, True)
    case_seen_by_both_sides(building, case, client_for(clerk_of(kreis), host=HOST))
    with scope_of(kreis):  # the letter goes to the person, not to the plot, which has an address as well
        street = f"{kept['anschrift.street'][0]} {kept['anschrift.house_number'][0]}"
        assert street in address_of(case)


def clerk_of(kreis) -> Account:
    """Somebody of Building Control."""
    with work_as(kreis):
        person = Account.objects.create(name="Berta Bau", email="berta@kreis.example", created=NOW)
        department = Department.objects.get(tenant=kreis, slug="bauaufsicht")
        Membership.objects.create(tenant=kreis, account=person, role=Role.CLERK, department=department)
    return person


def case_seen_by_both_sides(building: Building, case: Application, clerk: Client) -> None:
    """Pages, file and data name who took part, with the signature, and say whose answers are whose."""
    named = "Entwurfsverfasserin oder Entwurfsverfasser: Erik Entwurf"
    address = f"/amt/vorgaenge/{case.reference}/"
    shown = text(clerk.get(address))
    assert "Unterschrieben als Erik Entwurf am 10." in shown
    assert named in shown
    told = json.loads(clerk.get(f"{address}angaben.json").content)["_participants"]
    assert [(one["name"], one["signer"], "klasse" in one["answers"], "telefon" in one["answers"]) for one in told] == [
        ("Erik Entwurf", "Erik Entwurf", True, False)
    ]
    assert told[0]["sha256"] == building.signed
    assert named in clerk.get(f"{address}angaben.txt").content.decode()
    assert case.reference in text(clerk.get("/amt/vorgaenge/?q=Entwurf"))
    for paper in (clerk.get(f"{address}akte.pdf"), building.owner.get(f"/eingang/{case.reference}/beleg.pdf")):
        pages = "".join(page.extract_text() for page in PdfReader(io.BytesIO(paper.content)).pages)
        assert named in re.sub(r"\s+", " ", pages)
    assert "Unterschrieben als Erik Entwurf" in text(building.owner.get(f"/vorgang/{case.reference}/"))


def test_nobody_sends_before_the_part_is_signed_and_a_change_undoes_the_signature(building, kreis, scope_of):
    one = building.invite()
    building.open(one)
    building.fill(one)
    assert building.submit()["Location"] == f"{building.address}beteiligte/"
    building.sign(one)
    assert building.part().signed == NOW
    changed = {"seite": browser.page_token(one.pk), **building.of_designer, "stellplaetze": "7"}
    assert building.designer.post(f"{building.at(one)}entwurf/", changed).status_code == 303
    assert (building.part().signed, building.part().digest) == (None, "")
    building.sign(one)
    raw = {**building.raw(), "beschreibung": ["Doch zwei Geschosse."]}
    with scope_of(kreis):
        draft = queries.draft(building.draft.pk, "baugenehmigung")
        save_answers(draft=draft, raw=raw, browser=browser.hashed(BROWSER_KEY), now=NOW)
    assert "muss neu unterschrieben werden" in text(building.owner.get(f"{building.address}beteiligte/"))
    assert building.submit()["Location"] == f"{building.address}beteiligte/"
    assert "Bitte unterschreiben Sie noch einmal" in text(building.designer.get(building.at(one)))
    building.sign(one)
    assert building.submit()["Location"].startswith("/eingang/")


def test_signing_what_was_read_before_a_change_is_refused(building):
    one = building.invite()
    building.open(one)
    building.fill(one)
    stale = {"seite": browser.page_token(one.pk), "stand": "0" * 64, "name": "Erik", "richtig": "ja"}
    answer = building.designer.post(f"{building.at(one)}pruefen/", stale)
    assert (answer.status_code, "haben sich geändert" in text(answer)) == (409, True)
    unnamed = building.designer.post(f"{building.at(one)}pruefen/", {**stale, "name": " ", "richtig": ""})
    assert unnamed.status_code == 422
    assert building.part().signed is None


def test_link_without_code_opens_nothing_and_guessing_ends_soon(building, guest):
    one = building.invite()
    stranger = guest(HOST)
    assert stranger.get(building.at(one)).status_code == 200
    for path in ("pruefen/", "entwurf/"):
        answer = stranger.get(f"{building.at(one)}{path}")
        assert (answer.status_code, "Sie sind eingeladen" in text(answer)) == (404, True)
    forged = stranger.post(f"{building.at(one)}entwurf/", {"seite": "0" * 40, "klasse": "5"})
    assert forged.status_code == 403
    wrong = references.access_code(building.draft.pk)  # the applicant's own code is another
    tries = [stranger.post(building.at(one), {"code": wrong}).status_code for _ in range(attempts.LIMIT + 1)]
    assert tries == [422] * attempts.LIMIT + [429]
    assert stranger.post(building.at(one), {"code": references.access_code(one.pk)}).status_code == 429
    assert stranger.get(building.at(one).replace(str(one.pk), str(building.draft.pk))).status_code == 404
    assert stranger.get(building.at(one).replace("/KML/", "/XYZ/")).status_code == 404
    with pytest.raises(AssertionError):
        Building.open(building, one)


def test_applicant_reminds_takes_back_and_invites_somebody_else(building, run_jobs, stopped_clock, scope_of, kreis):
    one = building.invite()
    building.open(one)
    building.fill(one)
    run_jobs()
    assert building.post("beteiligte/entwurf/erinnerung/").status_code == 409
    stopped_clock.moment = NOW + timedelta(hours=2)
    assert building.post("beteiligte/entwurf/erinnerung/").status_code == 303
    run_jobs()
    assert len({letter.extra_headers["Message-ID"] for letter in mail.outbox}) == 2
    with scope_of(kreis):
        before = StoredFile.objects.filter(key=building.draft.key_id).count()
    assert building.post("beteiligte/entwurf/ruecknahme/").status_code == 422
    assert building.post("beteiligte/entwurf/ruecknahme/", sicher="ja").status_code == 303
    with scope_of(kreis):
        assert StoredFile.objects.filter(key=building.draft.key_id).count() == before - 3
    gone = building.designer.get(building.at(one))
    assert (gone.status_code, "gibt es nicht mehr" in text(gone)) == (404, True)
    late = building.designer.post(f"{building.at(one)}entwurf/", {"seite": browser.page_token(one.pk), "klasse": "5"})
    assert late.status_code == 404
    other = building.invite(name="Paula Plan")
    assert other.pk != one.pk
    building.designer = building.guest(HOST)
    assert building.designer.post(building.at(other), {"code": references.access_code(one.pk)}).status_code == 422
    building.open(other)
    assert "noch offen" in text(building.designer.get(building.at(other)))


def test_second_press_invites_nobody_twice_and_bad_addresses_are_told(building, run_jobs):
    bad = building.post("beteiligte/entwurf/einladung/", name="", email="erik@")
    assert (bad.status_code, "Geben Sie den Namen" in text(bad), "vollständig ein" in text(bad)) == (422, True, True)
    one = building.invite()
    again = building.post("beteiligte/entwurf/einladung/", **PERSON)
    assert again["Location"].endswith("?erledigt=schon#teil-entwurf")
    assert building.part().pk == one.pk
    assert building.post("beteiligte/niemand/einladung/", **PERSON).status_code == 404


def test_each_answers_only_their_own_questions_and_neither_overwrites_the_other(building, scope_of, kreis):
    one, before = building.invite(), building.raw()
    building.open(one)
    building.fill(one)
    foreign = {"seite": browser.page_token(one.pk), "telefon": "0155 5550199", **building.of_designer}
    building.designer.post(f"{building.at(one)}entwurf/", foreign)
    own_page = building.designer.get(f"{building.at(one)}bauherr/")
    assert own_page.status_code == 303  # led back to the own part
    assert building.designer.post(f"{building.at(one)}bauherr/", foreign).status_code == 404
    kept = building.raw()
    assert kept["telefon"] == before["telefon"]
    assert building.post("entwurf/", klasse="5").status_code == 404
    saved = building.post("bauherr/", **{k: v[0] for k, v in kept.items() if v}, _save="1")
    assert saved.status_code == 204
    with scope_of(kreis):
        assert participants.answers(building.part())["klasse"] == building.of_designer["klasse"]
        assert not set(participants.answers(building.part())) & set(kept)


def test_part_goes_with_the_draft(building, scope_of, kreis):
    building.invite()
    with scope_of(kreis):
        CaseKey.objects.filter(pk=building.draft.pk).delete()
        assert not Participation.objects.exists()


def test_form_knows_whose_pages_are_whose(kreis, scope_of):
    with scope_of(kreis):
        document = offer("baugenehmigung").document
    assert [step.id for step in document.steps if step.participant == "entwurf"] == [
        "verfasser", "entwurf", "bauvorlagen"
    ]  # fmt: skip


def test_staff_answers_everything_of_what_came_on_paper_without_inviting_anybody(kreis, client_for, scope_of):
    clerk = client_for(clerk_of(kreis), host=HOST)
    first = clerk.post("/antrag/baugenehmigung/", {"eingang": "paper"})["Location"]
    draft_id = first.split("/")[3]
    with scope_of(kreis):
        draft = queries.draft(UUID(draft_id), "baugenehmigung")
        raw = open_answers(filled_draft("baugenehmigung", kreis)[0])
        save_answers(draft=draft, raw=raw, browser=bytes(draft.browser), now=NOW)
    start = first.rpartition("grundstueck/")[0]
    assert clerk.get(f"{start}entwurf/").status_code == 200
    assert clerk.get(f"{start}beteiligte/").status_code == 404
    assert "Daten des Entwurfs" in text(clerk.get(f"{start}pruefen/"))
    sent = clerk.post(f"{start}pruefen/", {"seite": browser.page_token(UUID(draft_id)), "stand": digest(raw)})
    assert sent["Location"].startswith("/eingang/")


def test_nobody_sends_invitations_without_end(building):
    for _ in range(attempts.LIMIT):
        building.invite()
        assert building.post("beteiligte/entwurf/ruecknahme/", sicher="ja").status_code == 303
    answer = building.post("beteiligte/entwurf/einladung/", **PERSON)
    assert (answer.status_code, "viele Einladungen" in text(answer)) == (429, True)
