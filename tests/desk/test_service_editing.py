"""The editor of services: list, texts, review, four eyes, versions, dates, local additions, Leichte Sprache."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from lxml import html

from drehscheibe.catalogue import going_live, queries, translating
from drehscheibe.catalogue.editing import draft_of
from drehscheibe.catalogue.importing import documents
from drehscheibe.catalogue.models import LocalAddition, Service, ServiceVersion
from drehscheibe.catalogue.operations import describe_service
from drehscheibe.catalogue.schema import document_of
from drehscheibe.identity.models import Role
from drehscheibe.identity.operations import appoint
from drehscheibe.kernel import clock
from drehscheibe.tenants import journal
from drehscheibe.tenants.models import Department
from drehscheibe.tenants.operations import work_as
from tests.cast import NOW, account, tenant

SLUG = "fundsachen"
BASE = f"/amt/redaktion/{SLUG}/"


def page(answer) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())


@pytest.fixture
def town(musterstadt, stopped_clock):
    with work_as(musterstadt):
        yield musterstadt


@pytest.fixture
def editor(town, client_for):
    return client_for(account("redaktion@musterstadt"))


@pytest.fixture
def publisher(town, client_for):
    return client_for(account("freigabe@musterstadt"))


def service(slug=SLUG) -> Service:
    return Service.objects.select_related("department").get(slug=slug)


def draft(slug=SLUG):
    found = draft_of(service(slug))
    assert found is not None
    return found


def stand(slug=SLUG):
    return {"stand": str(draft(slug).revision)}


def write(client, part, slug=SLUG, /, **typed):
    values = {name.replace("__", "."): words for name, words in typed.items()}
    return client.post(f"/amt/redaktion/{slug}/baustein/{part}/", {**stand(slug), **values})


def hand_in(client, slug=SLUG):
    return client.post(f"/amt/redaktion/{slug}/abgabe/", stand(slug))


def publish(client, slug=SLUG, **when):
    return client.post(f"/amt/redaktion/{slug}/veroeffentlichung/", {**stand(slug), **when})


def go_live(editor, publisher, slug=SLUG):
    assert hand_in(editor, slug).status_code == 303
    answer = publish(publisher, slug)
    assert answer.status_code == 303, page(answer)


def names(**changes):
    now = document_of(service())
    shown = {"name.de": now["name"]["de"], "name.en": now["name"]["en"], "slug": SLUG}
    shown |= {f"summary.{lang}": now["summary"][lang] for lang in ("de", "en")}
    shown |= {f"keywords.{lang}": ", ".join(now["keywords"][lang]) for lang in ("de", "en")}
    return {**shown, **changes}


@pytest.fixture
def begun(editor):
    editor.post(f"{BASE}bearbeitung/")
    return editor


def test_a_text_goes_from_draft_over_review_to_the_public(begun, publisher, guest):
    steps = {"texts.steps.de": "Sie rufen an.\nSie holen es ab.", "texts.steps.en": "You call.\nYou collect it."}
    assert write(begun, "ablauf", **steps).status_code == 303
    assert "Sie rufen an." not in page(guest().get(f"/leistungen/{SLUG}/"))
    assert "Sie rufen an." in page(begun.get(f"/leistungen/{SLUG}/vorschau/"))
    assert publish(publisher).status_code == 409  # nobody has handed it in
    hand_in(begun)
    told = page(publisher.get(f"{BASE}veroeffentlichung/"))
    assert "Ablauf Geändert Schritte" in told
    assert "Schritte, auf Englisch" in told
    assert publish(publisher).status_code == 303
    assert "Sie rufen an. Sie holen es ab." in page(guest().get(f"/leistungen/{SLUG}/"))
    assert draft_of(service()) is None
    verbs = [event.verb for event in journal.entries()][-4:]
    assert verbs == ["service_begun", "service_changed", "service_handed_in", "service_published"]


def test_who_changed_last_does_not_publish(begun):
    appoint(account=account("redaktion@musterstadt"), role=Role.PUBLISHER, department=None)
    write(begun, "ablauf", **{"texts.steps.de": "Neu."})
    hand_in(begun)
    answer = publish(begun)
    assert answer.status_code == 409
    assert "Wer zuletzt geändert hat, veröffentlicht nicht selbst." in page(answer)


def test_departments_own_their_services(town, client_for, editor):
    person = account("sachbearbeitung@musterstadt")
    appoint(account=person, role=Role.EDITOR, department=Department.objects.get(tenant=town, slug="steuern"))
    client = client_for(person)
    told = page(client.get("/amt/redaktion/"))
    assert "Hundesteuer anmelden" in told
    assert "Etwas verloren oder gefunden" not in told
    assert client.get(BASE).status_code == 404
    assert client.post(f"{BASE}bearbeitung/").status_code == 404
    assert client.get(f"/leistungen/{SLUG}/vorschau/").status_code == 404
    assert client.post("/amt/redaktion/hundesteuer-anmelden/bearbeitung/").status_code == 303
    assert client.get("/amt/redaktion/hundesteuer-anmelden/baustein/kosten/").status_code == 200


def test_who_comes_second_sees_what_happened_and_overwrites_nothing(begun, client_for):
    appoint(account=account("verwaltung@musterstadt"), role=Role.EDITOR, department=None)
    other, old = client_for(account("verwaltung@musterstadt")), stand()
    write(other, "ablauf", **{"texts.steps.de": "Vom Zweiten."})
    answer = begun.post(f"{BASE}baustein/ablauf/", {**old, "texts.steps.de": "Von der Ersten."})
    assert answer.status_code == 409
    told = page(answer)
    assert "Portalverwaltung Musterstadt hat diese Leistung inzwischen geändert" in told
    assert "Vom Zweiten." in told
    assert "Von der Ersten." in told
    assert draft().document["texts"]["steps"]["de"] == ["Vom Zweiten."]
    assert begun.post(f"{BASE}baustein/ablauf/", {**stand(), "texts.steps.de": "Von beiden."}).status_code == 303


def test_scripts_in_texts_are_taken_out_and_said(begun):
    answer = write(begun, "ablauf", **{"texts.steps.de": "Hallo <script>alert(1)</script>Sie<b>!</b>"})
    assert "ohne HTML und Skripte" in page(begun.get(answer.headers["Location"]))
    assert draft().document["texts"]["steps"]["de"] == ["Hallo Sie!"]


def test_every_page_comes_back_as_it_was_shown(begun):
    """Saving a page without a change changes nothing, for every page of a service with everything on it."""
    for slug in (SLUG, "hundesteuer-anmelden"):
        begun.post(f"/amt/redaktion/{slug}/bearbeitung/")
        before = draft(slug).document
        for part in re.findall(r"/baustein/([\w-]+)/", begun.get(f"/amt/redaktion/{slug}/").content.decode()):
            address = f"/amt/redaktion/{slug}/baustein/{part}/"
            assert begun.post(address, typed_on(begun.get(address))).status_code == 303, part
            assert draft(slug).document == before, part


def typed_on(answer) -> dict[str, list[str]]:
    """What a browser would send of the page's form."""
    form = html.fromstring(answer.content).xpath("//main//form[@method='post']")[-1]
    found: dict[str, list[str]] = {}
    for name, value in form.form_values():
        found.setdefault(name, []).append(value.replace("\r\n", "\n"))
    return found


