"""Write the index of this machine from the database: whole, or only what changed since.

A process holds the writer's lock while it writes; when it is killed, the lock is free. What was written is known by the
database's own version of each row (`xmin`), kept beside the index: rows that nobody told us of are found all the same.
"""

import fcntl
import json
import shutil
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from drehscheibe.catalogue.models import Service, Synonym
from drehscheibe.catalogue.search import additions, index, synonyms
from drehscheibe.catalogue.search.analysis import Vocabulary, spelling
from drehscheibe.catalogue.search.fields import Describer, said
from drehscheibe.kernel import scope
from drehscheibe.tenants.queries import Directory, directory

CURRENT, STATE, LOCK = "current", "state.json", "writer.lock"
FORMAT = 2  # changes when documents are made in another way, so that an old index is made anew
_COLUMNS = ("id", "tenant_id", "name", "keywords", "summary", "texts", "search_words", "topic", "popularity")


def home() -> Path:
    """The folder of this machine's index."""
    return Path(settings.DREHSCHEIBE_VAR, "search")


def current() -> Path | None:
    """The folder of the index that counts; None while there is none."""
    with suppress(OSError):
        name = (home() / CURRENT).read_text()
        if name.isalnum() and (home() / name).is_dir():
            return home() / name
    return None


@contextmanager
def writing() -> Iterator[bool]:
    """Whether this process may write; nobody else may within the block."""
    home().mkdir(parents=True, exist_ok=True)
    with (home() / LOCK).open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True


@dataclass(frozen=True)
class _Row:
    """What of a service must be the same for its documents to count: its version, where it is seen, and the versions
    of what portals add to its texts.
    """

    version: str
    seen_in: tuple[int, ...]
    added: Mapping[int, str]

    def told(self) -> str:
        added = "".join(f":{portal}={version}" for portal, version in sorted(self.added.items()))
        return f"{self.version}:{','.join(map(str, self.seen_in))}{added}"

    @property
    def documents(self) -> int:
        return 1 + len(self.added)


def refresh(*, anew: bool = False) -> int | None:
    """Bring the index up to date; returns how many documents were written, None while another process writes.

    `anew`: throw away what is there. Readers see either the old or the new.
    """
    with writing() as may:
        if not may:
            return None
        tree = directory()
        if not tree.tenants:
            return 0
        everybody = list(tree.tenants)
        with transaction.atomic(), scope.enter(everybody[0], everybody):
            return _refresh(tree, anew)


def _refresh(tree: Directory, anew: bool) -> int:
    rows = _versions(tree)
    folder = current()
    known = _state(folder) if folder and not anew else None
    if folder and known is not None:
        changed = [pk for pk, row in rows.items() if known.get(str(pk)) != row.told()]
        gone = [int(pk) for pk in known if int(pk) not in rows]
        if not changed and not gone:
            return 0
        with suppress(index.BrokenIndexError):
            has_new_words = index.guarded(lambda: _write_changed(folder, rows, changed, gone))
            if not has_new_words:
                return len(changed)
    return _build(rows)


def _write_changed(folder: Path, rows: Mapping[int, "_Row"], changed: list[int], gone: list[int]) -> bool:
    """Write what changed, so that it is found at once; whether it brings words that all others are to be read by."""
    known = index.read_vocabulary(folder)
    fresh = [row for row in _read(changed) if row["id"] in rows]
    described = Describer(Vocabulary(known))
    index.write(folder, gone=[*gone, *changed], documents=_documents(described, fresh, rows))
    _keep_state(folder, rows)
    return not {word for row in fresh for word in said(row)} <= set(known)


def _documents(described: Describer, services: Iterable[Mapping[str, Any]], rows: Mapping[int, _Row]) -> Iterator[Any]:
    """One for the portals that show a service as it is, and one for each portal that adds something of its own."""
    found = list(services)
    wanted: dict[int, list[int]] = {}
    for one in found:
        for portal in rows[one["id"]].added:
            wanted.setdefault(portal, []).append(one["id"])
    added = additions.modules(wanted)
    for one in found:
        row = rows[one["id"]]
        yield described.document(one, [portal for portal in row.seen_in if portal not in row.added])
        for portal in row.added:
            yield described.document(additions.completed(one, added[portal][one["id"]]), [portal])


