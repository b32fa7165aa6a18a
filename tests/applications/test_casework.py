"""The office's verbs and the applicant's answer: each leaves a fact, an event and a status that follows from them."""

import io

import pytest
from pypdf import PdfReader

from drehscheibe.applications import history, queries
from drehscheibe.applications.models import Application, Assignment, Decision, Outcome, Question, Status
from drehscheibe.applications.operations.answering import NoOpenQuestionError, answer
from drehscheibe.applications.operations.casework import (
    AlreadyTakenError,
    QuestionOpenError,
    ask,
    decide,
    note_opening,
    take,
)
from drehscheibe.applications.operations.paper import receipt
from drehscheibe.applications.operations.state import AlreadyDecidedError
from drehscheibe.applications.rules import status
from drehscheibe.identity.queries import standing
from drehscheibe.kernel import audit, files
from drehscheibe.mailbox.models import Kind
from drehscheibe.mailbox.queries import conversation
from drehscheibe.tenants.operations import work_as
from tests.cases import filled_draft, pending_jobs, send
from tests.cast import NOW, account, tenant
from tests.database import at_once

SLUG = "hundesteuer-anmelden"


@pytest.fixture
def case(musterstadt, scope_of):
    """A dog registered in Musterstadt, within that town's scope."""
    with scope_of(musterstadt):
        draft, found = filled_draft(SLUG, musterstadt)
        yield queries.application(send(draft, found).pk)


def stored(case: Application) -> tuple[str, int | None]:
    found = Application.objects.get(pk=case.pk)
    return found.status, found.assignee_id


def verbs(case: Application) -> list[str]:
    return [event.verb for event in audit.history(case.pk)]


@pytest.mark.parametrize(
    ("is_decided", "has_open_question", "is_assigned", "expected"),
    [
        (False, False, False, Status.RECEIVED),
        (False, False, True, Status.IN_PROGRESS),
        (False, True, False, Status.QUESTION_OPEN),
        (False, True, True, Status.QUESTION_OPEN),
        (True, False, False, Status.DECIDED),
        (True, True, True, Status.DECIDED),
    ],
)
def test_status_follows_from_the_facts(is_decided, has_open_question, is_assigned, expected):
    found = status(is_decided=is_decided, has_open_question=has_open_question, is_assigned=is_assigned)
    assert found == expected


def test_taken_case_has_an_assignee(case, alice):
    take(application=case, by=alice, now=NOW)
    assert stored(case) == (Status.IN_PROGRESS, alice.pk)
    (assignment,) = Assignment.objects.all()
    assert (assignment.assignee_id, assignment.at) == (alice.pk, NOW)
    assert verbs(case) == ["submitted", "taken"]


def test_taking_ones_own_case_again_changes_nothing(case, alice):
    take(application=case, by=alice, now=NOW)
    take(application=case, by=alice, now=NOW)
    assert (Assignment.objects.count(), verbs(case)) == (1, ["submitted", "taken"])


def test_case_of_a_colleague_cannot_be_taken(case, alice):
    take(application=case, by=alice, now=NOW)
    with pytest.raises(AlreadyTakenError):
        take(application=queries.application(case.pk), by=account("leitstelle@musterstadt"), now=NOW)
    assert stored(case) == (Status.IN_PROGRESS, alice.pk)


def test_question_reaches_the_applicant_and_waits(case, alice):
    question = ask(application=case, text="Welche Farbe?", by=alice, now=NOW)
    assert stored(case) == (Status.QUESTION_OPEN, None)
    assert {(message.kind, message.text, message.from_office) for message in conversation(case.key)} == {
        (Kind.RECEIPT, "", True),
        (Kind.QUESTION, "Welche Farbe?", True),
    }
    assert pending_jobs()[-1].task_name == "applications.announce_question"
    assert pending_jobs()[-1].task_kwargs["question_id"] == question.pk
    assert verbs(case) == ["submitted", "asked"]


def test_message_names_the_office_and_never_the_person(case, alice):
    ask(application=case, text="Welche Farbe?", by=alice, now=NOW)
    for message in conversation(case.key):
        assert message.sender["office"]["de"] == "Steueramt"
        assert alice.name not in str(message.sender)


