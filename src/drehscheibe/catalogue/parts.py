"""What editors change of a service, page by page: where each entry stands in the document, and what it is called.

Both the pages of the editor and the differences in words are made from this table.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_noop as _

from drehscheibe.catalogue.schema import TEXT_PARTS


@dataclass(frozen=True)
class Entry:
    """One entry. `path`: where it stands in the document, its parts divided by dots.

    `kind`: words, paragraphs or list (in two languages), line, letters (a list on one line), day, number, money,
    address, choice, choices, tick, way (a channel with no more than a note), rows (with `columns`), easy.
    """

    path: str
    label: str
    kind: str = "paragraphs"
    hint: str = ""
    options: tuple[tuple[str, str], ...] = ()
    columns: tuple["Entry", ...] = ()
    is_needed: bool = False

    @property
    def control(self) -> str:
        """The name of its control."""
        return self.path.replace("_", "-")


@dataclass(frozen=True)
class Page:
    """Entries that are changed together."""

    name: str
    title: str
    entries: tuple[Entry, ...]


UNITS = (
    ("days", _("Tage")), ("working_days", _("Arbeitstage")), ("weeks", _("Wochen")), ("months", _("Monate")),
    ("years", _("Jahre")),
)  # fmt: skip
_LINES = _("Jede Zeile wird ein Absatz oder ein Punkt.")
_SLUG = _("Kleine Buchstaben, Ziffern und Striche. Die alte Adresse führt weiter hierher.")
_WHO = (("citizens", _("Bürgerinnen und Bürger")), ("businesses", _("Unternehmen")))
_GIVEN = (("incoming", _("Bürgerinnen und Bürger")), ("outgoing", _("Das Amt gibt sie heraus")))
_INTERNAL = _("Nur für das Amt, steht nicht auf der Seite.")
_SHOWN = _("Steht auf der Seite. Bleibt alles leer, gilt der Kontakt des Amts.")
_REMEDY = _("Zum Beispiel: Widerspruch, Frist, an wen.")
_PREFIX = _("Die ganze Adresse, zum Beispiel https://www.beispiel.de/seite")
OFFERED_ELSEWHERE = "offered"  # options that the page knows: departments, topics, situations

PAGES = (
    Page("name", _("Name und Kurztext"), (
        Entry("name", _("Name"), "words", is_needed=True),
        Entry("summary", _("Kurztext"), "words", _("Ein oder zwei Sätze. Sie stehen auch in der Liste der Suche.")),
        Entry("keywords", _("Andere Wörter dafür"), "list", _("Wie Menschen es nennen. Trennen Sie mit Komma.")),
        Entry("slug", _("Adresse der Seite"), "line", _SLUG, is_needed=True),
    )),
    Page("beschreibung", _("Worum es geht"), (
        Entry("texts.description", _("Ausführlicher Text"), hint=_LINES),
        Entry("texts.remarks", _("Gut zu wissen"), hint=_LINES),
    )),
    Page("voraussetzungen", _("Voraussetzungen"), (Entry("texts.requirements", _("Voraussetzungen"), hint=_LINES),)),
    Page("unterlagen", _("Unterlagen"), (
        Entry("texts.documents", _("Was man mitbringt, als Text"), hint=_LINES),
        Entry("details.papers", _("Einzelne Unterlagen"), "rows", columns=(
            Entry("name", _("Unterlage"), "words", is_needed=True),
            Entry("direction", _("Wer sie bringt"), "choice", options=_GIVEN),
            Entry("only_if", _("Nur wenn"), "words"),
        )),
    )),
    Page("kosten", _("Kosten"), (
        Entry("fees", _("Gebühren"), "rows", columns=(
            Entry("label", _("Wofür"), "words", is_needed=True),
            Entry("free", _("Kostenlos"), "tick"),
            Entry("amount_cents", _("Betrag in Euro"), "money"),
            Entry("from_cents", _("Oder: von"), "money"),
            Entry("to_cents", _("bis"), "money"),
            Entry("unit", _("Einheit, zum Beispiel: im Jahr"), "words"),
            Entry("note", _("Anmerkung"), "words"),
            Entry("prepayment", _("Im Voraus zu zahlen"), "tick"),
        )),
        Entry("texts.fees", _("Erklärung zu den Kosten"), hint=_LINES),
    )),
    Page("ablauf", _("Ablauf"), (Entry("texts.steps", _("Schritte"), hint=_LINES),)),
    Page("fristen", _("Fristen und Dauer"), (
        Entry("details.processing_time.least", _("Bearbeitung dauert mindestens"), "number"),
        Entry("details.processing_time.most", _("Bearbeitung dauert höchstens"), "number"),
        Entry("details.processing_time.unit", _("Einheit der Dauer"), "choice", options=UNITS),
        Entry("texts.duration", _("Erklärung zur Dauer"), hint=_LINES),
        Entry("details.deadlines", _("Fristen"), "rows", columns=(
            Entry("what", _("Was zu tun ist"), "words", is_needed=True),
            Entry("amount", _("Wie viele"), "number"),
            Entry("unit", _("Einheit"), "choice", options=UNITS),
            Entry("counted_from", _("Gerechnet ab"), "words"),
            Entry("day", _("Oder jedes Jahr am (Monat-Tag, zum Beispiel 03-31)"), "line"),
        )),
        Entry("texts.deadlines", _("Erklärung zu den Fristen"), hint=_LINES),
    )),
    Page("recht", _("Recht"), (
        Entry("texts.legal_basis", _("Rechtsgrundlagen"), "rows", columns=(
            Entry("text", _("Gesetz oder Satzung"), "line", is_needed=True),
            Entry("link", _("Adresse zum Nachlesen"), "address"),
        )),
        Entry("texts.remedies", _("Wenn jemand nicht einverstanden ist"), hint=_REMEDY),
        Entry("details.written_form", _("Form des Antrags"), "choice", options=(
            ("none", _("keine bestimmte")), ("text", _("Textform: E-Mail oder Online-Formular genügt")),
            ("signature", _("Unterschrift nötig")), ("in_person", _("persönliches Erscheinen")),
        )),
        Entry("details.trust_level", _("Vertrauensniveau"), "choice", options=(
            ("none", _("ohne Nachweis")), ("low", _("niedrig")),
            ("substantial", _("substanziell")), ("high", _("hoch")),
        )),
    )),
    Page("wege", _("Wege"), (
        Entry("channels.external.url", _("Onlinedienst eines anderen: Adresse"), "address", _PREFIX),
        Entry("channels.external.operator", _("Wer ihn betreibt"), "words"),
        Entry("channels.external.needs", _("Was man dafür braucht"), "words"),
        Entry("channels.external.note", _("Hinweis dazu"), "words"),
        Entry("channels.appointment.url", _("Terminvereinbarung: Adresse"), "address", _PREFIX),
        Entry("channels.appointment.note", _("Hinweis zum Termin"), "words"),
        Entry("channels.office", _("Im Amt"), "way"),
        Entry("channels.phone", _("Am Telefon"), "way"),
        Entry("channels.post", _("Mit der Post"), "way"),
        Entry("channels.email", _("Mit einer E-Mail"), "way"),
        Entry("channels.downloads", _("Zum Herunterladen"), "rows", columns=(
            Entry("title", _("Titel"), "words", is_needed=True),
            Entry("url", _("Adresse"), "address", is_needed=True),
        )),
    )),
    Page("zustaendigkeit", _("Zuständigkeit und Kontakt"), (
        Entry("department", _("Zuständiges Amt"), "choice", is_needed=True),
        Entry("details.areas", _("Andere Ämter für einzelne Orte"), "rows", columns=(
            Entry("name", _("Ort oder Fall"), "words", is_needed=True),
            Entry("department", _("Amt"), "choice", is_needed=True),
        )),
        Entry("details.contact.person", _("Wer Auskunft gibt"), "line", _SHOWN),
        Entry("details.contact.phone", _("Telefon"), "line"),
        Entry("details.contact.email", _("E-Mail"), "line"),
        Entry("details.contact.room", _("Zimmer"), "line"),
        Entry("details.contact.hours", _("Sprechzeiten"), hint=_LINES),
        Entry("responsible_person", _("Wer im Haus die Texte pflegt"), "line", _INTERNAL),
    )),
    Page("einordnung", _("Einordnung"), (
        Entry("topic", _("Themenfeld"), "choice", is_needed=True),
        Entry("situations", _("Lebens- und Unternehmenslagen"), "choices"),
        Entry("audience", _("Für wen"), "choices", options=_WHO),
        Entry("ozg_id", _("OZG-Nummer"), "line", _("Fünf Ziffern.")),
        Entry("leika_key", _("LeiKa-Schlüssel"), "line", _("Vierzehn Ziffern.")),
        Entry("leika_keys", _("Weitere LeiKa-Schlüssel"), "letters", _("Trennen Sie mit Komma.")),
        Entry("related", _("Was dazu passt"), "letters", _("Adressen anderer Leistungen. Trennen Sie mit Komma.")),
    )),
    Page("gueltigkeit", _("Gültigkeit"), (
        Entry("details.valid_from", _("Gilt ab"), "day"),
        Entry("valid_until", _("Gilt bis"), "day", _("Am Tag danach steht die Leistung nicht mehr im Portal.")),
        Entry("review_on", _("Wieder prüfen am"), "day"),
    )),
    Page("leichte-sprache", _("Leichte Sprache"), (
        Entry("easy.text", _("Text in Leichter Sprache"), "easy", _("Jede Zeile wird ein Absatz.")),
    )),
)  # fmt: skip
BY_NAME = {page.name: page for page in PAGES}
_ENTRIES = [entry for page in PAGES for entry in page.entries]
TEXT_LABELS = {one.path.removeprefix("texts."): one.label for one in _ENTRIES if one.path.startswith("texts.")}


def local_page(part: str) -> Page:
    """What a body says beside or instead of this part of a text that a body above it keeps."""
    how = (("append", _("zusätzlich zu diesem Text")), ("replace", _("statt dieses Textes")))
    entries = (
        Entry(f"modules.{part}.how", _("Wie Ihr Text gilt"), "choice", options=how, is_needed=True),
        Entry(f"modules.{part}.text", _("Ihr Text"), hint=_LINES),
    )
    return Page(part, TEXT_LABELS[part], entries)


LOCAL_PAGES = {part: local_page(part) for part in TEXT_PARTS}


def at(document: Mapping[str, Any], path: str) -> Any:
    """What stands at a place of the document; None for nothing."""
    found: Any = document
    for key in path.split("."):
        found = found.get(key) if isinstance(found, Mapping) else None
    return found


def put(document: dict[str, Any], path: str, value: Any) -> dict[str, Any]:
    """The document with another value at the place; what is empty goes, and what it leaves empty around it."""
    key, _dot, rest = path.partition(".")
    inner = put(dict(document.get(key) or {}), rest, value) if rest else value
    others = {name: one for name, one in document.items() if name != key}
    is_way = rest == "" and isinstance(value, dict) and key in {"office", "phone", "post", "email"}
    is_empty = inner is None or inner is False or inner in ("", {}, [])
    return {**others, key: inner} if is_way or not is_empty else others