def test_typed_modules_are_shown_as_sentences(begun, publisher, guest):
    fees = {"fees.0.label.de": "Ausstellung", "fees.0.amount_cents": "12,50", "fees.0.prepayment": "ja"}
    fees = {name.replace("_", "-"): value for name, value in fees.items()}
    assert write(begun, "kosten", **fees).status_code == 303
    times = {"details.processing-time.least": "2", "details.processing-time.most": "3"}
    times |= {"details.processing-time.unit": "weeks", "details.deadlines.0.what.de": "Abholen"}
    times |= {"details.deadlines.0.amount": "6", "details.deadlines.0.unit": "months"}
    assert write(begun, "fristen", **times).status_code == 303
    papers = {"details.papers.0.name.de": "Ausweis", "details.papers.0.only-if.de": "Sie holen es selbst"}
    assert write(begun, "unterlagen", **papers).status_code == 303
    law = {"texts.legal-basis.0.text": "§ 965 BGB", "texts.legal-basis.0.link": "https://gesetze.example/bgb"}
    assert write(begun, "recht", **law, **{"details.trust-level": "none"}).status_code == 303
    go_live(begun, publisher)
    told = page(guest().get(f"/leistungen/{SLUG}/"))
    for words in (
        "Ausstellung 12,50 €, im Voraus zu zahlen", "2–3 Wochen", "Abholen: 6 Monate",
        "Ausweis (nur wenn: Sie holen es selbst)", "§ 965 BGB", "Sie müssen sich nicht ausweisen.",
    ):  # fmt: skip
        assert words in told, words


