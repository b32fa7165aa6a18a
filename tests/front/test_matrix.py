"""Every route with every kind of visitor, on own and foreign objects: two tables say who comes in and what they see.

Who may come in sees a mark that belongs to that page. Who may not sees the page of an unknown address, and nothing of
the case. What a request changes is rolled back before the next one.
"""

import itertools
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from drehscheibe.applications import viewing
from drehscheibe.applications.models import Application, Outcome
from drehscheibe.applications.office import ViewingPurpose
from drehscheibe.applications.operations import casework
from drehscheibe.catalogue import editing
from drehscheibe.catalogue.operations import describe_service
from drehscheibe.identity.access import ROLES, Access
from drehscheibe.identity.models import Membership
from drehscheibe.kernel import freshness
from drehscheibe.tenants.arms import set_arms
from drehscheibe.tenants.models import Department, Tenant
from tests.cast import BROWSER_KEY, NOW, account
from tests.desk.small_form import small_form
from tests.pictures import png

# Who knocks at Musterstadt's door. Those with a "far" role hold it in another town.
GUESTS = frozenset({"guest", "sender"})
OFFICES = {
    "clerk": "sachbearbeitung",
    "other_office": "buergerbuero",
    "lead": "leitstelle",
    "editor": "redaktion",
    "publisher": "freigabe",
    "admin": "verwaltung",
    "auditor": "datenschutz",
}
STAFF = {visitor: f"{person}@musterstadt" for visitor, person in OFFICES.items()} | {"operator": "betrieb"}
FAR = {f"far_{visitor}": f"{person}@auenfeld" for visitor, person in OFFICES.items()}
SIGNED_IN = {"citizen": "buergerin", "business": "unternehmen"} | STAFF | FAR
VISITORS = frozenset({*GUESTS, *SIGNED_IN})

# Who gets past the rule of a route; guests are sent to sign in, everybody else learns that there is no such page.
LET_IN: dict[Access, frozenset[str]] = {
    Access.PUBLIC: VISITORS,
    Access.DEMO: VISITORS,
    Access.MONITORING: VISITORS,  # from loopback; tests/config/test_metrics.py asks from elsewhere
    Access.ACCOUNT: VISITORS - GUESTS,
    Access.HOLDER: frozenset(),  # of what is not about a case: who has the link from a mail
    Access.STAFF: frozenset(STAFF),
    Access.CASEWORK: frozenset({"clerk", "other_office", "lead"}),
    Access.CONTROL: frozenset({"lead", "operator"}),
    Access.ADMIN: frozenset({"admin"}),
    Access.PEOPLE: frozenset({"admin", "operator"}),
    Access.FORMS: frozenset({"editor", "publisher"}),
    Access.FORM_EDITING: frozenset({"editor"}),
    Access.FORM_PUBLISHING: frozenset({"publisher"}),
    Access.LEADING: frozenset({"lead"}),
    Access.QUALITY: frozenset({"editor", "publisher", "lead"}),
    Access.BULK: frozenset({"publisher", "lead"}),
    Access.SERVICES: frozenset({"editor", "publisher"}),
    Access.SERVICE_EDITING: frozenset({"editor"}),
    Access.SERVICE_PUBLISHING: frozenset({"publisher"}),
    Access.AUDIT: frozenset({"auditor"}),
    Access.OPERATOR: frozenset({"operator"}),
}
# Of those, who gets to a case of Musterstadt's tax office, and to one of Auenfeld's at Musterstadt's door.
OF_THE_CASE: dict[Access, frozenset[str]] = {
    Access.HOLDER: frozenset({"sender"}),
    Access.CASEWORK: frozenset({"clerk", "lead"}),
    Access.AUDIT: frozenset({"auditor"}),
    Access.LEADING: frozenset({"lead"}),
}
OF_THE_FOREIGN_CASE: dict[Access, frozenset[str]] = {Access.HOLDER: frozenset({"sender"})}
# Contents of the case (a dog's name, a question, its answer, the decision) are for these visitors only.
READERS = frozenset({"sender", "clerk", "lead"})
CONTENTS = ("Bello", "Welche Farbe hat der Hund?", "Braun.", "Viel Freude.")

