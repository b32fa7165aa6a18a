"""Keep the English catalogue complete: python tools/messages.py [--check | --compile].

Without an option it reads every German message from templates and Python, adds new ones to the .po with an empty
translation, drops those no longer used and says what is untranslated. `--check` writes nothing and fails when a
message has no English translation or its placeholders differ; `--compile` writes the .mo beside the .po.
"""

import argparse
import ast
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "drehscheibe"
PO = SOURCE / "locale" / "en" / "LC_MESSAGES" / "django.po"
KEYWORDS = {"_": None, "gettext": None, "gettext_lazy": None, "gettext_noop": None, "ngettext": (1, 2)}
TEMPLATE_OPTIONS = {"extensions": "jinja2.ext.i18n", "trim_blocks": "true", "lstrip_blocks": "true", "silent": "false"}


def messages() -> Iterator[tuple[str | tuple[str, ...], str]]:
    """Every message id in the source with the file that uses it."""
    for path in sorted(SOURCE.rglob("*")):
        place = path.relative_to(SOURCE).as_posix()
        if path.suffix == ".html" and "templates" in path.parts:
            found = extract_from_file("jinja2.ext:babel_extract", path, keywords=KEYWORDS, options=TEMPLATE_OPTIONS)
            yield from ((message, place) for _, message, _, _ in found if message)
        elif path.suffix == ".py" and "migrations" not in path.parts:
            yield from ((message, place) for message in in_python(path))


def in_python(path: Path) -> Iterator[str | tuple[str, ...]]:
    """Literal messages only: a message looked up in a table is marked there, by gettext_noop."""
    for node in ast.walk(ast.parse(path.read_text(), path)):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        literals = [word.value for word in node.args if isinstance(word, ast.Constant)]
        words = tuple(literal for literal in literals if isinstance(literal, str))
        if name in KEYWORDS and words:
            yield words[:2] if name == "ngettext" else words[0]


def used() -> Catalog:
    catalog = Catalog(locale="en", project="Drehscheibe", fuzzy=False)
    for message, place in messages():
        catalog.add(message, locations=[(place, 1)])
    return catalog


def stored() -> Catalog:
    if not PO.exists():
        return Catalog(locale="en", project="Drehscheibe", fuzzy=False)
    with PO.open("rb") as file:
        return read_po(file, locale="en", domain="django")


def untranslated(source: Catalog, catalog: Catalog) -> list[str]:
    """One line for each message of the source that a reader of English would see in German or broken."""
    lines = []
    for message in source:
        if not message.id:
            continue
        own = catalog.get(message.id)
        if own is None or own.fuzzy or not all(strings(own)):
            lines.append(f"not translated: {message.id!r} ({message.locations[0][0]})")
        else:
            lines += [f"{error}: {message.id!r}" for error in own.check(catalog)]
    return lines


def strings(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string)


def merge(source: Catalog, catalog: Catalog) -> None:
    """Write the .po anew: the source's messages, the catalogue's translations, sorted, without line numbers."""
    for message in source:
        own = catalog.get(message.id) if message.id else None
        if own is not None:
            message.string = own.string
    PO.parent.mkdir(parents=True, exist_ok=True)
    header = "# English words of the user interface; the German sentence is the message id.\n"
    with PO.open("wb") as file:
        source.header_comment = header
        write_po(file, source, sort_output=True, include_lineno=False, omit_header=False, width=120)
    text = PO.read_text()
    dated = ('"POT-', '"PO-', '"Last-', '"Report-', '"Generated-', '"Language-Team')
    kept = (line for line in text.splitlines() if not line.startswith(dated))
    PO.write_text("\n".join(kept).rstrip() + "\n")  # no dates: the same source gives the same file


def main() -> int:
    parser = argparse.ArgumentParser(description="Extract, check and compile the messages of the user interface.")
    choice = parser.add_mutually_exclusive_group()
    choice.add_argument("--check", action="store_true", help="fail when an English translation is missing")
    choice.add_argument("--compile", action="store_true", help="write the .mo file that gettext reads")
    options = parser.parse_args()
    catalog = stored()
    if options.compile:
        with PO.with_suffix(".mo").open("wb") as file:
            write_mo(file, catalog)
        return 0
    source = used()
    if not options.check:
        merge(source, catalog)
        catalog = stored()
    lines = untranslated(source, catalog)
    print("\n".join(lines) or f"All {len(source)} messages are translated.")
    return 1 if lines and options.check else 0


if __name__ == "__main__":
    sys.exit(main())
