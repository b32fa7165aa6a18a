"""A form with groups in groups over the web: rows have pages of their own, and nothing gets lost."""

import copy
import re

import pytest

from drehscheibe.catalogue.operations import describe_service, offer_online
from drehscheibe.forms.operations import publish
from drehscheibe.identity.models import TrustLevel
from drehscheibe.tenants.models import Department
from tests.cast import NOW

FORM = {
    "slug": "ferien",
    "title": {"de": "Ferienspiele", "en": "Holiday club"},
    "purpose": "Anmeldung",
    "legal_basis": "Satzung",
    "steps": [
        {
            "id": "eltern",
            "title": "Über Sie",
            "blocks": [
                {
                    "fields": [
                        {"id": "name", "type": "text", "label": "Ihr Name", "autocomplete": "name"},
                        {"id": "mail", "type": "email", "label": "E-Mail", "required": False},
                        {"id": "tel", "type": "phone", "label": "Telefon", "required": False},
                    ]
                }
            ],
        },
        {
            "id": "kinder",
            "title": "Ihre Kinder",
            "blocks": [
                {
                    "id": "kinder",
                    "title": "Kinder",
                    "item": "Kind",
                    "named_by": ["vorname"],
                    "help": "Auch Pflegekinder.",
                    "fields": [
                        {"id": "vorname", "type": "text", "label": "Vorname"},
                        {"id": "schwimmt", "type": "yes_no", "label": "Kann das Kind schwimmen?"},
                        {
                            "id": "abzeichen",
                            "type": "text",
                            "label": "Welches Abzeichen?",
                            "visible": {"answer": "schwimmt"},
                        },
                    ],
                    "groups": [
                        {
                            "id": "wochen",
                            "title": "Wochen",
                            "item": "Woche",
                            "max": 3,
                            "fields": [{"id": "woche", "type": "number", "label": "Kalenderwoche"}],
                        }
                    ],
                }
            ],
        },
    ],
    "rules": [{"id": "erreichbar", "demand": "at_least_one", "fields": ["mail", "tel"]}],
}


@pytest.fixture
def offered(musterstadt, scope_of):
    with scope_of(musterstadt):
        department = Department.objects.filter(tenant=musterstadt).first()
        texts = {"summary": FORM["title"], "keywords": {}, "topic": "", "situations": [], "texts": {}}
        service = describe_service(
            slug="ferien", name=FORM["title"], department=department, now=NOW, channels={"online": {}}, **texts
        )
        facts = {"parameters": {}, "recipients": {}, "trust_level": TrustLevel.GUEST, "retention_days": 30}
        offer_online(service=service, form=publish(document=FORM, now=NOW), **facts)


class Visitor:
    """Somebody with a browser: `send` posts the page where they are and follows."""

    def __init__(self, client):
        self.client = client
        self.at = self.client.post("/antrag/ferien/").headers["Location"]

    @property
    def page(self):
        return self.client.get(self.at).content.decode()

    def send(self, **typed):
        token = re.search(r'name="seite" value="(\w+)"', self.page)[1]
        answered = self.client.post(self.at, {"seite": token, **{k.replace("__", "."): v for k, v in typed.items()}})
        if answered.status_code == 303:
            self.at = answered.headers["Location"].partition("#")[0]
        return answered

    def where(self):
        return self.at.split("/", 4)[4]


def test_children_are_entered_one_page_each_and_listed_with_what_was_said(offered, guest):
    visitor = Visitor(guest())
    visitor.send(name="Alma", mail="alma@beispiel.de", tel="")
    assert visitor.where() == "kinder/"
    assert "Auch Pflegekinder." in visitor.page
    visitor.send()
    assert visitor.where() == "kinder/kinder.1/"
    visitor.send(kinder__1__vorname="Mia", kinder__1__schwimmt="yes", kinder__1__wochen__1__woche="30")
    assert visitor.where() == "kinder/kinder.1/"
    assert "Warum werde ich das gefragt?" in visitor.page
    assert "weil „Kann das Kind schwimmen?“ mit „Ja“ beantwortet ist" in visitor.page
    typed = {"kinder__1__vorname": "Mia", "kinder__1__schwimmt": "yes", "kinder__1__wochen__1__woche": "30"}
    visitor.send(**typed, kinder__1__abzeichen="Seepferdchen")
    assert visitor.where() == "kinder/"
    assert "Kind 1: Mia" in visitor.page
    visitor.send(add="kinder")
    assert visitor.where() == "kinder/kinder.2/"
    visitor.send(kinder__2__vorname="Ben", kinder__2__schwimmt="no", kinder__2__wochen__1__woche="x")
    assert "Kind 2, Woche 1: Geben Sie bei „Kalenderwoche“ eine ganze Zahl ein" in visitor.page
    visitor.send(kinder__2__vorname="Ben", kinder__2__schwimmt="no", add="kinder.2.wochen")
    assert visitor.where() == "kinder/kinder.2/"
    visitor.send(remove="kinder.2.wochen.1")
    visitor.send(kinder__2__vorname="Ben", kinder__2__schwimmt="no", kinder__2__wochen__2__woche="31")
    assert visitor.where() == "kinder/"
    visitor.send()
    assert visitor.where() == "pruefen/"
    assert "Kind 2: Ben – Woche 1" in visitor.page


