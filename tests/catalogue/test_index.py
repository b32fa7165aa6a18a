"""The index of this machine follows the database, survives what breaks it, and the search goes on without it."""

import shutil
from datetime import timedelta

import pytest
from django.test import Client

from drehscheibe.catalogue import fruitless, queries, searching, vocabulary
from drehscheibe.catalogue.models import FruitlessSearch, LocalAddition, Service
from drehscheibe.catalogue.operations import describe_service
from drehscheibe.catalogue.search import building, by_database, reading
from drehscheibe.tenants.models import Department


def found(typed):
    return [service.slug for service in searching.search(typed).services]


@pytest.fixture
def kite(musterstadt, scope_of, now):
    """`kite(name)`: Musterstadt describes a service about kites, or calls it otherwise."""

    def describe(name="Drachensteigen erlauben lassen", slug="drachen", **facts):
        with scope_of(musterstadt):
            office = Department.objects.get(tenant=musterstadt, slug="ordnung")
            values = {"summary": {}, "topic": "umwelt"} | facts
            return describe_service(slug=slug, name={"de": name}, department=office, now=now, **values)

    return describe


def test_what_was_published_is_found_after_a_refresh_and_what_was_taken_back_is_not(
    own_index, musterstadt, auenfeld, scope_of, kite
):
    building.refresh()
    service = kite()
    assert building.refresh()
    with scope_of(musterstadt):
        assert found("drachensteigen") == ["drachen"]
    with scope_of(auenfeld):
        assert "drachen" not in found("drachensteigen")
    with scope_of(musterstadt):
        Service.objects.filter(pk=service.pk).update(is_published=False)
    assert building.refresh() is not None
    with scope_of(musterstadt):
        assert "drachen" not in found("drachensteigen")


def test_nothing_is_written_while_nothing_changed(own_index, musterstadt):
    assert building.refresh()
    assert building.refresh() == 0


def test_a_changed_text_is_written_alone(own_index, musterstadt, scope_of, kite):
    kite()
    building.refresh()
    kite(summary={"de": "Papierdrache in der Luft"})
    assert building.refresh() == 1
    with scope_of(musterstadt):
        assert found("papierdrache") == ["drachen"]


def test_new_words_take_compounds_of_old_names_apart(own_index, musterstadt, scope_of, kite):
    kite("Quarzmolluske", slug="quarz")
    building.refresh()
    with scope_of(musterstadt):
        before = "quarz" in found("mollusken")
    kite("Mollusken", slug="mollusken")
    building.refresh()
    with scope_of(musterstadt):
        assert (before, "quarz" in found("mollusken")) == (False, True)


def test_a_towns_own_description_hides_the_districts(own_index, musterstadt, kreis, scope_of, kite):
    building.refresh()
    with scope_of(musterstadt):
        assert searching.search("wohngeld").services[0].tenant_id == kreis.pk
    kite("Wohngeld der Stadt", slug="wohngeld")
    building.refresh()
    with scope_of(musterstadt):
        [service] = [one for one in searching.search("wohngeld").services if one.slug == "wohngeld"]
        assert service.tenant_id == musterstadt.pk


def test_what_a_town_adds_to_the_districts_text_is_found_in_that_town_alone(own_index, musterstadt, auenfeld, scope_of):
    with scope_of(musterstadt):
        housing = queries.service("wohngeld")
        said = {"how": "append", "text": {"de": ["Beratung im Quarzpavillon."], "en": ["Advice in the quartzhall."]}}
        addition = LocalAddition.objects.create(tenant=musterstadt, service_id=housing.pk, modules={"remarks": said})
    assert building.refresh()
    with scope_of(musterstadt):
        assert found("Quarzpavillon") == found("quartzhall") == ["wohngeld"]
        assert found("wohngeld").count("wohngeld") == 1
    with scope_of(auenfeld):
        assert "wohngeld" not in found("Quarzpavillon")
        assert "wohngeld" in found("wohngeld")
    assert building.refresh() == 0
    with scope_of(musterstadt):
        LocalAddition.objects.filter(pk=addition.pk).update(modules={})
    assert building.refresh() == 1
    with scope_of(musterstadt):
        assert "wohngeld" not in found("Quarzpavillon")


@pytest.mark.parametrize("damage", ["folder", "state", "segments", "meta", "vocabulary", "pointer", "format"])
def test_a_lost_or_broken_index_is_made_anew_and_the_search_answers_meanwhile(own_index, musterstadt, scope_of, damage):
    building.refresh()
    folder = building.current()
    with scope_of(musterstadt):
        assert found("hundesteuer")
    reading._state.held = None
    match damage:
        case "folder":
            shutil.rmtree(folder)
        case "state":
            (folder / building.STATE).write_text("{")
        case "segments":
            for file in (folder / "services").glob("*.*"):
                if file.suffix in {".store", ".idx", ".term", ".fast"}:
                    file.write_bytes(b"broken")
        case "meta":
            (folder / "services" / "meta.json").write_text("{}")
        case "vocabulary":
            (folder / "vocabulary.txt").unlink()
        case "pointer":
            (own_index / building.CURRENT).write_text("../etc")
        case "format":
            (folder / building.STATE).write_text('{"format": 0, "rows": {}}')
    with scope_of(musterstadt):
        assert "hundesteuer-anmelden" in found("hundesteuer")
    assert building.refresh()
    with scope_of(musterstadt):
        assert "hundesteuer-anmelden" in found("hundesteur")  # the simple search corrects nothing
    assert building.refresh() == 0


