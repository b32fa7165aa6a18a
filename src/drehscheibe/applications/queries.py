"""Reads on drafts and applications: what a browser holds, what staff may see, what a case contains."""

import hmac
import json
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet

from drehscheibe.applications.models import Application, Decision, Draft, Status
from drehscheibe.catalogue.models import OnlineService
from drehscheibe.catalogue.online import offer_as_answered
from drehscheibe.identity.models import Account, Role
from drehscheibe.identity.queries import Standing, may_act_for
from drehscheibe.kernel import crypto, references, rows, scope
from drehscheibe.mailbox.queries import conversation
from drehscheibe.tenants.queries import directory

CASEWORKERS = frozenset({Role.CLERK.value, Role.LEAD.value})


@contextmanager
def responsible_body(tenant_id: int) -> Iterator[None]:
    """Work in the scope of the body that owns a case, whatever portal the request came to."""
    if scope.current().tenant_id == tenant_id:
        yield
        return
    with scope.enter(tenant_id, directory().readable(tenant_id)):
        yield


def draft(draft_id: uuid.UUID, slug: str, *, lock: bool = False) -> Draft | None:
    """A draft of the entered body. Says nothing about who may open it: see `holds`."""
    found = rows.find(Draft, "key", id=draft_id, tenant_id=scope.current().tenant_id, lock=lock)
    return found if found and _published(found).slug == slug else None


def draft_of(case_id: uuid.UUID, *, lock: bool = False) -> Draft | None:
    """The draft of this id in the entered body, whatever it is about. Says nothing about who may open it."""
    return rows.find(Draft, "key", id=case_id, tenant_id=scope.current().tenant_id, lock=lock)


def has_begun(draft_id: uuid.UUID) -> bool:
    """Whether this draft was started with the entered body, sent or not; who asks at the same time waits."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [str(draft_id)])
    return Draft.objects.filter(pk=draft_id).exists() or Application.objects.filter(pk=draft_id).exists()


def _published(case: Draft | Application) -> OnlineService:
    """The case's online service with service, department and body: kept in memory, so that no read has to join them."""
    return offer_as_answered(case.online_service_id, case.form_version_id).online_service


def drafts_of(slug: str, browser: bytes, account: Account | None, now: datetime) -> list[Draft]:
    """Running drafts that this browser or account started, the latest first."""
    running = Draft.objects.select_related("account").filter(online_service__slug=slug, expires__gt=now)
    held = running.filter(browser=browser, account=None)
    if account:
        held = held | running.filter(account=account)
    return list(held.order_by("-changed"))


def draft_by_code(slug: str, typed: str, now: datetime) -> Draft | None:
    """The draft that the typed access code opens."""
    code = references.code_digest(typed)
    return Draft.objects.filter(online_service__slug=slug, code=code, expires__gt=now).first()


def draft_anywhere(typed: str, now: datetime) -> Draft | None:
    """The draft of any body of the installation that the typed access code opens."""
    code = references.code_digest(typed)
    for tenant_id in directory().tenants:
        with responsible_body(tenant_id):
            found = Draft.objects.select_related("online_service").filter(code=code, expires__gt=now).first()
            if found:
                return found
    return None


def holds(case: Draft | Application, browser: bytes | None, account: Account | None) -> bool:
    """Whether the sending browser or the account opens this draft or application.

    What belongs to an account is opened by whoever acts for it: the browser would go on when the session has ended.
    """
    if account is not None and case.account_id is not None and may_act_for(account, case.account_id):
        return True
    return case.account_id is None and browser is not None and hmac.compare_digest(bytes(case.browser), browser)


def belongs_to_organisation(case: Draft | Application) -> bool:
    """Whether the holder of this draft or application is an organisation."""
    return case.account is not None and case.account.is_organisation


def opens(case: Draft | Application, typed: str) -> bool:
    """Whether the typed access code is the case's."""
    expected = references.code_digest(references.access_code(case.pk))
    return hmac.compare_digest(expected, references.code_digest(typed))


def application(application_id: uuid.UUID, *, lock: bool = False) -> Application | None:
    """An application of the entered body, for those whom it was submitted by; see `holds` and `opens`."""
    return _complete(_find(id=application_id, lock=lock))


