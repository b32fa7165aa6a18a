"""Every service that a body is responsible for has the contact form to its department."""

import re
from html import unescape

import pytest

from drehscheibe.applications.models import Draft
from drehscheibe.applications.operations.drafts import open_answers
from drehscheibe.catalogue import online, queries
from drehscheibe.catalogue.calls import call_windows
from drehscheibe.catalogue.models import OnlineService, Service
from drehscheibe.catalogue.operations import OnlineServiceTakenError, describe_service, offer_online
from drehscheibe.demo.seed import seed
from drehscheibe.forms.models import Form
from drehscheibe.forms.queries import nearest_form
from drehscheibe.identity.models import TrustLevel
from drehscheibe.kernel import clock
from drehscheibe.tenants.models import Department
from drehscheibe.tenants.operations import set_department, work_as
from drehscheibe.tenants.queries import directory
from tests.cast import BROWSER_KEY, NOW


def text(response) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def describe(slug="parkbank", **facts):
    department = facts.pop("department", None) or Department.objects.get(
        slug="ordnung", tenant_id=directory().by_slug("musterstadt").pk
    )
    known = {"summary": {"de": "Eine Bank stiften."}, "topic": "umwelt", **facts}
    return describe_service(slug=slug, name={"de": "Parkbank stiften"}, department=department, now=NOW, **known)


def test_every_described_service_has_one_to_its_department(db):
    for tenant in directory().tenants.values():
        with work_as(tenant):
            for service in Service.objects.filter(tenant=tenant):
                contacts = OnlineService.objects.filter(service=service, is_contact=True)
                departments = [contact.department_id for contact in contacts]
                assert departments == ([] if service.responsible else [service.department_id]), service.slug


def test_a_service_described_later_has_it_at_once(musterstadt, scope_of):
    with scope_of(musterstadt):
        describe()
        offer = online.offer("parkbank-kontakt")
        assert offer.online_service.department.slug == "ordnung"
        assert offer.online_service.name == {"de": "Nachricht: Parkbank stiften"}
        assert queries.service("parkbank").contact == "parkbank-kontakt"


def test_it_follows_the_service_to_another_department(musterstadt, scope_of):
    with scope_of(musterstadt):
        describe()
        describe(department=Department.objects.get(slug="bauamt", tenant=musterstadt))
        assert online.offer("parkbank-kontakt").online_service.department.slug == "bauamt"


def test_a_service_of_others_has_none(musterstadt, scope_of):
    with scope_of(musterstadt):
        describe(responsible={"name": {"de": "Landesamt"}})
        assert online.offer("parkbank-kontakt") is None


def test_it_is_not_offered_any_more_when_others_become_responsible(musterstadt, scope_of):
    with scope_of(musterstadt):
        describe()
        describe(responsible={"name": {"de": "Landesamt"}})
        assert online.offer("parkbank-kontakt") is None


def test_a_body_without_a_contact_form_has_none(musterstadt, kreis, scope_of):
    with scope_of(kreis):
        Form.objects.filter(slug="mitteilung").update(slug="anderes")
    with scope_of(musterstadt):
        describe()
        assert online.offer("parkbank-kontakt") is None
        assert queries.service("parkbank").contact is None


def test_the_general_contact_form_has_no_second_one(musterstadt, scope_of):
    with scope_of(musterstadt):
        assert queries.service("mitteilung").contact == "mitteilung"
        assert online.offer("mitteilung-kontakt") is None


def test_no_service_takes_the_address_of_another_ones_contact_form(musterstadt, scope_of):
    with scope_of(musterstadt):
        describe()
        own = describe(slug="parkbank-kontakt")
        with pytest.raises(OnlineServiceTakenError):
            offer_online(
                service=own,
                form=nearest_form("hundesteuer-anmelden"),
                parameters={},
                recipients={},
                trust_level=TrustLevel.GUEST,
                retention_days=30,
            )


def test_filling_the_demo_again_doubles_nothing(db):
    def count() -> dict[str, int]:
        found = {}
        for tenant in directory().tenants.values():
            with work_as(tenant):
                found[tenant.slug] = OnlineService.objects.filter(tenant=tenant).count()
        return found

    before = count()
    seed(now=clock.now(), say=lambda _step: None)
    assert count() == before