def test_only_one_process_writes(own_index, musterstadt):
    with building.writing() as may:
        assert may
        assert building.refresh() is None
    assert building.refresh()


def test_the_search_of_the_database_answers_while_there_is_no_index(own_index, musterstadt, scope_of):
    with scope_of(musterstadt):
        assert "hundesteuer-anmelden" in found("hundesteuer")
        assert searching.search("Hundesteur").suggested == ("Hundesteuer",)
        assert by_database.simple_search("xqzv") == []


STRANGE = [
    *["", " ", "x" * 10_000, "hund " * 2_000, "🐕", "'; DROP TABLE x; --", "a AND (b OR", "name:hund^9", "*", '"hund'],
    *["\0", "%_", "-hund", "ﬁsch", "\u202e", "<script>", "١٢٣", "ß" * 300, "a\u0308" * 50],
]


@pytest.mark.parametrize("typed", STRANGE)
def test_whatever_is_typed_gets_a_page(search_index, guest, typed):
    for path in ("/suche/", "/suche/vorschlaege/"):
        assert guest().get(path, {"q": typed}).status_code == 200
    assert guest().get("/api/v1/leistungen", {"q": typed[:200]}).status_code == 200


@pytest.mark.parametrize("number", ["", "0", "-1", "x", "9" * 30, "²", "2"])
def test_every_number_of_a_page_gets_a_page(search_index, guest, number):
    assert guest().get("/suche/", {"q": "ausweis", "seite": number}).status_code == 200


def test_results_say_why_they_are_there_and_how_the_service_is_used(search_index, guest):
    page = guest().get("/suche/", {"q": "hundesteuer anmelden"}).content.decode()
    assert "Jetzt online" in page
    page = guest().get("/suche/", {"q": "perso"}).content.decode()
    assert "„perso“ heißt amtlich „Personalausweis“." in page


def test_a_mistyped_search_says_what_was_searched_for(search_index, guest):
    assert "Meinten Sie „Hundesteuer“?" in guest().get("/suche/", {"q": "hundestuer"}).content.decode()


def test_suggestions_are_names_of_services(search_index, guest):
    names = guest().get("/suche/vorschlaege/", {"q": "hundest"}).json()["names"]
    assert "Hundesteuer anmelden" in names
    assert guest().get("/suche/vorschlaege/", {"q": "h"}).json() == {"names": []}


def test_a_portals_own_word_leads_to_its_services_from_the_next_search_on(
    search_index, musterstadt, auenfeld, scope_of, client_for
):
    admin = client_for("verwaltung")
    with scope_of(musterstadt):
        assert found("xyzzywuff") == []
    sent = admin.post("/amt/verwaltung/suchwoerter/", {"word": "Xyzzywuff", "meant": "Hundesteuer, Hund"})
    assert sent.status_code == 303
    with scope_of(musterstadt):
        assert "hundesteuer-anmelden" in found("xyzzywuff")
        [synonym] = vocabulary.own_synonyms()
    with scope_of(auenfeld):
        assert found("xyzzywuff") == []
    assert "Xyzzywuff" in admin.get("/amt/verwaltung/suchwoerter/").content.decode()
    assert admin.post(f"/amt/verwaltung/suchwoerter/{synonym.pk}/entfernung/").status_code == 303
    with scope_of(musterstadt):
        assert found("xyzzywuff") == []


@pytest.mark.parametrize(
    ("word", "meant"), [("", "Hund"), ("Hund", ""), ("?!", "Hund"), ("x" * 61, "Hund"), ("Hund", ",")]
)
def test_a_word_that_cannot_be_searched_for_is_refused(musterstadt, client_for, word, meant):
    sent = client_for("verwaltung").post("/amt/verwaltung/suchwoerter/", {"word": word, "meant": meant})
    assert sent.status_code == 422


def searched(client: Client, words: str, times: int) -> None:
    for _ in range(times):
        client.get("/suche/", {"q": words})


def test_fruitless_searches_are_listed_from_the_third_time_on(search_index, musterstadt, scope_of, guest, client_for):
    searched(guest(), "Xyzzyqq", 2)
    with scope_of(musterstadt):
        [row] = FruitlessSearch.objects.all()
        assert (row.words, row.count) == ("", 2)
        assert fruitless.listed() == []
    searched(guest(), "xyzzyQQ", 1)
    with scope_of(musterstadt):
        assert [(one.words, one.count) for one in fruitless.listed()] == [("xyzzyqq", 3)]
    assert "xyzzyqq" in client_for("verwaltung").get("/amt/verwaltung/suchwoerter/").content.decode()


@pytest.mark.parametrize(
    "words", ["xqzv@example.org", "xqzv 12", "qq ww xx yy zz", "x" * 61, "!?", "DE02120300000000202051"]
)
def test_what_may_be_about_a_person_is_not_counted(search_index, musterstadt, scope_of, guest, words):
    searched(guest(), words, 3)
    with scope_of(musterstadt):
        assert not FruitlessSearch.objects.exists()


def test_counts_that_are_old_are_forgotten(search_index, musterstadt, scope_of, now):
    with scope_of(musterstadt):
        fruitless.note("xyzzy", today=now.date())
        fruitless.forget(today=now.date() + timedelta(days=180))
        assert FruitlessSearch.objects.count() == 1
        fruitless.forget(today=now.date() + timedelta(days=181))
        assert FruitlessSearch.objects.count() == 0
