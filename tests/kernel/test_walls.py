"""Trying to cross the walls between tenants: by raw SQL as the application role, by a job, by a forged id."""

import json
import uuid
from collections.abc import Iterable

import pytest
from django.apps import apps
from django.db import ProgrammingError, connection, transaction
from procrastinate.jobs import Job

from drehscheibe.applications import acts, delivery, office, retention
from drehscheibe.applications.models import Erasure, Status
from drehscheibe.applications.participation import Participation
from drehscheibe.applications.queries import application as find_application
from drehscheibe.applications.queries import application_by_reference
from drehscheibe.applications.queries import draft as find_draft
from drehscheibe.catalogue.models import (
    FruitlessSearch,
    LocalAddition,
    Service,
    ServiceComment,
    ServiceDraft,
    ServiceVersion,
    Synonym,
)
from drehscheibe.demo import content
from drehscheibe.forms.models import CodeListVersion, Trial, WorkingCopy
from drehscheibe.forms.operations import publish
from drehscheibe.identity.models import Absence
from drehscheibe.insights.models import Link, Progress
from drehscheibe.kernel import waiting
from drehscheibe.kernel.jobs import JobFailedError
from drehscheibe.kernel.models import StoredFile
from drehscheibe.mailbox.models import Message
from drehscheibe.tenants.arms import set_arms
from drehscheibe.upkeep import balance
from tests.cases import pending_jobs, run_job
from tests.cast import account
from tests.pictures import png

SHARED = {
    "tenants_department",
    "tenants_page",
    "forms_form",
    "forms_formversion",
    "forms_codelistversion",
    "catalogue_service",
    "catalogue_synonym",
    "catalogue_onlineservice",
}
TABLES = sorted(
    model._meta.db_table
    for model in apps.get_models()
    if any(field.column == "tenant_id" for field in model._meta.concrete_fields)
)
NO_RIGHT, WALL = REFUSALS = ("permission denied", "row-level security")
UNCHANGEABLE = dict.fromkeys(
    ("kernel_auditevent", "forms_formversion", "forms_codelistversion", "catalogue_serviceversion"), NO_RIGHT
)