def _versions(tree: Directory) -> dict[int, _Row]:
    """Every published service with its version and the portals that show it: the nearest body's of each address."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, tenant_id, slug, xmin::text FROM catalogue_service WHERE is_published")
        rows = cursor.fetchall()
    of_slug: dict[str, dict[int, int]] = {}
    for pk, tenant_id, slug, _ in rows:
        of_slug.setdefault(slug, {})[tenant_id] = pk
    lineages = {portal: tree.readable(portal) for portal in tree.tenants}
    seen: dict[int, list[int]] = {}
    for portal, lineage in lineages.items():
        for owners in of_slug.values():
            nearest = next((owners[tenant] for tenant in lineage if tenant in owners), None)
            if nearest is not None:
                seen.setdefault(nearest, []).append(portal)
    added = additions.versions(tree)
    found = {}
    for pk, _, _, version in rows:
        seen_in = tuple(seen.get(pk, ()))
        own = {portal: kept for portal, kept in added.get(pk, {}).items() if portal in seen_in}
        found[pk] = _Row(version, seen_in, own)
    return found


def _read(ids: list[int] | None = None) -> Iterator[Mapping[str, Any]]:
    rows = Service.objects.filter(is_published=True)
    chosen = rows if ids is None else rows.filter(pk__in=ids)
    yield from chosen.values(*_COLUMNS).iterator()


def _build(rows: dict[int, _Row]) -> int:
    """A new folder beside the old one, then the old one goes."""
    services = [row for row in _read() if row["id"] in rows]
    own = [word for one in Synonym.objects.all() for word in (one.word, *one.meant)]
    heard = Counter(word for row in services for word in said(row))
    base = synonyms.base().vocabulary
    vocabulary = sorted({*heard, *base, *own})
    name = f"v{max((int(one.name[1:]) for one in home().glob('v*') if one.name[1:].isdigit()), default=0) + 1}"
    folder = home() / name
    shutil.rmtree(folder, ignore_errors=True)
    index.create(folder, vocabulary, _guessable(heard, [*base, *own]))
    described = Describer(Vocabulary(vocabulary))
    index.write(folder, gone=[], documents=_documents(described, services, rows))
    _keep_state(folder, rows)
    _replace(home() / CURRENT, name)
    for old in home().glob("v*"):
        if old.name != name:
            shutil.rmtree(old, ignore_errors=True)
    return len(services)


def _guessable(heard: Mapping[str, int], more: list[str]) -> Iterator[tuple[str, str, int]]:
    """Words for guessing what was mistyped or begun: each spelling once, with how often it is said."""
    counted: dict[str, tuple[str, int]] = {}
    for word, count in [*((word, 5) for word in more), *heard.items()]:
        spelled = spelling(word)
        if len(spelled) > 3 and spelled.isalpha():
            shown, before = counted.get(spelled, (word, 0))
            counted[spelled] = (shown, before + min(count, 50))
    return ((spelled, shown, count) for spelled, (shown, count) in counted.items())


def _state(folder: Path) -> dict[str, str] | None:
    """What the index holds; None where it cannot be told or is not whole."""
    try:
        kept = json.loads((folder / STATE).read_text())
        known: dict[str, str] = kept["rows"]
        is_whole = kept["format"] == FORMAT and index.OpenIndex(folder).searcher.num_docs == kept["documents"]
    except (OSError, ValueError, KeyError, TypeError, AttributeError, index.BrokenIndexError):
        return None
    return known if is_whole else None


def _keep_state(folder: Path, rows: Mapping[int, _Row]) -> None:
    documents = sum(row.documents for row in rows.values())
    told = {"format": FORMAT, "documents": documents, "rows": {pk: row.told() for pk, row in rows.items()}}
    _replace(folder / STATE, json.dumps(told))


def _replace(file: Path, content: str) -> None:
    draft = file.with_suffix(".new")
    draft.write_text(content)
    draft.replace(file)
