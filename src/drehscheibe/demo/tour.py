"""The tour of five stops: where each leads, and how far somebody is, told by what really happened.

It runs on localhost and its ports, because cookies know no port but do not travel between localhost and *.localhost.
The cookie holds when the tour began and which pages were looked at; all else is read from the case itself.
"""

import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.db import DatabaseError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from drehscheibe.applications.models import Application, Status
from drehscheibe.demo.content import district
from drehscheibe.kernel import audit
from drehscheibe.tenants.operations import work_as
from drehscheibe.tenants.queries import directory

COOKIE = "rundgang"
HOSTS = ("localhost", "127.0.0.1")
TOWN, SERVICE = "musterstadt", "hundesteuer-anmelden"
_COOKIE = re.compile(r"([0-9]{9,11})-([1-5]*)")


@dataclass(frozen=True)
class Stop:
    """`place`: which portal (1 is the first town); `here`: pages on which `task` says what to do."""

    number: int
    title: str
    task: str
    person: str
    place: int
    here: tuple[str, ...]


STOPS = (
    Stop(
        1,
        gettext_noop("Suchen und beantragen"),
        gettext_noop("Suchen Sie „Hund“, öffnen Sie „Hundesteuer anmelden“ und senden Sie den Antrag ab."),
        "buergerin",
        1,
        ("/suche/", "/leistungen/", "/antrag/"),
    ),
    Stop(
        2,
        gettext_noop("Der Eingang im Rathaus"),
        gettext_noop("Jetzt arbeiten Sie im Steueramt. Ihr Antrag liegt oben im Eingang. Öffnen Sie ihn."),
        "sachbearbeitung",
        1,
        ("/amt/eingang/",),
    ),
    Stop(
        3,
        gettext_noop("Entscheiden"),
        gettext_noop("Übernehmen Sie den Vorgang, wählen Sie eine Entscheidung und erteilen Sie den Bescheid."),
        "sachbearbeitung",
        1,
        ("/amt/vorgaenge/",),
    ),
    Stop(
        4,
        gettext_noop("Der Postkorb"),
        gettext_noop(
            "Jetzt sind Sie wieder die Bürgerin. Lesen Sie Ihren Bescheid, und sehen Sie, wer den Antrag geöffnet hat."
        ),
        "buergerin",
        1,
        ("/postkorb/", "/vorgang/"),
    ),
    Stop(
        5,
        gettext_noop("Die Nachbarstadt"),
        gettext_noop("Dieselbe Leistung, dasselbe Formular, eine andere Steuer. Vergleichen Sie."),
        "buergerin",
        2,
        ("/leistungen/", "/antrag/"),
    ),
)


@dataclass(frozen=True)
class Progress:
    """How far somebody is: their dog tax application since the tour began, and the stops that are done."""

    began: datetime
    looked_at: frozenset[int]
    case: Application | None
    done: frozenset[int]

    @property
    def next(self) -> Stop | None:
        """The first stop that is not done; None at the end."""
        return next((stop for stop in STOPS if stop.number not in self.done), None)


def begin(now: datetime) -> str:
    """The cookie of a tour that begins now."""
    return f"{int(now.timestamp())}-"


def look_at(cookie: str, number: int, now: datetime) -> str:
    """The cookie after the visit of a stop."""
    match = _COOKIE.fullmatch(cookie) or _COOKIE.fullmatch(begin(now))
    return f"{match[1]}-{''.join(sorted({*match[2], str(number)}))}" if match else begin(now)


def progress(cookie: str, browser: bytes | None) -> Progress | None:
    """How far the browser with this cookie and key is; None outside of a tour."""
    match = _COOKIE.fullmatch(cookie)
    if match is None:
        return None
    began = datetime.fromtimestamp(int(match[1]), UTC)
    looked_at = frozenset(int(number) for number in match[2])
    case = _latest(browser, began) if browser else None
    done = {5} & looked_at
    if case:
        done |= {1}
        done |= {2} if _was_opened(case) else set()
        done |= {3} | ({4} & looked_at) if case.status == Status.DECIDED else set()
    return Progress(began, looked_at, case, frozenset(done))


def _latest(browser: bytes, began: datetime) -> Application | None:
    town = directory().by_slug(TOWN)
    if town is None:
        return None
    with work_as(town):
        sent = Application.objects.filter(browser=browser, online_service__slug=SERVICE, submitted__gte=began)
        return sent.order_by("-submitted").first()


def _was_opened(case: Application) -> bool:
    town = directory().tenants[case.tenant_id]
    with work_as(town):
        return any(event.verb == "opened" for event in audit.history(case.pk))


def path_of(stop: Stop, case: Application | None) -> str:
    """The page that a stop is about."""
    return {
        1: "/suche/?q=hund",
        2: "/amt/eingang/",
        3: f"/amt/vorgaenge/{case.reference}/" if case else "/amt/eingang/",
        4: "/postkorb/",
        5: f"/leistungen/{SERVICE}/",
    }[stop.number]


def origin(host: str, place: int) -> str:
    """Where the portal at this place answers, under the name by which the visitor came."""
    name = host.partition(":")[0]
    return f"http://{name if name in HOSTS else 'localhost'}:{settings.DEMO_PORT + place}"


def button(stop: Stop, host: str) -> dict[str, Any]:
    """The form of one button that signs in as the stop's person and goes there."""
    return {
        "action": f"{origin(host, stop.place)}/anmelden/demo/",
        "hidden": {"person": stop.person, "weiter": f"/demo/stopp/{stop.number}/"},
    }


def bar(request: Any) -> dict[str, Any] | None:
    """What the strip above every page says while a tour is under way, else None."""
    cookie = request.COOKIES.get(COOKIE, "")
    host = request.META.get("HTTP_HOST", "")
    if not cookie or host.partition(":")[0] not in HOSTS or request.path == "/demo/":
        return None
    with suppress(DatabaseError):  # an error page in a broken transaction does without
        found = progress(cookie, getattr(request, "browser", None))
        return _bar(request, found, host) if found else None
    return None


def _bar(request: Any, found: Progress, host: str) -> dict[str, Any]:
    stop, overview = found.next, f"{origin(host, 0)}/demo/"
    if stop is None:
        return {"title": _("Rundgang geschafft"), "overview": overview}
    is_here = _is_about(request, stop)
    mailbox = STOPS[3]  # done by being looked at, so what there is to see is still said on it
    told = mailbox if stop.number > mailbox.number and _is_about(request, mailbox) else stop
    return {
        "title": _("Rundgang, Stopp {number} von 5: {title}").format(number=told.number, title=_(told.title)),
        "task": _(told.task) if _is_about(request, told) else "",
        "button": None if is_here else button(stop, host),
        "label": _("Weiter mit Stopp {number}").format(number=stop.number),
        "ready": is_here and stop.number == 1 and _can_be_filled(request.path),
        "overview": overview,
    }


def _is_about(request: Any, stop: Stop) -> bool:
    is_there = district()["tenants"][stop.place]["slug"] == request.portal.slug
    return bool(is_there and request.path.startswith(stop.here))


def _can_be_filled(path: str) -> bool:
    return path.startswith(f"/antrag/{SERVICE}/") and not path.endswith("/pruefen/")
