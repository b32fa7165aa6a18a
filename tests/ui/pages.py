"""Rendering the macros as config.jinja does, in German or English, and reading what came out."""

import gettext
import io
from html.parser import HTMLParser
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from jinja2 import Environment, FileSystemLoader

SOURCE = Path(__file__).resolve().parents[2] / "src" / "drehscheibe"
TEMPLATES = SOURCE / "ui" / "templates"
VOID = {"input", "meta", "link", "br", "wbr", "img", "hr"}


def english() -> gettext.NullTranslations:
    with (SOURCE / "locale" / "en" / "LC_MESSAGES" / "django.po").open("rb") as file:
        catalogue = read_po(file, locale="en")
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def environment(language: str) -> Environment:
    loader = FileSystemLoader([TEMPLATES, Path(__file__).parent])
    built = Environment(
        loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True, extensions=["jinja2.ext.i18n"]
    )
    words = english() if language == "en" else gettext.NullTranslations()
    built.install_gettext_translations(words, newstyle=True)  # type: ignore[attr-defined]
    built.globals.update(static=lambda path: f"/static/{path}", demo_mode=True)
    return built


ENVIRONMENTS = {language: environment(language) for language in ("de", "en")}


class Element:
    """One tag: its attributes, its own and inner text, and the tags around it."""

    def __init__(self, tag: str, attributes: dict[str, str], parents: tuple["Element", ...]) -> None:
        self.tag, self.attributes, self.parents, self.pieces = tag, attributes, parents, []

    def __getitem__(self, name: str) -> str | None:
        return self.attributes.get(name)

    @property
    def text(self) -> str:
        return " ".join("".join(self.pieces).split())


class Page(HTMLParser):
    """Rendered HTML as a flat list of elements in document order; unclosed or crossed tags are refused."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.html, self.elements, self.open = html, [], []
        self.feed(html)
        assert not self.open, f"not closed: {[element.tag for element in self.open]}"

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), f"twice the same attribute in <{tag}>: {names}"
        element = Element(tag, {name: value or "" for name, value in attrs}, tuple(self.open))
        self.elements.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop().tag == tag, f"</{tag}> crosses another tag"

    def handle_data(self, data: str) -> None:
        for element in self.open:
            element.pieces.append(data)

    def all(self, tag: str, **attributes: str) -> list[Element]:
        wanted = {name.strip("_").replace("_", "-"): value for name, value in attributes.items()}
        return [e for e in self.elements if e.tag == tag and all(e[n] == v for n, v in wanted.items())]

    def one(self, tag: str, **attributes: str) -> Element:
        [found] = self.all(tag, **attributes)
        return found

    def by_id(self, wanted: str) -> Element:
        [found] = [element for element in self.elements if element["id"] == wanted]
        return found

    def description_of(self, element: Element) -> list[str]:
        return [self.by_id(one).text for one in (element["aria-describedby"] or "").split()]


def page(source: str, language: str = "de", **context: Any) -> Page:
    """Render template source, e.g. "{% from 'ui/elements.html' import button %}{{ button('Weiter') }}"."""
    return Page(ENVIRONMENTS[language].from_string(source).render(**context))


def control(call: str, language: str = "de", **context: Any) -> Page:
    """Render one macro call of ui/controls.html."""
    name = call.partition("(")[0]
    return page(f"{{% from 'ui/controls.html' import {name} %}}{{{{ {call} }}}}", language, **context)


def element(call: str, language: str = "de", **context: Any) -> Page:
    """Render one macro call of ui/elements.html."""
    name = call.partition("(")[0]
    return page(f"{{% from 'ui/elements.html' import {name} %}}{{{{ {call} }}}}", language, **context)


def request(language: str = "de", path: str = "/", account: Any = None) -> SimpleNamespace:
    portal = SimpleNamespace(slug="musterstadt", name="Musterstadt")
    return SimpleNamespace(portal=portal, language=language, path=path, account=account)