@pytest.mark.parametrize(
    ("part", "typed", "said"),
    [
        ("kosten", {"fees.0.label.de": "A", "fees.0.amount-cents": "viel"}, "Schreiben Sie den Betrag bitte so"),
        ("kosten", {"fees.0.label.de": "A"}, "nur eines davon"),
        ("kosten", {"fees.0.amount-cents": "5"}, "Diese Angabe fehlt noch."),
        ("wege", {"channels.external.url": "javascript:alert(1)"}, "Die Adresse beginnt mit https://"),
        ("gueltigkeit", {"valid-until": "morgen"}, "Schreiben Sie den Tag bitte so"),
        ("einordnung", {"topic": "umwelt", "ozg-id": "12"}, "Das passt so nicht."),
        ("name", {"name.de": "X", "slug": "hundesteuer-anmelden"}, "Diese Adresse hat schon eine andere Leistung."),
    ],
)
def test_what_does_not_fit_is_said_beside_it(begun, part, typed, said):
    before = draft().document
    answer = write(begun, part, **typed)
    assert answer.status_code == 422
    assert said in page(answer)
    assert draft().document == before


def test_a_renamed_service_keeps_its_former_address(begun, publisher, guest):
    write(begun, "name", **names(slug="verlorene-sachen"))
    go_live(begun, publisher)
    answer = guest().get(f"/leistungen/{SLUG}/")
    assert (answer.status_code, answer.headers["Location"]) == (301, "/leistungen/verlorene-sachen/")
    assert guest().get("/leistungen/verlorene-sachen/").status_code == 200


def test_an_address_under_which_people_apply_stays(editor):
    slug = "hundesteuer-anmelden"
    editor.post(f"/amt/redaktion/{slug}/bearbeitung/")
    answer = write(editor, "name", slug, **{"name.de": "Hund", "slug": "hund"})
    assert answer.status_code == 422
    assert "Unter ihr stellen Menschen Anträge" in page(answer)


def test_versions_can_be_read_and_taken_up_again(begun, publisher, guest):
    write(begun, "ablauf", **{"texts.steps.de": "Eins."})
    go_live(begun, publisher)
    assert [version.number for version in ServiceVersion.objects.filter(service=service())] == [1, 2]
    told = page(begun.get(f"{BASE}fassungen/2/"))
    assert "Eins." in told
    assert begun.post(f"{BASE}fassungen/1/wiederherstellung/", {"stand": "0"}).status_code == 303
    before = ServiceVersion.objects.get(service=service(), number=1).document
    assert draft().document == before
    go_live(begun, publisher)
    assert document_of(service()) == before
    assert "Eins." not in page(guest().get(f"/leistungen/{SLUG}/"))


def test_a_planned_publication_comes_by_itself(begun, publisher, guest, stopped_clock):
    write(begun, "ablauf", **{"texts.steps.de": "Ab April anders."})
    hand_in(begun)
    assert publish(publisher, tag="01.01.2020", uhrzeit="06:00").status_code == 409
    assert publish(publisher, tag="01.04.2027", uhrzeit="06:00").status_code == 303
    assert going_live.publish_due(now=NOW) == 0
    due = NOW.replace(month=4, day=1, hour=6, minute=0)
    assert going_live.publish_due(now=due) == 1
    assert going_live.publish_due(now=due) == 0
    assert "Ab April anders." in page(guest().get(f"/leistungen/{SLUG}/"))


