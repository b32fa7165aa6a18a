"""Take, ask, decide: each does its one thing once, and says kindly why it does not."""

import re

import pytest

from drehscheibe.desk.views.case import LONGEST_DECISION, LONGEST_MESSAGE
from drehscheibe.mailbox.queries import conversation

DECISION = {"outcome": "rejected", "text": "Der Hund wohnt in Auenfeld.\r\n\r\nBitte melden Sie ihn dort an."}


@pytest.fixture
def press(browser, case):
    """`press("rueckfrage", text="…")`: Alice presses the button of a verb of the case."""
    return lambda verb, **typed: browser.post(f"/amt/vorgaenge/{case.reference}/{verb}/", typed)


def page(answer) -> str:
    return answer.content.decode()


def leads_on(answer, verb: str) -> bool:
    """Whether the verb is done and the browser goes on to the case (Post/Redirect/Get)."""
    return (answer.status_code, answer["Location"].partition("?")[2]) == (303, f"erledigt={verb}")


def test_taking_a_case_makes_it_ones_own(press, case, facts, alice):
    assert leads_on(press("zuweisung"), "zuweisung")
    assert facts(case) == {
        "status": "in_progress",
        "assignee": alice.pk,
        "assignments": 1,
        "questions": 0,
        "decisions": 0,
        "verbs": ["submitted", "taken"],
    }


def test_taking_twice_takes_once(press, case, facts):
    assert [leads_on(press("zuweisung"), "zuweisung") for _ in range(2)] == [True, True]
    assert facts(case)["assignments"] == 1


def test_a_colleagues_case_is_not_taken_away(press, browser, case, facts, act, lead):
    browser.get(f"/amt/vorgaenge/{case.reference}/")
    act.take(case, by=lead)
    answer = press("zuweisung")
    assert answer.status_code == 409
    assert f"{lead.name} hat diesen Vorgang schon übernommen." in page(answer)
    assert facts(case)["assignee"] == lead.pk


def test_a_question_reaches_the_applicant(press, case, facts, run_jobs, office):
    assert leads_on(press("rueckfrage", text="  Wie alt ist\r\nder Hund?  "), "rueckfrage")
    with office():
        assert [said.text for said in conversation(case.key) if said.kind == "question"] == ["Wie alt ist\nder Hund?"]
    assert (facts(case)["status"], facts(case)["questions"]) == ("question_open", 1)
    assert "applications.announce_question" in run_jobs()


def test_the_same_question_pressed_twice_is_asked_once(press, case, facts):
    assert [leads_on(press("rueckfrage", text="Wie alt?"), "rueckfrage") for _ in range(2)] == [True, True]
    assert facts(case)["questions"] == 1


def test_a_second_question_waits_for_the_answer_and_is_not_lost(press, case, facts):
    press("rueckfrage", text="Wie alt?")
    answer = press("rueckfrage", text="Und welche Rasse?")
    assert (answer.status_code, facts(case)["questions"]) == (409, 1)
    assert "Eine Rückfrage ist schon gestellt" in page(answer)
    assert "Und welche Rasse?" in page(answer)


def test_one_may_ask_again_after_the_answer(press, case, act, facts):
    act.ask(case)
    act.answer(case)
    assert leads_on(press("rueckfrage", text="Und welche Rasse?"), "rueckfrage")
    assert facts(case)["questions"] == 2


@pytest.mark.parametrize("text", ["", "   \r\n ", "\0"])
def test_an_empty_question_is_not_sent(press, case, facts, text):
    answer = press("rueckfrage", text=text)
    assert (answer.status_code, facts(case)["questions"]) == (422, 0)
    assert '<a class="kern-link" href="#f-rueckfrage">Schreiben Sie bitte Ihre Frage in das Feld.</a>' in page(answer)


def test_too_long_a_question_is_kept_and_not_sent(press, case, facts):
    answer = press("rueckfrage", text="ä" * (LONGEST_MESSAGE + 1))
    assert (answer.status_code, facts(case)["questions"]) == (422, 0)
    assert "höchstens 5.000 Zeichen" in page(answer)
    assert "ä" * (LONGEST_MESSAGE + 1) in page(answer)