# What a page shows that no other does: in its heading, or the first bytes of a file.
MARKS = {
    "/": ">Serviceportal Musterstadt</h1>",
    "/suche/": "<h1",
    "/leistungen/": ">Leistungen von A bis Z</h1>",
    "/leistungen/buchstabe/<slug:letter>/": ">Leistungen von A bis Z</h1>",
    "/leistungen/<slug:slug>/": ">Hundesteuer anmelden</h1>",
    "/suche/vorschlaege/": "names",
    "/themen/<slug:slug>/": "Steuern",
    "/lagen/": ">Lebenslagen</h1>",
    "/aemter/": ">Ämter</h1>",
    "/aemter/<slug:slug>/": "Amt",
    "/unternehmen/": ">Für Unternehmen</h1>",
    "/offene-daten/": ">Offene Daten</h1>",
    "/api/v1/katalog": '"licence"',
    "/api/v1/katalog.csv": '"leika_key"',
    "/sitemap.xml": "<urlset",
    "/robots.txt": "Sitemap:",
    "/impressum/": ">Impressum</h1>",
    "/datenschutz/": ">Datenschutz</h1>",
    "/erklaerung-zur-barrierefreiheit/": ">Erklärung zur Barrierefreiheit</h1>",
    "/leichte-sprache/": ">Leichte Sprache</h1>",
    "/gebaerdensprache/": ">Gebärdensprache</h1>",
    "/wappen/<slug:digest>.png": "PNG",
    "/portal.webmanifest": "Serviceportal Musterstadt",
    "/vorgang/<str:reference>/alles.zip": "PK",
    "/anmelden/": ">Anmelden</h1>",
    "/amt/": ">Übersicht</h1>",
    "/amt/eingang/": ">Eingang</h1>",
    "/amt/vorgaenge/": ">Vorgänge</h1>",
    "/amt/vorgaenge/<str:reference>/": ">Hundesteuer anmelden</h1>",
    "/amt/vorgaenge/<str:reference>/bescheid.pdf": "%PDF-",
    "/amt/vorgaenge/<str:reference>/bescheid/<slug:slug>/": ">Bescheid schreiben<",
    "/amt/vorgaenge/<str:reference>/unterlagen/": ">Unterlagen anfordern</h1>",
    "/amt/vorgaenge/<str:reference>/telefonat/": ">Telefonat aufschreiben</h1>",
    "/amt/vorgaenge/<str:reference>/stellungnahme/": ">Stellungnahme holen</h1>",
    "/amt/vorgaenge/<str:reference>/berichtigung/": ">Bescheid berichtigen</h1>",
    "/amt/stellungnahmen/<int:opinion_id>/": ">Stellungnahme abgeben</h1>",
    "/amt/stellungnahmen/": ">Stellungnahmen</h1>",
    "/amt/aufnahme/": ">Antrag aufnehmen</h1>",
    "/amt/druck/<int:run_id>/stapel.pdf": "%PDF-",
    "/amt/druck/": ">Briefe drucken</h1>",
    "/amt/vorlagen/": ">Vorlagen für Bescheide</h1>",
    "/amt/vorlagen/anlegen/": ">Vorlage anlegen</h1>",
    "/amt/vorlagen/<slug:slug>/": ">Hundesteuerbescheid</h1>",
    "/amt/vorlagen/<slug:slug>/vorschau.pdf": "%PDF-",
    "/amt/vorgaenge/<str:reference>/ruecknahme/": ">Rücknahme aufnehmen</h1>",
    "/amt/vorgaenge/<str:reference>/angaben.json": '"hunde": [',
    "/amt/vorgaenge/<str:reference>/angaben.txt": "Hund",
    "/amt/vorgaenge/<str:reference>/angaben.xml": "<?xml",
    "/amt/vorgaenge/<str:reference>/dateien/<uuid:file_id>/": "%PDF-",
    "/amt/vorgaenge/<str:reference>/zweck/": ">Wofür öffnen Sie den Vorgang?</h1>",
    "/amt/vorgaenge/<str:reference>/zustaendigkeit/": ">Zuständigkeit ändern</h1>",
    "/amt/vorgaenge/<str:reference>/akte.pdf": "%PDF-",
    "/amt/vorgaenge/<str:reference>/akte.zip": "PK",
    "/amt/vorgaenge/<str:reference>/dateien/<uuid:file_id>/ansicht/": "%PDF-",
    "/amt/vorgaenge/<str:reference>/sperre/": ">Vorgang sperren</h1>",
    "/amt/aufbewahrung/": ">Aufbewahrung</h1>",
    "/amt/auskunft/": ">Auskunft über eine Person</h1>",
    "/amt/listen/": ">Listen zum Mitnehmen</h1>",
    "/amt/listen/<uuid:export_id>/": "PK",
    "/amt/zahlen/": ">Zahlen</h1>",
    "/amt/bausteine/": ">Textbausteine</h1>",
    "/amt/vertretung/": ">Vertretung</h1>",
    "/amt/qualitaet/": ">Qualität der Texte</h1>",
    "/amt/qualitaet/liste.csv": "Genauer",
    "/amt/qualitaet/aemterwechsel/": ">Leistungen an ein anderes Amt geben</h1>",
    "/amt/qualitaet/gebuehren/": ">Gebühren ändern</h1>",
    "/amt/leitstelle/": ">Leitstelle</h1>",
    "/amt/leitstelle/leistungen/": ">Leistungen und Zuständigkeit</h1>",
    "/amt/leitstelle/leistungen/<slug:slug>/": ">Hundesteuer anmelden</h1>",
    "/amt/leitstelle/portale/": ">Portale</h1>",
    "/amt/leitstelle/<slug:table>.csv": "Alle Ämter",
    "/amt/verwaltung/": ">Verwaltung des Portals</h1>",
    "/amt/verwaltung/koerperschaft/": ">Körperschaft</h1>",
    "/amt/verwaltung/aussehen/": ">Aussehen</h1>",
    "/amt/verwaltung/veroeffentlichung/": ">Veröffentlichung</h1>",
    "/amt/verwaltung/einbetten/": ">Auf Ihrer Internetseite zeigen</h1>",
    "/amt/verwaltung/aemter/": ">Ämter</h1>",
    "/amt/verwaltung/aemter/<slug:slug>/": ">Steueramt</h1>",
    "/amt/verwaltung/amt-anlegen/": ">Amt anlegen</h1>",
    "/amt/verwaltung/personen/": ">Personen und Rollen</h1>",
    "/amt/verwaltung/personen/<int:account_id>/": ">Sachbearbeitung Steueramt Musterstadt</h1>",
    "/amt/verwaltung/einladungen/": ">Person einladen</h1>",
    "/amt/verwaltung/suchwoerter/": ">Suchwörter</h1>",
    "/amt/verwaltung/seiten/": ">Rechtliche Seiten</h1>",
    "/amt/verwaltung/seiten/<slug:slug>/<slug:language>/": ">Impressum</h1>",
    "/amt/formulare/": ">Formulare</h1>",
    "/amt/formulare/einlesen/": ">Formular einlesen</h1>",
    "/amt/formulare/<slug:slug>/": ">Anliegen</h1>",
    "/amt/formulare/<slug:slug>/verwerfen/": ">Arbeitsfassung verwerfen</h1>",
    "/amt/formulare/<slug:slug>/angaben/": ">Angaben zum Formular</h1>",
    "/amt/formulare/<slug:slug>/schritt/<slug:form_step>/": ">Zwei Fragen</h1>",
    "/amt/formulare/<slug:slug>/frage/<str:field>/": ">Welche Farbe?</h1>",
    "/amt/formulare/<slug:slug>/frage/<str:field>/antworten/": ">Antworten zur Auswahl</h1>",
    "/amt/formulare/<slug:slug>/bedingung/<slug:kind>/<str:name>/": ">Welche Farbe?</h1>",
    "/amt/formulare/<slug:slug>/onlinedienst/": ">Onlinedienst planen</h1>",
    "/amt/formulare/<slug:slug>/vorschau/": ">Zwei Fragen</h1>",
    "/amt/formulare/<slug:slug>/durchsicht/": ">Durchsicht</h1>",
    "/amt/formulare/<slug:slug>/veroeffentlichung/": ">Veröffentlichung</h1>",
    "/amt/formulare/<slug:slug>/fassungen/<int:number>/": ">Fassung 1</h1>",
    "/amt/formulare/<slug:slug>/testfaelle/": ">Testfälle</h1>",
    "/amt/formulare/<slug:slug>/testfaelle/<int:trial_id>/": ">Ein Testfall</h1>",
    "/leistungen/<slug:slug>/vorschau/": "Zurück zur Redaktion",
    "/amt/redaktion/": ">Redaktion</h1>",
    "/amt/redaktion/anlegen/": ">Neue Leistung</h1>",
    "/amt/redaktion/<slug:slug>/": ">Bausteine</h2>",
    "/amt/redaktion/<slug:slug>/verwerfen/": ">Arbeitsfassung verwerfen</h1>",
    "/amt/redaktion/<slug:slug>/baustein/<slug:part>/": ">Ablauf</h1>",
    "/amt/redaktion/<slug:slug>/veroeffentlichung/": ">Änderungen und Freigabe</h1>",
    "/amt/redaktion/<slug:slug>/fassungen/<int:number>/": ">Fassung 1</h1>",
    "/amt/redaktion/<slug:slug>/grundtext/": ">Neues im Grundtext</h1>",
    "/amt/betrieb/": ">Technischer Betrieb</h1>",
    "/amt/betrieb/portale/": ">Portale</h1>",
    "/amt/betrieb/portal-anlegen/": ">Portal anlegen</h1>",
    "/amt/pruefung/": ">Prüfung</h1>",
    "/amt/pruefung/verwaltung/": ">Verwaltungsprotokoll</h1>",
    "/amt/pruefung/verwaltung/protokoll.csv": "Worum es ging",
    "/amt/pruefung/vorgaenge/<str:reference>/": ">Protokoll</h1>",
    "/amt/pruefung/vorgaenge/<str:reference>/protokoll.csv": "Amt und Funktion",
}
OPEN = {200, 301, 302, 303, 400, 403, 405, 409, 422}
CHANGING = re.compile(r'name="csrfmiddlewaretoken" value="\w+"| aria-current="\w+"')