def test_a_change_takes_a_planned_publication_back(begun, publisher):
    hand_in(begun)
    write(begun, "ablauf", **{"texts.steps.de": "Anders."})
    assert draft().state == "draft"
    assert publish(publisher).status_code == 409


def test_a_service_goes_after_its_last_day(begun, publisher, guest):
    write(begun, "gueltigkeit", **{"valid-until": "31.03.2027"})
    go_live(begun, publisher)
    last = NOW.replace(month=3, day=31)
    assert going_live.take_down_ended(today=clock.day(last), now=last) == 0
    later = last + timedelta(days=1)
    assert going_live.take_down_ended(today=clock.day(later), now=later) == 1
    assert guest().get(f"/leistungen/{SLUG}/").status_code == 410


def test_a_text_in_leichter_sprache_is_shown_and_known_to_be_stale(begun, publisher, guest, editor):
    write(begun, "leichte-sprache", **{"easy.text": "Sie haben etwas verloren?\nWir helfen."})
    go_live(begun, publisher)
    told = page(guest().get(f"/leistungen/{SLUG}/"))
    assert "Diese Seite in Leichter Sprache" in told
    assert "neuer als dieser Text" not in told
    editor.post(f"{BASE}bearbeitung/")
    write(editor, "ablauf", **{"texts.steps.de": "Neu."})
    assert "passt nicht mehr" in page(editor.get(f"{BASE}baustein/leichte-sprache/"))
    go_live(editor, publisher)
    assert "neuer als dieser Text" in page(guest().get(f"/leistungen/{SLUG}/"))
    assert "Etwas verloren oder gefunden" in page(editor.get("/amt/redaktion/?zustand=veraltet"))
    editor.post(f"{BASE}bearbeitung/")
    write(editor, "leichte-sprache", **{"easy.text": "Sie haben etwas verloren?\nWir helfen.", "passt": "ja"})
    go_live(editor, publisher)
    assert "neuer als dieser Text" not in page(guest().get(f"/leistungen/{SLUG}/"))


def test_a_new_service_is_seen_by_nobody_until_it_is_published(editor, publisher, guest):
    typed = {"name": "Parkbank stiften", "amt": "ordnung", "thema": "umwelt"}
    assert editor.post("/amt/redaktion/anlegen/", {**typed, "name": "!"}).status_code == 422
    assert editor.post("/amt/redaktion/anlegen/", typed).status_code == 303
    slug = "parkbank-stiften"
    assert guest().get(f"/leistungen/{slug}/").status_code == 404
    assert editor.get(f"/leistungen/{slug}/vorschau/").status_code == 200
    go_live(editor, publisher, slug)
    told = page(guest().get(f"/leistungen/{slug}/"))
    assert "Ordnungsamt" in told  # nothing is described, but who is responsible
    assert "Voraussetzungen" not in told
    editor.post("/amt/redaktion/anlegen/", {**typed, "name": "Nie gezeigt"})
    editor.post("/amt/redaktion/nie-gezeigt/verwerfen/", stand("nie-gezeigt"))
    assert not Service.objects.filter(slug="nie-gezeigt").exists()


def test_comments_are_for_colleagues_alone(begun, publisher, guest):
    hand_in(begun)
    reason = {**stand(), "grund": "Bitte kürzer."}
    assert publisher.post(f"{BASE}rueckgabe/", reason).status_code == 303
    begun.post(f"{BASE}kommentar/", {"text": "Ist gut."})
    told = page(publisher.get(BASE))
    assert "Bitte kürzer." in told
    assert "Ist gut." in told
    assert draft().state == "draft"
    assert "Bitte kürzer." not in page(guest().get(f"/leistungen/{SLUG}/"))


WOHNGELD = "wohngeld"
OF_BASE = f"/amt/redaktion/{WOHNGELD}/"


