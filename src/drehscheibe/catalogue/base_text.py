"""What a body above changed in the text of a service since the editors of this body last looked at it, part by part."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from drehscheibe.catalogue.differing import lines, paragraphs
from drehscheibe.catalogue.going_live import SEEN_PARTS, base_part
from drehscheibe.catalogue.models import LocalAddition, Service
from drehscheibe.catalogue.parts import BY_NAME, PAGES, Entry
from drehscheibe.kernel.revisions import Difference

_ENTRIES = {entry.path.removeprefix("texts."): entry for page in PAGES for entry in page.entries}


@dataclass(frozen=True)
class Changed:
    """A part that reads differently now. `addition`: what this body says there itself, if anything."""

    part: str
    title: str
    differences: list[Difference]
    addition: dict[str, object]


def differs(service: Service, addition: LocalAddition) -> bool:
    """Whether anything of the base reads differently from what was last looked at."""
    return any(addition.seen.get(part, {}) != base_part(service, part) for part in SEEN_PARTS)


def changed(service: Service) -> list[Changed]:
    """The parts that the body above has changed since; none where this body has added nothing."""
    addition = LocalAddition.objects.filter(service=service).first()
    if addition is None:
        return []
    found = []
    for part in SEEN_PARTS:
        before, now = addition.seen.get(part, {}), base_part(service, part)
        if before != now:
            found.append(Changed(part, _title(part), _different(part, before, now), addition.modules.get(part, {})))
    return found


def _title(part: str) -> str:
    return _(_entry(part).label)


def _entry(part: str) -> Entry:
    return _ENTRIES.get(part) or next(one for one in BY_NAME["name"].entries if one.path == part)


def _different(part: str, before: object, now: object) -> list[Difference]:
    entry = _entry(part)
    both = (("de", _("Deutsch")), ("en", _("Englisch")))
    return [
        one
        for code, language in both
        for one in paragraphs(_title(part), language, lines(entry, before, code), lines(entry, now, code))
    ]