def test_second_question_waits_for_the_answer_to_the_first(case, alice):
    ask(application=case, text="Welche Farbe?", by=alice, now=NOW)
    with pytest.raises(QuestionOpenError):
        ask(application=case, text="Wie groß?", by=alice, now=NOW)
    answer(application=case, text="Braun.", attached=(), by=None, now=NOW)
    ask(application=case, text="Wie groß?", by=alice, now=NOW)
    assert Question.objects.count() == 2


def test_answer_closes_the_question(case, alice):
    take(application=case, by=alice, now=NOW)
    ask(application=case, text="Welche Farbe?", by=alice, now=NOW)
    attached = [{"file": "1", "name": "foto.png", "size": 3, "media_type": "image/png"}]
    answer(application=queries.application(case.pk), text="Braun.", attached=attached, by=None, now=NOW)
    assert stored(case) == (Status.IN_PROGRESS, alice.pk)
    (told,) = [message for message in conversation(case.key) if message.kind == Kind.ANSWER]
    assert (told.text, told.files, told.from_office) == ("Braun.", attached, False)
    assert verbs(case) == ["submitted", "taken", "asked", "answered"]


def test_answer_without_a_question_is_refused(case, alice):
    with pytest.raises(NoOpenQuestionError):
        answer(application=case, text="Braun.", attached=(), by=None, now=NOW)
    ask(application=case, text="Welche Farbe?", by=alice, now=NOW)
    answer(application=case, text="Braun.", attached=(), by=None, now=NOW)
    with pytest.raises(NoOpenQuestionError):
        answer(application=case, text="Braun.", attached=(), by=None, now=NOW)
    assert len(conversation(case.key)) == 3


@pytest.mark.parametrize(
    ("outcome", "sentence"),
    [
        (Outcome.GRANTED, "Ihrem Antrag wird entsprochen."),
        (Outcome.PARTLY, "Ihrem Antrag wird teilweise entsprochen."),
        (Outcome.REJECTED, "Ihr Antrag wird abgelehnt."),
    ],
)
def test_decision_is_a_letter(case, alice, outcome, sentence):
    decision = decide(application=case, outcome=outcome, text="Erster Absatz.\n\nZweiter.", by=alice, now=NOW)
    assert stored(case)[0] == Status.DECIDED
    reader = PdfReader(io.BytesIO(files.read(decision.document)))
    assert reader.metadata.title == f"Bescheid {case.reference}"
    text = reader.pages[0].extract_text()
    for part in (
        "Stadt Musterstadt",
        "Steueramt",
        f"Im Auftrag\n{alice.name}",
        case.reference,
        sentence,
        "Erster Absatz.",
        "Zweiter.",
        "10.03.2027",
    ):
        assert part in text
    assert pending_jobs()[-1].task_name == "applications.announce_decision"
    assert audit.history(case.pk)[-1].facts["outcome"] == outcome


def test_decision_on_an_english_application_is_german(musterstadt, scope_of, alice):
    with scope_of(musterstadt):
        draft, found = filled_draft(SLUG, musterstadt, language="en")
        case = queries.application(send(draft, found).pk)
        decision = decide(application=case, outcome=Outcome.GRANTED, text="Gern.", by=alice, now=NOW)
        reader = PdfReader(io.BytesIO(files.read(decision.document)))
        assert reader.trailer["/Root"]["/Lang"] == "de"
        assert found.online_service.service.name["de"] in reader.pages[0].extract_text()


def test_decided_case_is_closed(case, alice):
    decide(application=case, outcome=Outcome.GRANTED, text="Gern.", by=alice, now=NOW)
    again = queries.application(case.pk)
    with pytest.raises(AlreadyDecidedError):
        decide(application=again, outcome=Outcome.REJECTED, text="Doch nicht.", by=alice, now=NOW)
    with pytest.raises(AlreadyDecidedError):
        ask(application=again, text="Welche Farbe?", by=alice, now=NOW)
    with pytest.raises(AlreadyDecidedError):
        take(application=again, by=alice, now=NOW)
    assert not again.is_open
    assert [decision.outcome for decision in Decision.objects.all()] == [Outcome.GRANTED]