def test_a_town_adds_to_the_districts_text_and_sees_what_changed_since(editor, publisher, guest, kreis):
    editor.post(f"{OF_BASE}bearbeitung/")
    added = {"modules.documents.how": "append", "modules.documents.text.de": "der Musterstadt-Pass"}
    assert write(editor, "documents", WOHNGELD, **added).status_code == 303
    replaced = {"modules.duration.how": "replace", "modules.duration.text.de": "Bei uns vier Wochen."}
    assert write(editor, "duration", WOHNGELD, **replaced).status_code == 303
    assert "der Musterstadt-Pass" in page(editor.get(f"/leistungen/{WOHNGELD}/vorschau/"))
    go_live(editor, publisher, WOHNGELD)
    told = page(guest().get(f"/leistungen/{WOHNGELD}/"))
    assert "In Musterstadt gilt außerdem: der Musterstadt-Pass" in told
    assert "Bei uns vier Wochen." in told
    assert "Etwa sechs bis acht Wochen" not in told
    assert "Musterstadt-Pass" not in page(guest(host="auenfeld.localhost").get(f"/leistungen/{WOHNGELD}/"))
    change_base(kreis)
    assert "Grundtext hat sich geändert" in page(editor.get(OF_BASE))
    told = page(editor.get(f"{OF_BASE}grundtext/"))
    assert "Etwa sechs bis acht Wochen" in told
    assert "Etwa drei Wochen." in told
    assert "Ihr Text ersetzt diesen Teil." in told
    assert editor.post(f"{OF_BASE}grundtext/", {"baustein": "duration"}).status_code == 303
    assert "Sie haben alles gesehen." in page(editor.get(f"{OF_BASE}grundtext/"))


def of_housing() -> LocalAddition:
    return LocalAddition.objects.get(service__slug=WOHNGELD)


def change_base(kreis):
    with work_as(kreis):
        base = service(WOHNGELD)
        facts = {name: getattr(base, name) for name in ("summary", "topic", "channels", "keywords")}
        texts = {**base.texts, "duration": {"de": ["Etwa drei Wochen."]}}
        describe_service(slug=WOHNGELD, name=base.name, department=base.department, now=NOW, texts=texts, **facts)


def test_a_towns_addition_is_its_own(editor, publisher, kreis, client_for):
    editor.post(f"{OF_BASE}bearbeitung/")
    write(editor, "remarks", WOHNGELD, **{"modules.remarks.how": "append", "modules.remarks.text.de": "Hallo."})
    go_live(editor, publisher, WOHNGELD)
    assert of_housing().modules["remarks"]["text"] == {"de": ["Hallo."]}
    editor.post(f"{OF_BASE}bearbeitung/")
    write(editor, "remarks", WOHNGELD, **{"modules.remarks.how": "append", "modules.remarks.text.de": ""})
    go_live(editor, publisher, WOHNGELD)
    assert of_housing().modules == {}
    assert queries.service(WOHNGELD).texts == service(WOHNGELD).texts


def test_the_list_needs_the_same_statements_for_few_and_for_many(editor):
    editor.get("/amt/redaktion/")
    counted = []
    for query in ("?q=Etwas", ""):
        with CaptureQueriesContext(connection) as asked:
            assert "Etwas verloren oder gefunden" in page(editor.get(f"/amt/redaktion/{query}"))
        counted.append(len(asked))
    assert counted[0] == counted[1]
    assert "Etwas verloren oder gefunden" not in page(editor.get("/amt/redaktion/?zustand=pruefung"))


def test_what_was_edited_comes_back_the_same_from_a_file(begun, publisher, town):
    assert tenant("musterstadt") == town
    write(begun, "zustaendigkeit", **{"department": service().department.slug, "responsible-person": "Frau Beispiel"})
    write(begun, "gueltigkeit", **{"review-on": "01.02.2028", "details.valid-from": "01.01.2027"})
    go_live(begun, publisher)
    text = documents.write([service()], as_yaml=True)
    entries, notes = documents.read("a.yaml", text, {one.slug: one for one in Department.objects.filter(tenant=town)})
    assert notes == []
    found = service()
    facts = {name: value for name, value in entries[0].facts.items() if getattr(found, name) != value}
    assert facts == {}


def test_what_an_import_changed_meanwhile_is_seen_before_publishing_and_kept(begun, publisher):
    write(begun, "ablauf", **{"texts.steps.de": "Neu."})
    Service.objects.filter(pk=service().pk).update(summary={"de": "Aus dem Import."})
    hand_in(begun)
    assert "Aus dem Import." in page(publisher.get(f"{BASE}veroeffentlichung/"))
    publish(publisher)
    kept = (
        ServiceVersion.objects.filter(service=service()).order_by("number").values_list("document__summary", flat=True)
    )
    assert {"de": "Aus dem Import."} in list(kept)