def routes() -> list[tuple[str, Access]]:
    """Every pattern of the project, written out, with its rule."""

    def walk(patterns: list[Any], prefix: str) -> list[tuple[str, Access]]:
        found: list[tuple[str, Access]] = []
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                found += walk(pattern.url_patterns, prefix + str(pattern.pattern))
            elif isinstance(pattern, URLPattern):
                found.append((prefix + str(pattern.pattern), pattern.callback.access_rule))
        return found

    return walk(get_resolver().url_patterns, "/")


@dataclass
class Place:
    """The objects of one town that addresses name."""

    case: Application
    values: dict[str, str]

    def address(self, route: str) -> str:
        slugs = {"themen": "steuern-zoll", "lagen": "tier-halten", "aemter": self.values["department"]}
        slugs |= {"seiten": "impressum", "formulare": self.values["form"], "vorlagen": "hundesteuerbescheid"}
        slugs |= {"redaktion": self.values["service"], "vorschau": self.values["service"]}
        slug = next((slug for part, slug in slugs.items() if f"/{part}/" in route), "hundesteuer-anmelden")
        nobody = {"uuid": str(self.case.pk), "int": "4711", "slug": "nirgends", "str": "nichts"}
        known = {**self.values, "slug": slug}
        return re.sub(r"<(\w+):(\w+)>", lambda found: known.get(found[2], nobody[found[1]]), route)


