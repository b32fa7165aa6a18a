"""What of a description needs care is found, told exactly, and gone when it is mended."""

from datetime import timedelta

from django.core import mail

from drehscheibe.catalogue.models import Service
from drehscheibe.forms.review import plain
from drehscheibe.insights import offers, quality, reminders
from drehscheibe.insights.models import Link
from drehscheibe.insights.quality import Kind
from tests.cast import NOW, account


def found(slug, now=NOW):
    return {one.kind: one for one in quality.faults(offers.own(), now=now) if one.service.slug == slug}


def test_a_sentence_is_plain_when_nothing_in_it_hinders():
    hard = "Der Antrag wird unverzüglich geprüft."
    assert plain.score(["Wir prüfen den Antrag sofort. " + hard]) == (2, 1)
    assert {one.rule for one in plain.hurdles(hard)} == {"passive", "office_word"}
    assert plain.score([]).percent == 100


def test_faults_name_exactly_what_is_wrong(musterstadt, scope_of):
    with scope_of(musterstadt):
        service = Service.objects.get(tenant=musterstadt, slug="fundsachen")
        service.texts = {"description": {"de": ["Die Sache wird zwecks Verwahrung bzw. Rückgabe entgegengenommen."]}}
        service.fees, service.channels, service.details = [], {"office": {}}, {}
        service.summary = {"de": "Wir helfen Ihnen.", "en": "We help you."}
        service.review_on, service.changed = NOW.date(), NOW - timedelta(minutes=5)
        service.save()
        Link.objects.create(tenant=musterstadt, service=service, address="https://a.example/", problem="gone")
        faults = found("fundsachen")
    assert set(faults) == {Kind.EMPTY, Kind.STALE, Kind.LINKS, Kind.LANGUAGE, Kind.UNTRANSLATED, Kind.OFFLINE}
    assert faults[Kind.EMPTY].parts == tuple(part for part in quality.MODULES if part != "description")
    assert (faults[Kind.LINKS].parts, faults[Kind.LINKS].reasons) == (("https://a.example/",), ("gone",))
    assert faults[Kind.UNTRANSLATED].parts == ("description",)
    assert faults[Kind.OFFLINE].parts == ("office",)
    assert faults[Kind.STALE].due == NOW.date()


def test_what_was_not_looked_at_for_a_year_is_stale_until_it_is(musterstadt, scope_of):
    with scope_of(musterstadt):
        Service.objects.filter(slug="fundsachen").update(
            changed=NOW - timedelta(days=366), review_on=None, reviewed=None
        )
        assert found("fundsachen")[Kind.STALE].number == 366
        Service.objects.filter(slug="fundsachen").update(reviewed=NOW)
        assert Kind.STALE not in found("fundsachen")


def test_a_text_is_judged_anew_when_it_changes(musterstadt, scope_of):
    with scope_of(musterstadt):
        service = Service.objects.get(tenant=musterstadt, slug="fundsachen")
        before = quality.language(service).percent
        service.summary, service.texts = {"de": "Die Sache wird unverzüglich verwahrt."}, {}
        service.changed = NOW + timedelta(hours=1)
        assert quality.language(service).percent == 0 < before


def test_an_editor_is_reminded_once_of_what_is_due_in_the_own_departments(musterstadt, scope_of):
    editor = account("redaktion@musterstadt")
    editor.email = "redaktion@example.org"
    editor.save()
    with scope_of(musterstadt):
        reminders.send(editor.pk, now=NOW)
        assert mail.outbox == []
        Service.objects.filter(tenant=musterstadt, slug="fundsachen").update(review_on=NOW.date() + timedelta(days=10))
        Service.objects.filter(tenant=musterstadt, slug="osterfeuer").update(review_on=NOW.date() + timedelta(days=20))
        assert [one.slug for one in reminders.due(NOW.date())] == ["fundsachen"]
        reminders.send(editor.pk, now=NOW)
    assert len(mail.outbox) == 1
    assert mail.outbox[0].to == ["redaktion@example.org"]
    assert "(20.03.2027)" in mail.outbox[0].body
