"""The frame of every page."""

import pytest

from tests.ui.pages import Page, element, page, request

CHILD = (
    "{% extends 'ui/layout.html' %}{% block title %}Leistungen{% endblock %}{% block content %}<h1>A</h1>{% endblock %}"
)


def drawn(source: str = CHILD, language: str = "de", **context: object) -> Page:
    return page(source, language, request=context.pop("request", request(language)), csrf_input="", **context)


def test_a_page_has_one_main_and_the_skip_link_comes_first():
    result = drawn()
    assert [(main["id"], main["tabindex"]) for main in result.all("main")] == [("inhalt", "-1")]
    assert result.all("a")[0]["href"] == "#inhalt"


def test_the_title_names_page_and_portal_and_says_when_there_are_errors():
    assert drawn().one("title").text == "Leistungen – Musterstadt"
    assert drawn(errors=[("f-x", "Fehlt.")]).one("title").text == "Fehler: Leistungen – Musterstadt"


@pytest.mark.parametrize(("language", "other"), [("de", "en"), ("en", "de")])
def test_the_page_names_its_language_and_offers_the_other(language, other):
    result = drawn(language=language)
    link = result.one("a", hreflang=other)
    assert (result.one("html")["lang"], link["lang"], link["href"]) == (language, other, f"?sprache={other}")


def test_what_was_searched_survives_the_change_of_language():
    assert drawn(q="Hund & Co").one("a", hreflang="en")["href"] == "?q=Hund%20%26%20Co&sprache=en"


def test_every_page_links_what_the_law_asks_for():
    links = {link["href"] for link in drawn().all("a")}
    assert links >= {
        "/erklaerung-zur-barrierefreiheit/",
        "/leichte-sprache/",
        "/gebaerdensprache/",
        "/impressum/",
        "/datenschutz/",
        "/echt/",
    }


def test_the_place_in_the_navigation_is_marked():
    marked = {path: drawn(request=request(path=path)).all("a", aria_current="page") for path in ("/", "/leistungen/")}
    assert {path: [link["href"] for link in links] for path, links in marked.items()} == {
        "/": ["/"],
        "/leistungen/": ["/leistungen/"],
    }
    below = drawn(request=request(path="/leistungen/hundesteuer-anmelden/"))
    assert [link["href"] for link in below.all("a", aria_current="true")] == ["/leistungen/"]


def test_signing_out_is_a_form_and_only_there_for_people_signed_in():
    assert drawn().all("form") == []
    strip, menu = drawn(request=request(account="Kim")).all("form", action="/abmelden/")
    assert (strip["method"], menu["method"]) == ("post", "post")


def test_the_demonstration_says_so():
    assert "Vorführung – keine echte Behörde." in drawn().html
    assert "Vorführung" not in drawn(demo_mode=False).html


def test_a_second_column_appears_only_with_content():
    assert drawn().all("section") == []
    aside = drawn(CHILD + "{% block aside %}<p>Telefon</p>{% endblock %}")
    assert aside.one("section")["aria-label"] == "Hilfe und Kontakt"


def test_staff_have_their_own_navigation():
    result = drawn(CHILD.replace("layout", "staff"), request=request(path="/amt/eingang/", account="Kim"))
    assert [link.text for link in result.all("a", aria_current="page")] == ["Eingang"]
    assert "portal--staff" in (result.one("body")["class"] or "")


def test_error_summary_links_to_the_controls():
    result = element("error_summary([('f-name', 'Der Name fehlt.'), ('', 'Zu viele Einträge.')])")
    assert [(link["href"], link.text) for link in result.all("a")] == [("#f-name", "Der Name fehlt.")]
    assert result.one("h2").text == "Bitte prüfen Sie Ihre Angaben"
    assert "data-focus" in result.one("div", role="group").attributes


def test_prose_makes_paragraphs_and_lists_and_escapes():
    result = element("prose('Guten Tag,\n\n- <b>eins</b>\n- zwei\n\nEnde')")
    assert [one.text for one in result.all("p")] == ["Guten Tag,", "Ende"]
    assert [one.text for one in result.all("li")] == ["<b>eins</b>", "zwei"]


def test_content_blocks_can_be_a_list_of_points():
    items = ["eins", "zwei", {"heading": "Mehr"}, {"link": "/x/", "text": "Hier"}]
    result = element("blocks(items, 'de', strings='ol')", "en", items=items)
    assert [one.text for one in result.all("li")] == ["eins", "zwei"]
    assert (result.one("h3").text, result.one("a")["href"], result.all("div")[0]["lang"]) == ("Mehr", "/x/", "de")


def test_table_names_its_columns_and_rows():
    result = element("table('Gebühren', ['Hund', {'text': 'Steuer', 'numeric': true}], [['erster', '72,00 €']])")
    assert [(cell["scope"], cell.text) for cell in result.all("th")] == [
        ("col", "Hund"),
        ("col", "Steuer"),
        ("row", "erster"),
    ]
    assert result.one("caption")["id"] == result.all("div")[0]["aria-labelledby"]