def test_stale_page_cannot_decide_again(case, alice):
    stale = queries.application(case.pk)
    decide(application=case, outcome=Outcome.GRANTED, text="Gern.", by=alice, now=NOW)
    with pytest.raises(AlreadyDecidedError):
        decide(application=stale, outcome=Outcome.REJECTED, text="Doch nicht.", by=alice, now=NOW)


def test_question_still_open_at_the_decision_can_no_longer_be_answered(case, alice):
    ask(application=case, text="Welche Farbe?", by=alice, now=NOW)
    decide(application=case, outcome=Outcome.GRANTED, text="Gern.", by=alice, now=NOW)
    with pytest.raises(NoOpenQuestionError):
        answer(application=queries.application(case.pk), text="Braun.", attached=(), by=None, now=NOW)
    assert stored(case)[0] == Status.DECIDED
    assert verbs(case) == ["submitted", "asked", "decided"]


def test_ten_simultaneous_decisions_give_one(committing_database):
    town = tenant("musterstadt")
    with work_as(town):
        draft, found = filled_draft("mitteilung", town)
        case, clerk = send(draft, found), account("buergerbuero@musterstadt")

    def press(number: int) -> str:
        with work_as(town):
            fresh = queries.application(case.pk)
            decide(application=fresh, outcome=Outcome.GRANTED, text=f"Text {number}", by=clerk, now=NOW)
            return "decided"

    results = at_once(10, press)
    assert sorted(map(str, results)).count("decided") == 1
    assert {type(result) for result in results} == {str, AlreadyDecidedError}
    with work_as(town):
        assert (Decision.objects.count(), verbs(case)) == (1, ["submitted", "decided"])


def test_every_opening_shows_in_the_history_without_a_name(case, alice):
    note_opening(application=case, by=alice, now=NOW)
    note_opening(application=case, by=alice, now=NOW)
    entries, is_unbroken = history.told(case, "de")
    assert is_unbroken
    assert [(entry.sentence, entry.office, entry.purpose) for entry in entries] == [
        ("Antrag geöffnet", "Steueramt, Sachbearbeitung", "zur Bearbeitung"),
        ("Antrag geöffnet", "Steueramt, Sachbearbeitung", "zur Bearbeitung"),
        ("Antrag eingegangen", "", ""),
    ]
    assert alice.name not in str(entries)
    assert audit.history(case.pk)[-1].actor == f"account {alice.pk}"


def test_history_knows_every_verb(full_case, musterstadt, scope_of):
    with scope_of(musterstadt):
        entries, is_unbroken = history.told(full_case, "de")
    assert is_unbroken
    assert [entry.sentence for entry in reversed(entries)] == [
        "Antrag eingegangen",
        "Bearbeitung übernommen",
        "Rückfrage gestellt",
        "Rückfrage beantwortet",
        "Bescheid erteilt",
    ]


def test_receipt_is_set_once_and_then_kept(case, now):
    paper = receipt(application=case, now=now)
    assert receipt(application=queries.application(case.pk), now=now) == paper
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(paper)).pages)
    assert case.reference in text
    assert queries.application(case.pk).receipt.size == len(paper)


def test_receipt_speaks_the_applicants_language(application, musterstadt, scope_of):
    sent = application(SLUG, musterstadt, language="en")
    with scope_of(musterstadt):
        reader = PdfReader(io.BytesIO(receipt(application=queries.application(sent.pk), now=NOW)))
    assert reader.trailer["/Root"]["/Lang"] == "en"


@pytest.mark.parametrize(
    ("subject", "sees"),
    [
        ("sachbearbeitung@musterstadt", True),
        ("leitstelle@musterstadt", True),
        ("buergerbuero@musterstadt", False),
        ("redaktion@musterstadt", False),
        ("verwaltung@musterstadt", False),
        ("sachbearbeitung@auenfeld", False),
        ("leitstelle@auenfeld", False),
        ("buergerin", False),
        ("betrieb", False),
    ],
)
def test_staff_sees_the_cases_of_its_departments(case, subject, sees):
    visible = queries.visible_to(standing(account(subject)))
    assert list(visible) == ([case] if sees else [])


def test_nobody_of_another_tenant_sees_a_case(case, dora, auenfeld, scope_of):
    with scope_of(auenfeld):
        assert list(queries.visible_to(standing(dora))) == []
