"""What the index holds of a service: its words by how much they count, and what is chosen by."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from drehscheibe.catalogue.search.analysis import Vocabulary, parts, spelling, stems, words
from drehscheibe.catalogue.wording import plain

# Fields of German stems with their weights; the parts of compounds count less than whole words.
WEIGHTS = {
    "name": 5.0,
    "name_parts": 3.0,
    "keys": 3.5,
    "keys_parts": 1.6,
    "hidden": 1.6,
    "hidden_parts": 0.9,
    "body": 0.5,
}
ENGLISH = {"en_name": 4.0, "en_body": 0.4}
LATER_PLACES = 12  # of the services asked for most; the others count as not asked for


@lru_cache(maxsize=1)
def schema() -> Any:
    import tantivy  # noqa: PLC0415  17 MB, and only for who searches

    builder = tantivy.SchemaBuilder()
    for name in ("id", "seen_in", "tenant", "topic", "demand", "state"):
        builder.add_text_field(name, stored=name == "id", tokenizer_name="raw", index_option="basic")
    for name in (*WEIGHTS, *ENGLISH):
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="freq")
    builder.add_unsigned_field("pk", fast=True)
    return builder.build()


@lru_cache(maxsize=1)
def _english() -> Any:
    import tantivy  # noqa: PLC0415

    return (
        tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.raw()).filter(tantivy.Filter.stemmer("english")).build().analyze
    )


@lru_cache(maxsize=20_000)
def english_stem(word: str) -> str:
    """The stem of an English word, in small letters."""
    found = _english()(word.lower())
    return found[0] if found else word.lower()


class Describer:
    """Makes documents of rows, each text of many portals analysed once."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self._kept: dict[str, tuple[str, str]] = {}

    def _german(self, text: str) -> tuple[str, str]:
        """The stems of a text, and those of the parts of its compounds, each separated by blanks."""
        found = self._kept.get(text)
        if found is None:
            found = " ".join(stems(text)), " ".join(parts(text, self.vocabulary))
            self._kept[text] = found
        return found

    def document(self, row: Mapping[str, Any], seen_in: Iterable[int]) -> Any:
        """`row`: the service's columns; `seen_in`: the portals that show it."""
        import tantivy  # noqa: PLC0415

        found = tantivy.Document()
        found.add_text("id", str(row["id"]))
        found.add_unsigned("pk", row["id"])
        found.add_text("tenant", str(row["tenant_id"]))
        found.add_text("topic", row["topic"])
        for portal in seen_in:
            found.add_text("seen_in", str(portal))
        if 0 < row["popularity"] <= LATER_PLACES:
            found.add_text("demand", str(row["popularity"]))
        found.add_text("state", "described" if row["summary"] else "bare")
        self._words(found, row)
        return found

    def _words(self, found: Any, row: Mapping[str, Any]) -> None:
        name, name_parts = self._german(plain(row["name"], "de"))
        keys, keys_parts = self._german(plain(row["keywords"], "de"))
        hidden = [self._german(text) for text in row["search_words"]]
        body = " ".join(self._german(text)[0] for text in strings([row["summary"], row["texts"]]))
        filled = {
            "name": name,
            "name_parts": name_parts,
            "keys": keys,
            "keys_parts": keys_parts,
            "hidden": " ".join(once(" ".join(whole for whole, _ in hidden))),
            "hidden_parts": " ".join(once(" ".join(part for _, part in hidden))),
            "body": body,
            "en_name": english_stems([plain(row["name"], "en"), plain(row["keywords"], "en")]),
            "en_body": english_stems([plain(row["summary"], "en"), plain(row["texts"], "en")]),
        }
        for field, text in filled.items():
            if text:
                found.add_text(field, text)


def once(text: str) -> Iterable[str]:
    """Each word once: a bundle of a hundred kinds of trade is not more about trade than one."""
    return dict.fromkeys(text.split())


def english_stems(texts: Iterable[str]) -> str:
    return " ".join(english_stem(word) for text in texts for word in words(text))


def strings(texts: Any) -> Iterable[str]:
    """All German strings within nested texts."""
    if isinstance(texts, str):
        yield texts
    elif isinstance(texts, Mapping):
        for part in [texts.get("de", "")] if "de" in texts else texts.values():
            yield from strings(part)
    else:
        for part in texts or ():
            yield from strings(part)


def said(row: Mapping[str, Any]) -> Iterable[str]:
    """The words that a service is called by, as written: for taking compounds apart and for guessing typos."""
    for text in (plain(row["name"], "de"), plain(row["keywords"], "de"), *row["search_words"]):
        yield from words(text)


def spelled(row: Mapping[str, Any]) -> Iterable[str]:
    """What of it may be guessed when it was mistyped."""
    return (spelling(word) for word in said(row))