def test_row_removed_in_another_window_leads_back_to_the_list(offered, guest):
    visitor = Visitor(guest())
    visitor.send(name="Alma", mail="alma@beispiel.de")
    answered = visitor.client.get(f"{visitor.at}kinder.7/")
    assert (answered.status_code, answered.headers["Location"]) == (303, visitor.at)
    assert visitor.client.get(visitor.at.replace("/kinder/", "/fremd/kinder.7/")).status_code == 404


def test_one_of_two_ways_to_reach_somebody_is_asked_for(offered, guest):
    visitor = Visitor(guest())
    visitor.send(name="Alma", mail="", tel="")
    assert visitor.where() == "eltern/"
    assert "Beantworten Sie mindestens eine dieser Fragen: „E-Mail“, „Telefon“." in visitor.page


def test_five_hundred_posted_rows_are_refused_kindly_and_the_draft_is_kept(offered, guest):
    visitor = Visitor(guest())
    visitor.send(name="Alma", mail="alma@beispiel.de")
    posted = {f"kinder__{n}__vorname": "x" for n in range(600)}
    refused = visitor.send(**posted)
    assert refused.status_code == 413
    assert "höchstens 500 Antworten" in refused.content.decode()
    visitor.at = visitor.at.replace("/kinder/", "/eltern/")
    assert 'value="Alma"' in visitor.page


def test_what_was_typed_is_kept_on_the_way_and_accuses_nobody(offered, guest):
    visitor = Visitor(guest())
    kept = visitor.send(name="Al", mail="kein@", _save="1")
    assert (kept.status_code, kept.content) == (204, b"")
    assert 'value="Al"' in visitor.page
    assert visitor.where() == "eltern/"


def test_what_the_account_knows_is_suggested_with_its_source_and_can_be_changed(offered, client_for, charlie):
    charlie.email = "charlie@postfach.example"
    charlie.save()
    visitor = Visitor(client_for(charlie))
    assert f'value="{charlie.name}"' in visitor.page
    assert visitor.page.count("Aus Ihrem Konto übernommen.") == 2
    visitor.send(name="Jemand anders", mail=charlie.email, tel="")
    visitor.at = visitor.at.replace("/kinder/", "/eltern/")
    assert 'value="Jemand anders"' in visitor.page
    assert visitor.page.count("Aus Ihrem Konto übernommen.") == 1


def test_nothing_is_suggested_to_guests(offered, guest):
    assert "Aus Ihrem Konto" not in Visitor(guest()).page


def test_new_version_of_the_form_leaves_a_running_draft_alone(offered, guest, musterstadt, scope_of):
    visitor = Visitor(guest())
    visitor.send(name="Alma", mail="alma@beispiel.de")
    step = {"id": "neu", "title": "Neu", "blocks": [{"fields": [{"id": "ganz", "type": "text", "label": "Neu"}]}]}
    with scope_of(musterstadt):
        publish(document={**FORM, "steps": [step], "rules": []}, now=NOW)
    assert "Ihre Kinder" in visitor.page
    visitor.send()
    assert visitor.where() == "kinder/kinder.1/"
    assert "/neu/" in Visitor(guest()).at


def test_a_row_with_many_questions_takes_several_pages_there_and_back(offered, guest, musterstadt, scope_of):
    many = copy.deepcopy(FORM)
    [children] = many["steps"][1]["blocks"]
    children["fields"] += [{"id": f"frage{n}", "type": "text", "label": f"Frage {n}"} for n in range(16)]
    with scope_of(musterstadt):
        publish(document=many, now=NOW)
    visitor = Visitor(guest())
    visitor.send(name="Alma", mail="alma@beispiel.de", tel="")
    visitor.send()
    answers = {f"kinder__1__frage{n}": f"Antwort {n}" for n in range(16)}
    answers |= {"kinder__1__vorname": "Mia", "kinder__1__schwimmt": "no", "kinder__1__wochen__1__woche": "30"}
    assert ("Teil 1 von 2" in visitor.page, "Entfernen" in visitor.page) == (True, False)
    visitor.send(kinder__1__vorname="")
    assert visitor.where() == "kinder/kinder.1/"
    visitor.send(**answers)
    assert visitor.where() == "kinder/kinder.1-2/"
    assert "Kind 1: Mia – Teil 2 von 2" in visitor.page
    assert f'href="{visitor.at.replace("kinder.1-2", "kinder.1")}"' in visitor.page
    visitor.send(**answers)
    assert visitor.where() == "kinder/"
    visitor.at += "kinder.1/"
    visitor.send(**answers)  # whoever changes something later comes to the second page as well
    assert visitor.where() == "kinder/kinder.1-2/"