def sql(statement: str, *values: object) -> int:
    """Run a statement in a savepoint; returns how many rows it touched."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.rowcount


def touched(statement: str, *values: object, tables: Iterable[str] = TABLES) -> dict[str, int | str]:
    """The statement with each table: how many rows it touched, or the short reason why it was refused."""
    result: dict[str, int | str] = {}
    for table in tables:
        try:
            result[table] = sql(statement.format(table=table), *values)
        except ProgrammingError as refusal:
            result[table] = next(reason for reason in REFUSALS if reason in str(refusal))
    return result


def each(outcome: int | str, *, tables: Iterable[str] = TABLES, **exceptions: int | str) -> dict[str, int | str]:
    return dict.fromkeys(tables, outcome) | exceptions


@pytest.fixture
def victim(full_case, musterstadt, kreis, scope_of, now):
    """Musterstadt, with a row in every table that a tenant owns; its district has one of each shared kind, too."""
    with scope_of(musterstadt):
        publish(document=content.forms()[0], now=now)
        set_arms(content=png(), by="account 1", now=now)
        waiting.draw(now)
        balance.drawn(now).save()
        Erasure.objects.create(
            tenant=musterstadt, application_id=uuid.uuid4(), submitted=now, status=Status.DECIDED, at=now
        )
        _office_rows(full_case, musterstadt, now)
        _acts(full_case, musterstadt, now)
        _keeping(full_case, musterstadt, now)
        FruitlessSearch.objects.create(tenant=musterstadt, digest=b"digest", last=now.date())
        edited = {
            "tenant": musterstadt,
            "service": Service.objects.filter(tenant=musterstadt)
            .exclude(pk__in=ServiceDraft.objects.values("service"))
            .first(),
        }
        ServiceDraft.objects.create(**edited, document={}, edited_by="account 1", edited=now)
        ServiceVersion.objects.create(**edited, number=1, document={}, published_by="account 1", published=now)
        ServiceComment.objects.create(**edited, text="Why?", by="account 1", at=now)
        LocalAddition.objects.create(**edited)
        WorkingCopy.objects.create(tenant=musterstadt, slug="own", document={}, edited_by="account 1", edited=now)
        Trial.objects.create(tenant=musterstadt, slug="own", name="One", raw={}, today=now.date(), expected={})
    for town in (musterstadt, kreis):
        with scope_of(town):
            Synonym.objects.create(tenant=town, word="wuffi", meant=["hund"])
            CodeListVersion.objects.create(tenant=town, uri="urn:breeds", digest="1", content={}, stored=now)
    return musterstadt


def _office_rows(case, town, now):
    """What the office keeps beside a case."""
    clerk, other = account("sachbearbeitung@musterstadt"), account("buergerbuero@musterstadt")
    own, day = {"tenant": town}, now.date()
    about = {**own, "application": case}
    Absence.objects.create(**own, account=clerk, deputy=other, first=day, last=day)
    office.SavedView.objects.create(**own, account=clerk, name="Alle", query="status=alle")
    office.Viewing.objects.create(**about, account=other, purpose="inquiry", at=now)
    office.Handover.objects.create(**about, source=case.department, target=case.department, by=clerk, at=now)
    office.InternalNote.objects.create(**about, by=clerk, at=now, sealed=b"")
    office.CaseLink.objects.create(**own, first=case, second=case, by=clerk, at=now)
    office.Snippet.objects.create(**own, department=case.department, name="Gruß", text="Guten Tag")
    office.Figures.objects.create(
        **own, online_service=case.online_service, department=case.department, received=1, decided=1, asked=0, at=now
    )
    office.ListExport.objects.create(
        **own, id=uuid.uuid4(), account=clerk, key=case.key, media_type="text/csv", created=now, expires=now
    )


def _keeping(case, town, now):
    """How long a case is kept, why it must not be touched, and who answers a part of it."""
    own = {"tenant": town}
    retention.RetentionRule.objects.create(**own, online_service=case.online_service)
    retention.PlannedErasure.objects.create(**own, application=case, at=now, noticed=now)
    retention.Restriction.objects.create(
        **own, application=case, ground="legal_hold", sealed=b"", by=account("leitstelle@musterstadt"), at=now
    )
    Participation.objects.create(**own, key=case.key, role="designer", person=b"", invited=now)


def _acts(case, town, now):
    """What the office has done to a case beyond asking and deciding, and what it prints."""
    clerk = account("sachbearbeitung@musterstadt")
    own, day = {"tenant": town}, now.date()
    about = {**own, "application": case}
    done = {**about, "by": clerk, "at": now}
    message = Message.objects.filter(tenant=town).first()
    request = acts.DocumentRequest.objects.create(**done, message=message, reply_by=day)
    acts.RequestedItem.objects.create(**own, request=request, position=1, sealed=b"")
    acts.Opinion.objects.create(**done, department=case.department, due=day, sealed=b"")
    document = case.decision.document
    acts.Correction.objects.create(**done, outcome="rejected", document=document, decided=now, message=message)
    acts.Todo.objects.create(**about, kind=acts.TodoKind.DUE_NEAR, at=now)
    delivery.PrintRun.objects.create(**own, by=clerk, at=now)
    delivery.LetterTemplate.objects.create(
        **own, slug="own", name="One", online_service="hundesteuer-anmelden", draft={}, changed=now
    )
    service = case.online_service.service
    Link.objects.create(**own, service=service, address="https://stadt.example/")
    Progress.objects.create(**own, day=day, model="0", levels=[1], listed=1, online=1)


def test_every_table_has_a_row_to_steal(victim, scope_of):
    with scope_of(victim):
        assert 0 not in touched("SELECT 1 FROM {table} WHERE tenant_id = %s", victim.pk).values()


def test_nobody_reads_another_tenants_rows(victim, auenfeld, scope_of):
    with scope_of(auenfeld):
        assert touched("SELECT 1 FROM {table} WHERE tenant_id = %s", victim.pk) == each(0)


def test_without_a_scope_nobody_reads_anything(victim):
    assert touched("SELECT 1 FROM {table}") == each(0)


def test_nobody_changes_another_tenants_rows(victim, auenfeld, scope_of):
    with scope_of(auenfeld):
        found = touched("UPDATE {table} SET tenant_id = tenant_id WHERE tenant_id = %s", victim.pk)
    assert found == each(0, **UNCHANGEABLE)


def test_nobody_deletes_another_tenants_rows(victim, auenfeld, scope_of):
    with scope_of(auenfeld):
        found = touched("DELETE FROM {table} WHERE tenant_id = %s", victim.pk)
    assert found == each(0, kernel_auditevent=NO_RIGHT)


def test_nobody_writes_in_another_tenants_name(victim, auenfeld, scope_of):
    forged = "INSERT INTO {table} SELECT (jsonb_populate_record(own, %s)).* FROM {table} own LIMIT 1"
    with scope_of(victim):
        assert touched(forged, json.dumps({"tenant_id": auenfeld.pk})) == each(WALL)


def test_nobody_gives_own_rows_away(victim, auenfeld, scope_of):
    with scope_of(victim):
        found = touched("UPDATE {table} SET tenant_id = %s WHERE tenant_id = %s", auenfeld.pk, victim.pk)
    assert found == each(WALL, **UNCHANGEABLE)


def test_town_reads_its_districts_shared_rows_and_changes_none(victim, kreis, scope_of):
    with scope_of(victim):
        read = touched("SELECT 1 FROM {table} WHERE tenant_id = %s", kreis.pk)
        changed = touched("UPDATE {table} SET tenant_id = tenant_id WHERE tenant_id = %s", kreis.pk, tables=SHARED)
        deleted = touched("DELETE FROM {table} WHERE tenant_id = %s", kreis.pk, tables=SHARED)
    assert {table for table, rows in read.items() if rows} == SHARED
    assert changed == each(0, tables=SHARED, forms_formversion=NO_RIGHT, forms_codelistversion=NO_RIGHT)
    assert deleted == each(0, tables=SHARED)


@pytest.mark.parametrize(
    "statement",
    [
        "TRUNCATE kernel_auditevent",
        "ALTER TABLE applications_application DISABLE ROW LEVEL SECURITY",
        "ALTER TABLE applications_application NO FORCE ROW LEVEL SECURITY",
        "ALTER TABLE kernel_auditevent DISABLE TRIGGER append_only",
        "DROP POLICY own ON applications_application",
        "CREATE POLICY open ON applications_application USING (true)",
        "UPDATE kernel_auditevent SET verb = verb",
        "DELETE FROM kernel_auditevent",
        "UPDATE forms_formversion SET number = number",
        "DELETE FROM django_migrations",
        "SET session_replication_role = replica",
        "COPY applications_application TO '/tmp/stolen'",
    ],
)
def test_application_role_cannot_take_the_wall_down(db, statement):
    with pytest.raises(ProgrammingError, match=r"must be (owner|superuser)|permission denied"):
        sql(statement)


def test_switching_row_security_off_shows_an_error_and_no_rows(db):
    sql("SET LOCAL row_security = off")
    with pytest.raises(ProgrammingError, match="row-level security"):
        sql("SELECT 1 FROM applications_application")


def test_job_of_one_tenant_cannot_touch_anothers_application(application, musterstadt, auenfeld, stopped_clock):
    application("hundesteuer-anmelden", musterstadt)
    (job,) = pending_jobs()
    forged = job.task_kwargs | {"tenant_id": auenfeld.pk, "readable": [auenfeld.pk, musterstadt.pk]}
    with pytest.raises(JobFailedError, match="LookupError"):
        run_job(Job(id=1, queue="default", lock=None, queueing_lock=None, task_name=job.task_name, task_kwargs=forged))


def test_forged_ids_find_nothing_in_another_tenant(full_case, draft, auenfeld, musterstadt, scope_of):
    begun = draft("mitteilung", musterstadt)
    with scope_of(musterstadt):
        file = StoredFile.objects.first()
        assert find_application(full_case.pk) == full_case
        assert find_draft(begun.pk, "mitteilung") == begun
    with scope_of(auenfeld):
        assert find_application(full_case.pk) is None
        assert application_by_reference(full_case.reference) is None
        assert find_draft(begun.pk, "mitteilung") is None
        assert not StoredFile.objects.filter(pk=file.pk).exists()
