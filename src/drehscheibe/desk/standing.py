"""What a page about a case says of acts and deadlines, and what it tells a clerk who was overtaken."""

from typing import Any

from django.db.models import QuerySet, TextField, Value
from django.db.models.functions import Cast
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from drehscheibe.applications import history, instants
from drehscheibe.applications.acts import Opinion, Todo, TodoKind
from drehscheibe.applications.delivery import Announcement
from drehscheibe.applications.lettering import templates_for
from drehscheibe.applications.models import Application
from drehscheibe.applications.operations.consulting import words
from drehscheibe.applications.operations.requesting import items_of, open_request
from drehscheibe.applications.queries import visible_to
from drehscheibe.identity.models import Role
from drehscheibe.identity.queries import Standing

MOST_OVERDUE = 50

TODOS = {
    TodoKind.REPLY_OVER: gettext_noop("Die Frist für die Unterlagen ist vorbei. Entscheiden Sie, wie es weitergeht."),
    TodoKind.DUE_NEAR: gettext_noop("Die eigene Frist läuft bald ab."),
    TodoKind.DUE_OVER: gettext_noop("Die eigene Frist ist abgelaufen. Die Leitung sieht das auch."),
    TodoKind.OPINION_OVER: gettext_noop("Eine Stellungnahme ist überfällig. Fragen Sie bitte nach."),
    TodoKind.OPINION_GIVEN: gettext_noop("Eine Stellungnahme ist da."),
    TodoKind.NOT_RETRIEVED: gettext_noop("Der Bescheid wurde nicht abgerufen. Er wartet als Brief auf den Druck."),
    TodoKind.NOT_NOTIFIED: gettext_noop(
        "Der Bescheid ist nicht zugestellt: Die E-Mail-Adresse gibt es nicht. Er wartet jetzt als Brief auf den Druck."
    ),
    TodoKind.UNDELIVERABLE: gettext_noop("Für den Brief fehlt eine Anschrift. Tragen Sie sie bitte beim Druck ein."),
}


def acts(application: Application) -> dict[str, Any]:
    """What is open in a case, for its page: tasks, request, opinions, announcements, templates; and its `stand`.

    A page asks only for what there can be.
    """
    request = open_request(application) if application.missing else None
    announced = Announcement.objects.filter(application=application).select_related("letter__run")
    found: dict[str, list[tuple[str, str]]] = {"todo": [], "opinion": [], "template": []}
    for what, key, word in _at_hand(application):
        found[what].append((key, word))
    return {
        "stand": application.mark,
        "todos": [(key, _(TODOS[TodoKind(kind)])) for key, kind in found["todo"]],
        "request_items": items_of(request, application) if request else [],
        "opinions": [(opinion, words(opinion)) for opinion in _opinions(application)] if found["opinion"] else [],
        "announcements": [] if application.is_open else list(announced),
        "templates": [{"slug": slug, "name": name} for slug, name in found["template"]] if application.is_open else [],
    }


def overdue(standing: Standing) -> list[Todo]:
    """The cases whose deadline has passed, for whoever leads their departments; nobody else is told which they are."""
    if Role.LEAD not in standing.roles:
        return []
    cases = visible_to(standing).order_by().values("pk")
    rows = Todo.objects.filter(is_for_lead=True, done=None, application__in=cases)
    return list(rows.select_related("application__department", "application__assignee").order_by("at")[:MOST_OVERDUE])


def _at_hand(application: Application) -> list[tuple[str, str, str]]:
    """Tasks, opinions and templates of the case in one statement: what it is, its key, and its kind or name."""

    def told(rows: "QuerySet[Any]", what: str, key: str, word: str) -> "QuerySet[Any]":
        named = {"what": Value(what, TextField()), "key": Cast(key, TextField()), "word": Cast(word, TextField())}
        found: QuerySet[Any] = rows.annotate(**named).values_list("what", "key", "word").order_by()
        return found

    todos = told(Todo.objects.filter(application=application, done=None), "todo", "pk", "kind")
    opinions = told(Opinion.objects.filter(application=application), "opinion", "pk", "department")
    templates = told(templates_for(application), "template", "slug", "name")
    return list(todos.union(opinions, templates, all=True).order_by("what", "word"))


def _opinions(application: Application) -> list[Opinion]:
    rows = list(Opinion.objects.filter(application=application).select_related("department").order_by("at"))
    for row in rows:
        row.application = application
    return rows


def overtaken(application: Application, seen: str, language: str) -> str:
    """What has happened since the page was shown that somebody chose on, as a sentence that says what to do."""
    try:
        since = instants.moment(int(seen))
    except (ValueError, OverflowError):
        since = application.submitted
    entries, _is_unbroken = history.told(application, language)
    done = [entry for entry in entries if entry.at > since and not entry.is_opening]
    told = "; ".join(
        f"{entry.sentence} ({entry.office})" if entry.office else entry.sentence for entry in done[:3][::-1]
    )
    return _(
        "Inzwischen ist hier etwas passiert: {told}. Deshalb wurde nichts geändert, und Ihr Text ist noch da. "
        "Lesen Sie bitte nach und entscheiden Sie dann neu."
    ).format(told=told or _("Der Vorgang hat sich geändert"))