def test_calls_are_offered_in_windows_within_the_opening_hours(auenfeld, scope_of):
    with scope_of(auenfeld):
        windows = online.offer("hundesteuer-anmelden-kontakt").parameters["call_windows"]
    assert [window["label"]["de"] for window in windows] == [
        "Jederzeit während der Öffnungszeiten",
        "Montag, 8 bis 10 Uhr",
        "Montag, 10 bis 12 Uhr",
        "Dienstag, 8 bis 10 Uhr",
        "Dienstag, 10 bis 12 Uhr",
        "Mittwoch, 14 bis 16 Uhr",
        "Mittwoch, 16 bis 18 Uhr",
        "Freitag, 8 bis 10 Uhr",
        "Freitag, 10 bis 12 Uhr",
    ]


def test_new_opening_hours_bring_new_windows(auenfeld, scope_of):
    with scope_of(auenfeld):
        set_department(slug="steuern", name={"de": "Steueramt"}, contact={"hours": {"de": ["Freitag 9 bis 11 Uhr"]}})
        windows = online.offer("hundesteuer-anmelden-kontakt").parameters["call_windows"]
    assert [window["value"] for window in windows] == ["any", "fri-0900-1100"]


@pytest.mark.parametrize(
    ("lines", "labels"),
    [
        (["Montag 8 bis 12 Uhr"], ["Montag, 8 bis 10 Uhr", "Montag, 10 bis 12 Uhr"]),
        (["Mo–Di 8–10 Uhr"], ["Montag, 8 bis 10 Uhr", "Dienstag, 8 bis 10 Uhr"]),
        (["Freitag 7:30 bis 12 Uhr"], ["Freitag, 7:30 bis 9:30 Uhr", "Freitag, 9:30 bis 12 Uhr"]),
        (["Montag und Freitag 9 bis 10 Uhr"], ["Montag, 9 bis 10 Uhr", "Freitag, 9 bis 10 Uhr"]),
        (["Mittwoch 8.30 Uhr bis 10 Uhr und 14 bis 15 Uhr"], ["Mittwoch, 8:30 bis 10 Uhr", "Mittwoch, 14 bis 15 Uhr"]),
        (["Wertstoffhof auch Samstag 9 bis 13 Uhr", "und nach Vereinbarung"], ["Vormittags", "Mittags", "Nachmittags"]),
        (["Montag 25 bis 99 Uhr", "Dienstag 12 bis 8 Uhr"], ["Vormittags", "Mittags", "Nachmittags"]),
        ([], ["Vormittags", "Mittags", "Nachmittags"]),
    ],
)
def test_windows_are_read_from_the_lines_that_tell_the_hours(lines, labels):
    assert [option["label"]["de"] for option in call_windows({"de": lines})][1:] == labels
    assert [option["label"]["de"] for option in call_windows(lines)][1:] == labels


def test_windows_are_told_in_english_too():
    labels = [
        option["label"]["en"] for option in call_windows({"de": ["Mittwoch 10:30 bis 12 Uhr", "Do 14 bis 16 Uhr"]})
    ]
    assert labels == ["Any time during opening hours", "Wednesday, 10:30 am to noon", "Thursday, 2 pm to 4 pm"]


def test_the_service_page_leads_to_it_below_the_application(guest):
    page = guest().get("/leistungen/hundesteuer-anmelden/").content.decode()
    assert 0 < page.index('"/antrag/hundesteuer-anmelden/"') < page.index('"/antrag/hundesteuer-anmelden-kontakt/"')
    assert "Fragen zu dieser Leistung?" in page
    assert "Ihre Nachricht geht an: Steueramt." in page
    assert '"/antrag/hundesteuer-anmelden-kontakt/?antwort_weg=rueckruf"' in page


def test_the_service_page_leads_to_it_where_there_is_no_application(guest):
    page = guest().get("/leistungen/reisepass/").content.decode()
    assert '"/antrag/reisepass-kontakt/"' in page
    assert "Fragen zu dieser Leistung?" not in page


def test_the_link_for_a_call_has_chosen_it_already(guest, musterstadt, scope_of):
    visitor = guest(key=BROWSER_KEY)
    start = visitor.get(
        "/antrag/reisepass-kontakt/?antwort_weg=rueckruf&nachricht=x&vorname=y&anhang=z"
    ).content.decode()
    assert 'name="antwort_weg" value="rueckruf"' in start
    assert 'value="x"' not in start
    step = visitor.post("/antrag/reisepass-kontakt/", {"antwort_weg": "rueckruf", "nachricht": "x"})
    with scope_of(musterstadt):
        assert open_answers(Draft.objects.get()) == {"antwort_weg": ["rueckruf"]}
    chosen = visitor.get(step["Location"].replace("/nachricht/", "/antwort/"))
    assert chosen.status_code == 303  # the message comes first


def test_a_link_chooses_nothing_that_is_no_option(guest):
    assert 'name="antwort_weg"' not in guest().get("/antrag/mitteilung/?antwort_weg=brieftaube").content.decode()