def _find(**given: Any) -> Application | None:
    return rows.find(Application, "key", "account", tenant_id=scope.current().tenant_id, **given)


def application_by_reference(reference: str) -> Application | None:
    """Like `application`, by its reference; with its decision."""
    found = _complete(_find(reference=reference))
    if found:
        decision = None
        if found.status == Status.DECIDED:  # else there is none (`rules.status`): nothing to look up
            decision = Decision.objects.select_related("document").filter(application=found).first()
        Application._meta.get_field("decision").set_cached_value(found, decision)  # noqa: SLF001
    return found


def _complete(found: Application | None) -> Application | None:
    if found:
        found.online_service = _published(found)
        found.tenant = directory().tenants[found.tenant_id]
        if found.department_id == found.online_service.department_id:
            found.department = found.online_service.department
    return found


def body_of(reference: str) -> int | None:
    """The id of the tenant whose references begin like this one."""
    prefix = reference.split("-", 1)[0]
    return next((tenant.pk for tenant in directory().tenants.values() if tenant.prefix == prefix), None)


def visible_to(standing: Standing) -> "QuerySet[Application]":
    """The applications of the entered body that a member of staff may work on: those of their departments.

    Whoever stands in for a colleague also works on that colleague's cases, whatever department they are in.
    Cases whose processing is restricted are left out.
    """
    return _among(standing, Application.objects.filter(is_restricted=False))


def restricted_to(standing: Standing) -> "QuerySet[Application]":
    """Of the cases that `visible_to` leaves out because their processing is restricted, those of one's departments."""
    return _among(standing, Application.objects.filter(is_restricted=True))


def led_by(standing: Standing) -> "QuerySet[Application]":
    """All cases of the departments that somebody leads, restricted ones too."""
    departments = standing.departments(frozenset({Role.LEAD.value}))
    cases = Application.objects.select_related(*_WITH)
    return cases if departments is None else cases.filter(department__in=departments)


_WITH = ("key", "online_service__service", "department", "tenant", "assignee", "receipt", "decision__document")


def _among(standing: Standing, rows: "QuerySet[Application]") -> "QuerySet[Application]":
    """Of `rows` those of the departments that this person works for."""
    departments = standing.departments(CASEWORKERS)
    cases = rows.select_related(*_WITH)
    if departments is None:
        return cases
    own = Q(department__in=departments)
    return cases.filter(own | Q(assignee__in=standing.stands_in_for) if standing.stands_in_for else own)


def services_of(departments: frozenset[int] | None) -> list[tuple[str, dict[str, str]]]:
    """What cases of these departments (None: all of the entered body) can be about: slug and name, by name."""
    offered = OnlineService.objects.select_related("service").filter(tenant_id=scope.current().tenant_id)
    if departments is not None:
        offered = offered.filter(department__in=departments)
    return [(one.slug, one.name) for one in offered.only(*_NAMED).order_by("service__sort_key", "is_contact", "slug")]


_NAMED = ("slug", "is_contact", "service__slug", "service__name")


@dataclass(frozen=True)
class Declaration:
    """What was declared: `values` typed, `sections` as read before sending (per language), `contact` for notices.

    `people`: who else took part, with role, name, and when they signed what (`participants.told`).
    """

    values: dict[str, Any]
    sections: dict[str, list[dict[str, Any]]]
    contact: dict[str, str]
    files: list[dict[str, Any]]
    people: list[dict[str, Any]]


def declaration(found: Application) -> Declaration:
    """The sealed declaration in clear."""
    content = json.loads(crypto.cipher(found.key).open("declaration", found.sealed))
    people = [{**one, "signed": datetime.fromisoformat(one["signed"])} for one in content.get("people", ())]
    return Declaration(content["values"], content["sections"], content["contact"], content["files"], people)


def file_names(found: Application) -> dict[str, str]:
    """The names that people gave the files of a case, by the file's id."""
    attached = [file for message in conversation(found.key) for file in message.files]
    return {file["file"]: file["name"] for file in (*declaration(found).files, *attached)}
