"""Texts per language, as a form document holds them and as pages show them."""

from collections.abc import Mapping
from typing import Annotated, Any, NamedTuple

from pydantic import BeforeValidator, StringConstraints
from pydantic import Field as Bounded


class Phrase(NamedTuple):
    """A text in the language it is really in: a page marks it when that is not the page's own."""

    text: str
    lang: str

    def __str__(self) -> str:
        return self.text


def _spelled_out(value: Any) -> Any:
    return {"de": value} if isinstance(value, str) else value


Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=5_000)]
Lang = Annotated[str, StringConstraints(pattern=r"^(de|en)$")]
Text = Annotated[dict[Lang, Words], BeforeValidator(_spelled_out), Bounded(min_length=1)]
Message = dict[str, str]


def text(words: Mapping[str, str], lang: str) -> Phrase:
    """The text in `lang`, else in German, else in whatever language there is; says which it took."""
    for wanted in (lang, "de", *words):
        if wanted in words:
            return Phrase(words[wanted], wanted)
    return Phrase("", lang)


def phrase(words: Mapping[str, str] | None, lang: str) -> Phrase | None:
    return None if words is None else text(words, lang)