def test_a_decision_is_checked_before_it_is_made(press, case, facts):
    answer = press("entscheidung", **DECISION)
    assert (answer.status_code, facts(case)["decisions"]) == (200, 0)
    fields = re.findall(r'<input type="hidden" name="(outcome|geprueft)" value="([^"]*)"', page(answer))
    assert dict(fields) == {"outcome": "rejected", "geprueft": "ja"}
    assert "Der Hund wohnt in Auenfeld." in page(answer)


def test_going_back_from_the_check_keeps_what_was_written(press, case, facts):
    answer = press("entscheidung", **DECISION, geprueft="ja", aendern="ja")
    assert (answer.status_code, facts(case)["decisions"]) == (200, 0)
    assert 'value="rejected" checked' in page(answer)
    assert "Der Hund wohnt in Auenfeld." in page(answer)


def test_a_decision_closes_the_case(press, case, facts, run_jobs):
    assert leads_on(press("entscheidung", **DECISION, geprueft="ja"), "entscheidung")
    assert (facts(case)["status"], facts(case)["decisions"], facts(case)["verbs"][-1]) == ("decided", 1, "decided")
    assert "applications.announce_decision" in run_jobs()


def test_the_same_decision_pressed_twice_is_made_once(press, case, facts, office):
    pressed = [leads_on(press("entscheidung", **DECISION, geprueft="ja"), "entscheidung") for _ in range(2)]
    with office():
        decisions = [message for message in conversation(case.key) if message.kind == "decision"]
    assert (pressed, facts(case)["decisions"], len(decisions)) == ([True, True], 1, 1)


@pytest.mark.parametrize(
    ("verb", "typed"),
    [
        ("entscheidung", {"outcome": "granted", "text": "Doch.", "geprueft": "ja"}),
        ("entscheidung", {"outcome": "granted", "text": "Doch."}),
        ("entscheidung", {"outcome": "rejected", "text": "Anders begründet.", "geprueft": "ja"}),
        ("rueckfrage", {"text": "Noch etwas?"}),
        ("zuweisung", {}),
    ],
)
def test_nothing_happens_to_a_decided_case(press, case, facts, verb, typed):
    press("entscheidung", **DECISION, geprueft="ja")
    before = {**facts(case), "verbs": None}
    answer = press(verb, **typed)
    assert (answer.status_code, {**facts(case), "verbs": None}) == (409, before)
    assert "Über diesen Vorgang ist schon entschieden." in page(answer)


@pytest.mark.parametrize(
    ("typed", "places"),
    [
        (("", ""), ["f-outcome", "f-bescheid"]),
        (("granted", ""), ["f-bescheid"]),
        (("", "Alles da."), ["f-outcome"]),
        (("withdrawn", "Alles da."), ["f-outcome"]),
        (("granted", "x" * (LONGEST_DECISION + 1)), ["f-bescheid"]),
        (("granted", "Alles da 🎉"), ["f-bescheid"]),
    ],
    ids=["nothing", "no-text", "no-outcome", "unknown-outcome", "too-long", "emoji"],
)
def test_an_incomplete_decision_says_what_is_missing_and_keeps_the_rest(press, case, facts, typed, places):
    outcome, text = typed
    answer = press("entscheidung", outcome=outcome, text=text, geprueft="ja")
    assert (answer.status_code, facts(case)["decisions"]) == (422, 0)
    summary = page(answer).partition("portal-errors")[2].partition("</ul>")[0]
    assert re.findall(r'href="#([^"]+)"', summary) == places
    assert text in page(answer)


@pytest.mark.parametrize("verb", ["zuweisung", "rueckfrage", "entscheidung"])
def test_looking_at_a_verb_leads_back_to_the_case(browser, case, facts, verb):
    answer = browser.get(f"/amt/vorgaenge/{case.reference}/{verb}/")
    assert (answer.status_code, answer["Location"]) == (303, f"/amt/vorgaenge/{case.reference}/")
    assert facts(case)["verbs"] == ["submitted"]


def test_what_the_applicant_writes_cannot_break_the_page(browser, application, musterstadt):
    def attack(raw):
        raw["vorname"] = ["<script>alert(1)</script>"]

    sent = application("hundesteuer-anmelden", musterstadt, change=attack)
    shown = page(browser.get(f"/amt/vorgaenge/{sent.reference}/"))
    assert "<script>alert" not in shown
    assert "&lt;script&gt;alert" in shown