def _place(case: Application, town: Tenant, department: str, scope_of: Callable[..., Any]) -> Place:
    with scope_of(town):
        set_arms(content=png(), by="account 1", now=NOW)
        trial = small_form(f"formular-{town.slug}")
        service = describe_service(
            slug=f"leistung-{town.slug}",
            name={"de": "Sternschnuppen"},
            department=Department.objects.get(tenant=town, slug="steuern"),
            now=NOW,
            summary={"de": "Kurz."},
            topic="umwelt",
        )
        editing.begin(service=service, by="account 1", now=NOW)
        clerk = Membership.objects.get(account=account(f"sachbearbeitung@{town.slug}"))
        town.refresh_from_db()
    values = {
        "draft_id": str(case.pk),
        "step": "person",
        "reference": case.reference,
        "file_id": str(case.decision.document_id),
        "form": f"formular-{town.slug}",
        "service": f"leistung-{town.slug}",
        "part": "ablauf",
        "form_step": "fragen",
        "field": "farbe",
        "kind": "frage",
        "name": "farbe",
        "number": "1",
        "trial_id": str(trial.pk),
        "account_id": str(clerk.account_id),
        "membership_id": str(clerk.pk),
        "language": "de",
        "digest": town.arms,
        "table": "kanaele",
        "letter": "h",
        "department": department,
    }
    return Place(case, values)


@pytest.fixture
def own(full_case: Application, musterstadt: Tenant, scope_of: Callable[..., Any]) -> Place:
    with scope_of(musterstadt):  # the lead has said what for
        told = {"account": account("leitstelle@musterstadt"), "chosen": ViewingPurpose.SUPERVISION, "now": NOW}
        viewing.keep(application=full_case, **told)
    return _place(full_case, musterstadt, "steuern", scope_of)