def test_a_translation_is_marked_when_its_german_source_changes_and_until_somebody_mends_or_confirms_it(
    begun, publisher, guest
):
    write(begun, "ablauf", **{"texts.steps.de": "Sie rufen an.", "texts.steps.en": "You call."})
    go_live(begun, publisher)
    begun.post(f"{BASE}bearbeitung/")
    write(begun, "ablauf", **{"texts.steps.de": "Sie kommen vorbei.", "texts.steps.en": "You call."})
    assert "Die englische Übersetzung passt nicht mehr" in page(begun.get(f"{BASE}baustein/ablauf/"))
    assert "ausgefüllt, Übersetzung prüfen" in page(begun.get(BASE))
    go_live(begun, publisher)
    assert list(service().translated) == ["texts.steps"]
    english = {"HTTP_COOKIE": "sprache=en"}
    assert "The German text is newer" in page(guest().get(f"/leistungen/{SLUG}/", **english))
    assert "Der deutsche Text ist neuer" not in page(guest().get(f"/leistungen/{SLUG}/"))
    told = page(begun.get("/amt/qualitaet/", {"was": "outdated"}))
    assert "Übersetzung veraltet Schritte" in told
    assert "Etwas verloren oder gefunden" in page(begun.get("/amt/redaktion/", {"zustand": "uebersetzung"}))
    begun.post(f"{BASE}bearbeitung/")
    same = {"texts.steps.de": "Sie kommen vorbei.", "texts.steps.en": "You call."}
    write(begun, "ablauf", **same, uebersetzt="ja")
    go_live(begun, publisher)
    assert service().translated == {}
    assert "The German text is newer" not in page(guest().get(f"/leistungen/{SLUG}/", **english))


def test_a_translation_that_changes_with_its_source_or_whose_source_comes_back_fits(begun):
    write(begun, "ablauf", **{"texts.steps.de": "Eins.", "texts.steps.en": "One."})
    write(begun, "ablauf", **{"texts.steps.de": "Zwei.", "texts.steps.en": "Two."})
    assert "translated" not in draft().document
    write(begun, "ablauf", **{"texts.steps.de": "Drei.", "texts.steps.en": "Two."})
    assert list(draft().document["translated"]) == ["texts.steps"]
    write(begun, "ablauf", **{"texts.steps.de": "Zwei.", "texts.steps.en": "Two."})
    assert "translated" not in draft().document


def test_a_towns_own_translation_is_marked_too(editor, publisher, guest):
    base = f"/amt/redaktion/{WOHNGELD}/"
    editor.post(f"{base}bearbeitung/")
    how = {"modules.remarks.how": "append"}
    write(editor, "remarks", WOHNGELD, **how, **{"modules.remarks.text.de": "Alt.", "modules.remarks.text.en": "Old."})
    write(editor, "remarks", WOHNGELD, **how, **{"modules.remarks.text.de": "Neu.", "modules.remarks.text.en": "Old."})
    go_live(editor, publisher, WOHNGELD)
    assert list(of_housing().translated) == ["modules.remarks.text"]
    answer = guest().get(f"/leistungen/{WOHNGELD}/", HTTP_COOKIE="sprache=en")
    assert "The German text is newer" in page(answer)


def test_an_import_that_changes_the_german_text_alone_marks_the_translation(town):
    office = Department.objects.get(tenant=town, slug="ordnung")
    describe_service(slug="drachen", name={"de": "Drachen", "en": "Kites"}, department=office, now=NOW, summary={})
    kept = Service.objects.get(slug="drachen")
    before, after = document_of(kept), {**document_of(kept), "name": {"de": "Papierdrachen", "en": "Kites"}}
    assert list(translating.sources(before, after)) == ["name"]


def test_the_editor_shows_the_ways_that_follow_from_forms(editor):
    told = page(editor.get("/amt/redaktion/hundesteuer-anmelden/"))
    assert "Wege Online im Portal, " in told
    assert "Nachricht an das Amt" in told