def test_every_page_says_what_the_message_is_about_and_who_gets_it(guest, draft, musterstadt):
    begun = draft("reisepass-kontakt", musterstadt)
    visitor = guest(key=BROWSER_KEY)
    start = text(visitor.get("/antrag/reisepass-kontakt/"))
    assert "Nachricht an: Bürgerbüro" in start
    assert "Nachricht vom" in start
    for step in ("nachricht", "person", "antwort", "pruefen"):
        shown = text(visitor.get(f"/antrag/reisepass-kontakt/{begun.pk}/{step}/"))
        assert "Nachricht: Reisepass beantragen" in shown


def test_a_message_about_a_service_of_the_district_goes_to_the_districts_department(application, musterstadt, kreis):
    sent = application("wohngeld-kontakt", musterstadt)
    assert sent.tenant_id == kreis.pk
    with work_as(kreis):
        assert sent.department.slug == "wohngeld"


def test_the_page_offers_the_windows(guest, draft, auenfeld):
    begun = draft("hundesteuer-anmelden-kontakt", auenfeld, change=call_me)
    shown = text(
        guest("auenfeld.localhost", key=BROWSER_KEY).get(f"/antrag/hundesteuer-anmelden-kontakt/{begun.pk}/rueckruf/")
    )
    assert "Mittwoch, 14 bis 16 Uhr" in shown


def call_me(raw):
    raw.update({"antwort_weg": ["rueckruf"], "telefon": ["030 23125 999"], "erreichbar": ["thu-1400-1600"]})


def test_the_clerk_sees_in_list_and_case_that_somebody_wishes_a_call(application, musterstadt, client_for, alice):
    sent = application("hundesteuer-anmelden-kontakt", musterstadt, change=call_me)
    clerk = client_for(alice)
    assert "Nachricht: Hundesteuer anmelden" in text(clerk.get("/amt/eingang/"))
    case = text(clerk.get(f"/amt/vorgaenge/{sent.reference}/"))
    assert "Nachricht: Hundesteuer anmelden" in case
    before_the_answers = case.partition("Noch niemand bearbeitet diesen Vorgang")[0]
    assert "Anruf gewünscht" in before_the_answers
    assert "Wann sollen wir anrufen? Donnerstag, 14 bis 16 Uhr" in before_the_answers


def test_a_case_without_a_call_says_nothing_of_one(application, musterstadt, client_for, alice):
    sent = application(
        "hundesteuer-anmelden-kontakt", musterstadt, change=lambda raw: raw.update({"antwort_weg": ["portal"]})
    )
    assert "Anruf gewünscht" not in text(client_for(alice).get(f"/amt/vorgaenge/{sent.reference}/"))


def test_the_receipt_speaks_of_a_message(application, musterstadt, guest):
    sent = application("hundesteuer-anmelden-kontakt", musterstadt)
    shown = text(guest(key=BROWSER_KEY).get(f"/eingang/{sent.reference}/"))
    assert "Ihre Nachricht ist eingegangen" in shown
    assert "Ihr Antrag" not in shown


def test_a_message_is_answered_and_not_granted(application, musterstadt, client_for, alice, guest, run_jobs):
    sent = application("hundesteuer-anmelden-kontakt", musterstadt)
    run_jobs()
    clerk, address = client_for(alice), f"/amt/vorgaenge/{sent.reference}/"
    case = text(clerk.get(address))
    assert "Antworten und abschließen" in case
    assert "Bewilligen" not in case
    told = {"outcome": "answered", "text": "Der zweite Hund kostet 120 Euro."}
    assert clerk.post(f"{address}entscheidung/", {**told, "outcome": "granted"}).status_code == 422
    assert "Antwort prüfen" in text(clerk.post(f"{address}entscheidung/", told))
    clerk.post(f"{address}entscheidung/", {**told, "geprueft": "ja"})
    with work_as(musterstadt):
        assert sent.decision.outcome == "answered"
    shown = text(guest(key=BROWSER_KEY).get(f"/vorgang/{sent.reference}/"))
    assert "Die Antwort ist da." in shown
    assert "Der zweite Hund kostet 120 Euro." in shown
    assert "Antwort gegeben" in shown
    assert "Bescheid" not in shown.replace("Wir sagen Ihnen Bescheid", "")


def test_an_application_cannot_be_answered_instead_of_decided(application, musterstadt, client_for, alice):
    sent = application("hundesteuer-anmelden", musterstadt)
    told = {"outcome": "answered", "text": "Ja."}
    assert client_for(alice).post(f"/amt/vorgaenge/{sent.reference}/entscheidung/", told).status_code == 422