@pytest.fixture
def foreign(application: Callable[..., Application], auenfeld: Tenant, scope_of: Callable[..., Any]) -> Place:
    """Auenfeld's decided case and clerk, and a department of the district that Musterstadt may read."""
    case = application("hundesteuer-anmelden", auenfeld, seed=2)
    with scope_of(auenfeld):
        clerk = account("sachbearbeitung@auenfeld")
        casework.decide(application=case, outcome=Outcome.GRANTED, text="Viel Freude.", by=clerk, now=NOW)
    return _place(case, auenfeld, "wohngeld", scope_of)


@pytest.fixture
def knock(client_for: Callable[..., Client], guest: Callable[..., Client]) -> Callable[[str], Client]:
    def browser(visitor: str) -> Client:
        if visitor in GUESTS:
            return guest(key=BROWSER_KEY if visitor == "sender" else "")
        return client_for(account(SIGNED_IN[visitor]))

    return browser


def names_object(route: str) -> bool:
    """Whether the route is about something that belongs to one town."""
    parts = (
        "<str:reference>",
        "<uuid:draft_id>",
        "<int:account_id>",
        "verwaltung/aemter/<slug:slug>/",
        "/formulare/<slug:slug>/",
        "/redaktion/<slug:slug>/",
        "/leistungen/<slug:slug>/vorschau/",
        "<slug:digest>",
    )
    return any(part in route for part in parts)


def comes_in(route: str, rule: Access, visitor: str, *, is_own: bool) -> bool:
    if "<uuid:draft_id>" in route and not is_own:
        return False  # a draft of a service that Musterstadt offers itself
    if "<str:reference>" in route or "<uuid:draft_id>" in route:
        return visitor in (OF_THE_CASE if is_own else OF_THE_FOREIGN_CASE).get(rule, frozenset())
    return visitor in LET_IN[rule] and (is_own or not names_object(route))


def about_nothing(route: str, method: str) -> bool:
    """Routes whose object is not there in this table: no such job or organisation, nobody named, no page token sent, no
    XML of a form without FIM, no body above that keeps the text.
    """
    ids = {"<int:job_id>", "<int:organisation_id>", "<uuid:invitation_id>", "<int:synonym_id>"}
    ids |= {"<int:view_id>", "<int:absence_id>", "<int:snippet_id>", "<uuid:export_id>"}
    ids |= {"<int:todo_id>", "<int:opinion_id>", "<int:run_id>", "<int:letter_id>", "<int:planned_id>"}
    absent = ids & set(route.split("/"))
    unnamed = {"/anmelden/demo/", "/konto/handeln/", "/konto/sicherheit/entfernen/"}
    if route.endswith("/bescheid-<int:number>.pdf"):  # its decision was never corrected
        return True
    if route.endswith(("/angaben.xml", "/bescheid/<slug:slug>/")):  # its template has another name
        return True
    if route.endswith("/redaktion/<slug:slug>/grundtext/"):  # nobody above keeps its text
        return True
    return bool(absent) or (method == "post" and ("<uuid:draft_id>" in route or route in unnamed))


def asks_to_sign_in(rule: Access, visitor: str) -> bool:
    return visitor in GUESTS and rule is not Access.HOLDER and visitor not in LET_IN[rule]


_publications = itertools.count(1)
_stamp = [0]


