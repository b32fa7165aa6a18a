"""Working copies: begun, changed, published with four eyes and test cases, restored; two editors at once."""

import pytest

from drehscheibe.forms import editing, revising
from drehscheibe.forms.editing import TrialsFailedError
from drehscheibe.forms.faults import FormError
from drehscheibe.forms.models import Form, FormVersion, Trial, WorkingCopy
from drehscheibe.forms.queries import newest_version
from drehscheibe.kernel.revisions import ChangedMeanwhileError, SameEyesError
from drehscheibe.tenants import journal

ALICE, BOB = "account 1", "account 2"
SLUG = "zuschuss-deutschlandticket"


@pytest.fixture
def copy(kreis, scope_of, now):
    with scope_of(kreis):
        yield editing.begin(form=Form.objects.get(slug=SLUG), by=ALICE, now=now)


def call(name, words, *, seen=1, by=ALICE, now):
    what = revising.write({"label": {"de": words, "en": words}}, field_id=name)
    return editing.change(slug=SLUG, seen=seen, what=what, about=name, by=by, now=now)


def verbs():
    return [event.verb for event in journal.entries()][-3:]


def test_a_working_copy_begins_as_the_newest_version_and_only_once(copy, now):
    assert copy.document == newest_version(Form.objects.get(slug=SLUG)).document
    assert editing.begin(form=Form.objects.get(slug=SLUG), by=BOB, now=now).edited_by == ALICE


def test_who_comes_second_is_told_and_overwrites_nothing(copy, now):
    call("vorname", "Rufname", now=now)
    with pytest.raises(ChangedMeanwhileError) as told:
        call("nachname", "Familienname", by=BOB, now=now)
    assert (told.value.copy.revision, told.value.copy.edited_by) == (2, ALICE)
    kept = WorkingCopy.objects.get(slug=SLUG).document
    assert revising.find_field(kept, "vorname")[2]["label"]["de"] == "Rufname"
    assert revising.find_field(kept, "nachname")[2]["label"]["de"] == "Nachname"


def test_a_change_that_changes_nothing_is_none(copy, now):
    same = call("vorname", "Vorname", by=BOB, now=now)
    same.refresh_from_db()
    assert same.revision == 2  # the English words differ
    assert call("vorname", "Vorname", seen=2, by=BOB, now=now).revision == 2


def test_publishing_needs_four_eyes(copy, now):
    call("vorname", "Rufname", now=now)
    with pytest.raises(SameEyesError):
        editing.publish_copy(slug=SLUG, seen=2, by=ALICE, now=now)
    version = editing.publish_copy(slug=SLUG, seen=2, by=BOB, now=now)
    assert version.number == 2
    assert not WorkingCopy.objects.filter(slug=SLUG).exists()
    assert verbs()[-1] == "form_published"
    assert journal.entries()[-1].facts["edited_by"] == ALICE


def test_published_versions_are_left_as_they_are(copy, now):
    before = FormVersion.objects.get(form__slug=SLUG, number=1).document
    call("vorname", "Rufname", now=now)
    editing.publish_copy(slug=SLUG, seen=2, by=BOB, now=now)
    assert FormVersion.objects.get(form__slug=SLUG, number=1).document == before


def test_an_older_version_becomes_the_working_copy_again(copy, now):
    first = newest_version(Form.objects.get(slug=SLUG))
    call("vorname", "Rufname", now=now)
    editing.publish_copy(slug=SLUG, seen=2, by=BOB, now=now)
    copy = editing.restore(version=first, seen=0, by=ALICE, now=now)
    assert copy.document == first.document
    with pytest.raises(ChangedMeanwhileError):
        editing.restore(version=first, seen=0, by=BOB, now=now)
    assert editing.publish_copy(slug=SLUG, seen=copy.revision, by=BOB, now=now).number == 3


def test_publishing_is_refused_with_the_difference_when_a_test_case_fails(copy, now):
    fee = revising.write({"value": {"param": "grant_month"}}, field_id="im_monat")
    editing.change(slug=SLUG, seen=1, what=fee, about="im_monat", by=ALICE, now=now)
    with pytest.raises(TrialsFailedError) as told:
        editing.publish_copy(slug=SLUG, seen=2, by=BOB, now=now)
    words = [message["de"] for message in told.value.failed["Erwachsene mit zwei Kindern für sechs Monate"]]
    assert words == [
        "„Zuschuss im Monat“ ist jetzt 20,00 €, erwartet war 44,00 €.",
        "„Zuschuss insgesamt“ ist jetzt 120,00 €, erwartet war 264,00 €.",
    ]
    document = editing.document_of(WorkingCopy.objects.get(slug=SLUG))
    for trial in Trial.objects.filter(slug=SLUG, name__in=told.value.failed):
        editing.update_trial(trial=trial, document=document, by=BOB, now=now)
    assert editing.publish_copy(slug=SLUG, seen=2, by=BOB, now=now).number == 2


def test_what_cannot_be_filled_in_cannot_be_published(copy, now):
    what = revising.write({"visible": {"answer": "nirgends"}}, field_id="email")
    editing.change(slug=SLUG, seen=1, what=what, about="email", by=ALICE, now=now)
    with pytest.raises(FormError):
        editing.publish_copy(slug=SLUG, seen=2, by=BOB, now=now)


def test_what_is_no_document_is_not_kept(copy, now):
    with pytest.raises(FormError):
        editing.change(
            slug=SLUG, seen=1, what=revising.write({"label": None}, field_id="email"), about="", by=ALICE, now=now
        )
    assert WorkingCopy.objects.get(slug=SLUG).revision == 1


def test_a_form_can_be_taken_in_and_thrown_away(musterstadt, scope_of, now):
    with scope_of(musterstadt):
        document = newest_version(Form.objects.get(slug=SLUG)).document | {"slug": "eigenes"}
        copy = editing.take_in(document=document, report=["gelesen"], by=ALICE, now=now)
        assert (copy.base, copy.report) == (None, ["gelesen"])
        with pytest.raises(ChangedMeanwhileError):
            editing.take_in(document=document, report=[], by=BOB, now=now)
        editing.discard(slug="eigenes", seen=1, by=BOB, now=now)
        assert verbs()[-2:] == ["form_imported", "form_discarded"]


def test_other_bodies_do_not_see_working_copies(copy, auenfeld, scope_of):
    with scope_of(auenfeld):
        assert not WorkingCopy.objects.exists()
        assert not Trial.objects.exists()
