"""The index on the disk: one of services and one of words in a folder, as a process opens them for reading."""

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from drehscheibe.catalogue.search.analysis import Vocabulary
from drehscheibe.catalogue.search.fields import WEIGHTS, schema

SERVICES, WORDS, VOCABULARY = "services", "words", "vocabulary.txt"
_HEAP = 15_000_000  # bytes, tantivy's least
_LONGER, _SIMILAR = 6, 3


class BrokenIndexError(Exception):
    """The files of the index cannot be read."""


def guarded(work: Callable[[], Any]) -> Any:
    """What `work` returns. Raises BrokenIndexError for whatever goes wrong in tantivy, a panic of Rust included."""
    try:
        return work()
    except BaseException as error:
        if isinstance(error, (KeyboardInterrupt, SystemExit, MemoryError)):
            raise
        raise BrokenIndexError(type(error).__name__) from error


@lru_cache(maxsize=1)
def _word_schema() -> Any:
    import tantivy  # noqa: PLC0415

    builder = tantivy.SchemaBuilder()
    builder.add_text_field("spelled", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("shown", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_unsigned_field("weight", fast=True)
    return builder.build()


class OpenIndex:
    """A folder opened for reading. What it returns counts until the next `reload`."""

    def __init__(self, folder: Path) -> None:
        """Raises BrokenIndexError."""
        self.folder = folder
        self.vocabulary = Vocabulary(read_vocabulary(folder))
        self._index = guarded(lambda: self._open(SERVICES))
        self._words = guarded(lambda: self._open(WORDS).searcher())
        self.searcher = guarded(self._index.searcher)

    def _open(self, name: str) -> Any:
        import tantivy  # noqa: PLC0415

        opened = tantivy.Index.open(str(self.folder / name))
        opened.config_reader("manual")
        opened.reload()
        return opened

    def reload(self) -> None:
        """See what the writer committed last. Raises BrokenIndexError."""
        guarded(self._index.reload)
        self.searcher = guarded(self._index.searcher)

    def knows(self, stemmed: str) -> bool:
        """Whether any service has this stem."""
        return any(self.searcher.doc_freq(field, stemmed) for field in WEIGHTS)

    def beginning_with(self, spelled: str) -> Sequence[str]:
        """The words that begin so, shortest and most used first."""
        found = self._words.terms_with_prefix("spelled", spelled, limit=60)
        return [word for word, _ in sorted(found, key=lambda one: len(one[0]))[:_LONGER]]

    def like(self, spelled: str) -> Sequence[str]:
        """The words that differ by a letter (long ones: by two), nearest first."""
        if len(spelled) < 4 or len(spelled) > 40:
            return []
        for distance in (1, 2) if len(spelled) >= 7 else (1,):
            found = self._alike(spelled, distance)
            if found:
                return found
        return []

    def _alike(self, spelled: str, distance: int) -> list[str]:
        from tantivy import Query  # noqa: PLC0415

        wanted = Query.fuzzy_term_query(_word_schema(), "spelled", spelled, distance, transposition_cost_one=True)
        hits = self._words.search(wanted, 50, count=False).hits
        weights = self._words.fast_field_values("weight", [address for _, address in hits])
        rows = [(self._words.doc(address), weight or 0) for (_, address), weight in zip(hits, weights, strict=True)]
        same_start = [(row, weight + (1000 if row["spelled"][0][0] == spelled[0] else 0)) for row, weight in rows]
        best = sorted(same_start, key=lambda one: -one[1])[:_SIMILAR]
        return [str(row["shown"][0]) for row, _ in best]


def read_vocabulary(folder: Path) -> list[str]:
    """The words that the index was built with. Raises BrokenIndexError."""
    try:
        return (folder / VOCABULARY).read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise BrokenIndexError(VOCABULARY) from error


def create(folder: Path, vocabulary: Iterable[str], said: Iterable[tuple[str, str, int]]) -> None:
    """An empty index of services in a new folder, with its words: (in one spelling, as written, how often)."""
    import tantivy  # noqa: PLC0415

    for name, fields in ((SERVICES, schema()), (WORDS, _word_schema())):
        (folder / name).mkdir(parents=True)
        tantivy.Index(fields, path=str(folder / name))
    (folder / VOCABULARY).write_text("\n".join(vocabulary), encoding="utf-8")
    writer = tantivy.Index.open(str(folder / WORDS)).writer(_HEAP, 1)
    for spelled, shown, weight in said:
        document = tantivy.Document()
        document.add_text("spelled", spelled)
        document.add_text("shown", shown)
        document.add_unsigned("weight", weight)
        writer.add_document(document)
    writer.commit()
    writer.wait_merging_threads()


def write(folder: Path, *, gone: Iterable[int], documents: Iterable[Any]) -> None:
    """Take out the services of these ids and add the documents, in one commit."""
    import tantivy  # noqa: PLC0415

    writer = tantivy.Index.open(str(folder / SERVICES)).writer(_HEAP, 1)
    for service_id in gone:
        writer.delete_documents_by_term("id", str(service_id))
    for document in documents:
        writer.add_document(document)
    writer.commit()
    writer.wait_merging_threads()