@pytest.fixture(autouse=True)
def _memory(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What may be kept in memory is, as in a running portal, until something is published."""

    def hear(execute: Callable[..., Any], statement: Any, values: Any, many: bool, context: Any) -> Any:
        if "pg_notify" in str(statement):
            _stamp[0] = next(_publications)
        return execute(statement, values, many, context)

    monkeypatch.setattr(freshness, "stamp", lambda: _stamp[0])
    _stamp[0] = next(_publications)
    with connection.execute_wrapper(hear):
        yield


def asked(client: Client, method: str, path: str) -> tuple[int, str, str]:
    """Status, body as text, and where a redirect leads; whatever was changed is taken back."""
    cookies, before = client.cookies.copy(), _stamp[0]
    with transaction.atomic():
        answer = getattr(client, method)(path)
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        transaction.set_rollback(True)
    client.cookies = cookies
    if _stamp[0] != before:
        _stamp[0] = next(_publications)
    return answer.status_code, content.decode("utf-8", "replace"), answer.headers.get("Location", "")


def wrong(route: str, method: str, *, answer: tuple[int, str, str], is_in: bool) -> str:
    """What the answer to somebody who comes in lacks; else what it gives away to somebody who does not."""
    status, body, _ = answer
    if not is_in:
        return "" if status == 404 or (method, status) == ("post", 405) else "opens"
    if (status == 404 and about_nothing(route, method)) or route == "/readyz":  # no worker runs here
        return ""
    if status not in OPEN:
        return "does not open"
    return "does not show its mark" if (method, status) == ("get", 200) and MARKS.get(route, "") not in body else ""


def problems(client: Client, visitor: str, place: Place, *, is_own: bool) -> Iterator[tuple[str, str, str, int]]:
    """What the tables do not say: method, route, what is wrong, and the status."""
    unknown = CHANGING.sub("", asked(client, "get", "/amt/gibt-es-nicht/")[1])
    may_read = visitor in READERS if is_own else visitor == "sender"
    asking = [(route, rule, method) for route, rule in routes() for method in ("get", "post")]
    if visitor in FAR:  # where the role would open nothing here either, they are citizens
        near = visitor.removeprefix("far_")
        opens = {rule for rule in ROLES if near in LET_IN[rule] | OF_THE_CASE.get(rule, frozenset())}
        asking = [one for one in asking if one[1] in opens or (not is_own and names_object(one[0]))]
    for route, rule, method in asking if is_own else [one for one in asking if names_object(one[0])]:
        status, body, onward = answer = asked(client, method, place.address(route))
        is_in = comes_in(route, rule, visitor, is_own=is_own)
        if not may_read and any(part in body for part in CONTENTS):
            yield method, route, "shows contents", status
        if asks_to_sign_in(rule, visitor):
            is_asked = onward.startswith("/anmelden/?weiter=") if method == "get" else "Anmelden" in body
            if status != (302 if method == "get" else 403) or not is_asked:
                yield method, route, "does not ask to sign in", status
        elif found := wrong(route, method, answer=answer, is_in=is_in):
            yield method, route, found, status
        elif not is_in and rule is not Access.HOLDER and status == 404 and CHANGING.sub("", body) != unknown:
            yield method, route, "is not the page of an unknown address", status
        named = body.replace(f'value="{place.case.reference}"', "")  # what the visitor's own address named
        named = named.replace(f"?weiter={place.address(route)}", "")
        if not is_in and place.case.reference in named:
            yield method, route, "names the case", status


def test_every_visitor_gets_what_the_tables_say(knock: Callable[[str], Client], own: Place) -> None:
    found = [(who, *one) for who in sorted(VISITORS) for one in problems(knock(who), who, own, is_own=True)]
    assert found == [], "\n".join(map(str, found))


def test_nobody_gets_to_what_belongs_to_another_town(knock: Callable[[str], Client], foreign: Place) -> None:
    found = [(who, *one) for who in sorted(VISITORS) for one in problems(knock(who), who, foreign, is_own=False)]
    assert found == [], "\n".join(map(str, found))


def test_a_reference_that_nobody_has_is_not_found(knock: Callable[[str], Client], own: Place) -> None:
    own.values["reference"] = "MUS-0000-0000-0"
    about = [(route, rule) for route, rule in routes() if "<str:reference>" in route]
    for who in sorted(VISITORS):
        client = knock(who)
        for route, rule in about:
            if rule is Access.HOLDER or who not in GUESTS:
                assert asked(client, "get", own.address(route))[0] in {404, 405}, (who, route)


def test_every_page_of_the_staff_has_its_mark() -> None:
    verbs = {
        "zuweisung", "rueckfrage", "entscheidung", "wiederholung", "schliessung", "rollen", "entzug", "wappen",
        "ruecknahme", "nachricht", "entfernung",
        "bearbeitung", "rueckgabe", "kommentar", "abschaltung", "wiederaufnahme",
        "ansichten", "sammeln", "beendigung", "abgabe", "vermerk", "verknuepfung",
        "verzicht", "erledigung", "lauf", "aufgabe", "anschrift",
        "arbeitsfassung", "reihenfolge", "wiederherstellung", "anpassung", "loeschung", "angebot", "aufhebung",
    }  # fmt: skip
    acts = {"/amt/vorlagen/<slug:slug>/veroeffentlichung/"}  # elsewhere the verb is the name of a page
    acts |= {"/amt/aufbewahrung/regeln/<slug:slug>/", "/amt/aufbewahrung/<int:planned_id>/paket.zip"}
    pages = {route for route, _ in routes() if route.startswith("/amt/") and route.split("/")[-2] not in verbs}
    assert pages - acts - set(MARKS) == set()
