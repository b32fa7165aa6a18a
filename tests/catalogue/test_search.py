"""Citizens find the right service with their own words."""

import pytest

from drehscheibe.catalogue import searching
from drehscheibe.catalogue.search import by_database

pytestmark = pytest.mark.usefixtures("search_index")


def found(typed: str) -> list[str]:
    return [service.slug for service in searching.search(typed).services]


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("hund", "hundesteuer-anmelden"),
        ("Hundesteuer", "hundesteuer-anmelden"),
        ("HUNDESTEUER anmelden", "hundesteuer-anmelden"),
        ("hundest", "hundesteuer-anmelden"),
        ("Welpe", "hundesteuer-anmelden"),
        ("mein hund ist gestorben", "hundesteuer-abmelden"),
        ("wo kann ich meinen Hund anmelden?", "hundesteuer-anmelden"),
        ("ausweis", "personalausweis"),
        ("perso", "personalausweis"),
        ("Ausweis verloren", "personalausweis"),
        ("umzug", "wohnsitz-anmelden"),
        ("ummelden", "wohnsitz-anmelden"),
        ("müll", "sperrmuell"),
        ("muell", "sperrmuell"),
        ("Sperrmuell", "sperrmuell"),
        ("Straße sperren", "sondernutzung"),
        ("Strasse sperren", "sondernutzung"),
        ("Führerschein", "fuehrerschein-umtauschen"),
        ("fuehrerschein", "fuehrerschein-umtauschen"),
        ("geruest", "sondernutzung"),
        ("bauen", "baugenehmigung"),
        ("Haus bauen", "baugenehmigung"),
        ("Miete zu teuer", "wohngeld"),
        ("parken", "bewohnerparkausweis"),
        ("gewerbe", "gewerbe-anmelden"),
        ("geburtsurkunden", "geburtsurkunde"),
        ("Beschwerde", "mitteilung"),
        ("dog tax", "hundesteuer-anmelden"),
        ("register a dog", "hundesteuer-anmelden"),
        ("puppies", "hundesteuer-anmelden"),
        ("passport", "reisepass"),
        ("driving licence", "fuehrerschein-umtauschen"),
        ("moving", "wohnsitz-anmelden"),
        ("bulky waste", "sperrmuell"),
        ("housing benefit", "wohngeld"),
    ],
)
def test_the_right_service_is_among_the_first_three(musterstadt, scope_of, typed, wanted):
    with scope_of(musterstadt):
        assert wanted in found(typed)[:3]


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("Perso abgelaufen", "personalausweis"),
        ("Auto abmelden", "kfz-abmelden"),
        ("Auto anmelden", "kfz-zulassen"),
        ("Wunschkennzeichen", "kfz-zulassen"),
        ("Knöllchen", "verwarnungsgeld"),
        ("Strafzettel", "verwarnungsgeld"),
        ("geblitzt", "verwarnungsgeld"),
        ("heiraten", "eheschliessung-anmelden"),
        ("Hochzeit", "eheschliessung-anmelden"),
        ("Todesfall", "sterbefall-anzeigen"),
        ("Vater gestorben", "sterbefall-anzeigen"),
        ("Sterbeurkunde", "sterbefall-anzeigen"),
        ("Grab verlängern", "grabstaette"),
        ("Friedhof", "grabstaette"),
        ("Kindergarten", "kita-platz"),
        ("Krippe", "kita-platz"),
        ("Einschulung", "schulanmeldung"),
        ("Schulbus", "schuelerbefoerderung"),
        ("Klassenfahrt", "bildung-und-teilhabe"),
        ("Elterngeld", "elterngeld"),
        ("alleinerziehend", "unterhaltsvorschuss"),
        ("Bafög", "bafoeg"),
        ("Rente", "rente-beantragen"),
        ("Rente reicht nicht", "grundsicherung-im-alter"),
        ("Sozialwohnung", "wohnberechtigungsschein"),
        ("WBS", "wohnberechtigungsschein"),
        ("Einbürgerung", "einbuergerung"),
        ("deutscher Pass", "einbuergerung"),
        ("Visum verlängern", "aufenthaltserlaubnis"),
        ("residence permit", "aufenthaltserlaubnis"),
        ("auswandern", "wohnsitz-abmelden"),
        ("Angelschein", "fischereischein"),
        ("Bücherei", "bibliotheksausweis"),
        ("Osterfeuer", "osterfeuer"),
        ("Müll im Wald", "wilder-muell"),
        ("Biotonne", "muelltonne"),
        ("Baum fällen", "baum-faellen"),
        ("Gesundheitszeugnis", "infektionsschutz-belehrung"),
        ("Behindertenausweis", "schwerbehindertenausweis"),
        ("Rollstuhl parken", "parkausweis-schwerbehinderung"),
        ("Schlüssel verloren", "fundsachen"),
        ("Fundbüro", "fundsachen"),
        ("Führungszeugnis", "fuehrungszeugnis"),
        ("Zeugnis beglaubigen", "beglaubigung"),
        ("Kirche austreten", "kirchenaustritt"),
        ("Laden schließen", "gewerbe-abmelden"),
        ("Bier verkaufen", "gaststaette-gestattung"),
        ("Flurkarte", "liegenschaftskarte"),
        ("Grundsteuer", "grundsteuer"),
        ("Zuschuss für Verein", "kulturfoerderung"),
        ("wedding", "eheschliessung-anmelden"),
        ("parking ticket", "verwarnungsgeld"),
        ("lost keys", "fundsachen"),
        ("nursery", "kita-platz"),
    ],
)
def test_everyday_words_lead_to_the_service(musterstadt, scope_of, typed, wanted):
    with scope_of(musterstadt):
        assert wanted in found(typed)[:3]


def test_the_service_named_by_the_word_comes_first(musterstadt, scope_of):
    with scope_of(musterstadt):
        assert found("hundesteuer anmelden")[0] == "hundesteuer-anmelden"
        assert found("ausweis")[0] == "personalausweis"


def test_the_districts_services_are_found_in_its_towns_and_not_the_other_way_round(musterstadt, kreis, scope_of):
    with scope_of(musterstadt):
        assert searching.search("wohngeld").services[0].tenant_id == kreis.pk
    with scope_of(kreis):
        assert found("hundesteuer") == []


def test_a_service_of_the_same_name_is_the_towns_own(musterstadt, scope_of):
    with scope_of(musterstadt):
        assert [service.tenant_id for service in searching.search("kontaktformular").services] == [musterstadt.pk]


@pytest.mark.parametrize("typed", ["", "   ", "?!", "'", "<->", ":*", "& | !", "\\", "xqzv", "x" * 200, "№ ½"])
def test_strange_input_finds_nothing_and_breaks_nothing(musterstadt, scope_of, typed):
    with scope_of(musterstadt):
        assert found(typed) == []


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Hundesteur", "Hundesteuer"),
        ("fürerschein", "Führerschein"),
        ("persohnalausweis", "Personalausweis"),
        ("xqzvxqzv", None),
    ],
)
def test_a_mistyped_word_is_guessed(musterstadt, scope_of, typed, meant):
    with scope_of(musterstadt):
        assert by_database.suggestion(typed) == meant


def test_what_is_guessed_is_found(musterstadt, scope_of):
    with scope_of(musterstadt):
        assert "hundesteuer-anmelden" in found(str(by_database.suggestion("Hundesteur anmeldn")))
