"""Every table stands behind both walls, or in the list below with its reason."""

import pytest
from django.apps import apps
from django.db import connection
from django_scopes.exceptions import ScopeError

INSTALLATION = {
    "tenants_tenant": "the tree of bodies itself: names and addresses, public",
    "tenants_hostname": "finds the tenant before any scope can be entered",
    "identity_account": "accounts belong to the installation: one sign-in for all bodies",
    "identity_externalidentity": "belongs to an account",
    "identity_signin": "belongs to an account: when, how and with what kind of device somebody signed in",
    "identity_organisation": "belongs to an account: organisations are applicants in all bodies",
    "identity_member": "who acts for an organisation, in all bodies",
    "identity_invitation": "belongs to an organisation; its code is a keyed hash",
    "identity_mailedlink": "links sent by e-mail begin or change accounts; what opens them is not stored",
    "account_emailaddress": "django-allauth's, unused: the verified address is the account's",
    "account_emailconfirmation": "django-allauth's, unused",
    "mfa_authenticator": "second factors of an account, secrets sealed",
    "forms_municipality": "the municipalities of Germany, an official list",
    "forms_postcodeplace": "which postcode belongs to which place, a public list",
    "kernel_anchor": "hashes over all bodies' chains together",
    "upkeep_backup": "when backups were made, and how large",
    "upkeep_alarmmailed": "which alarm was mailed on which day",
    "kernel_attempt": "keyed hashes of guessers and their counts, no personal data",
    "kernel_jobfailure": "kind and place of an error, never its message",
    "demo_filled": "which state of the source has filled the demo",
    "demo_postedmail": "the demo's post office; production has none",
    "django_session": "sessions belong to the installation, as accounts do",
    "django_content_type": "names of models",
    "django_migrations": "names of migrations",
    "auth_permission": "Django's, unused",
    "auth_group": "Django's, unused",
    "auth_group_permissions": "Django's, unused",
    "procrastinate_jobs": "ids and tenant of waiting work; each job enters its tenant's scope",
    "procrastinate_events": "what happened to a job",
    "procrastinate_periodic_defers": "which periodic jobs were deferred",
    "procrastinate_workers": "heartbeats of workers",
}
OWNED = [model for model in apps.get_models() if any(f.column == "tenant_id" for f in model._meta.concrete_fields)]


def ask(question: str) -> set[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(question)
        return set(cursor.fetchall())


def test_every_table_is_behind_the_wall_or_in_the_list(db):
    tables = ask(
        "SELECT relname, relrowsecurity AND relforcerowsecurity FROM pg_class "
        "WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace"
    )
    assert {name for name, is_walled in tables if not is_walled} == set(INSTALLATION)


def test_every_tenant_owned_table_forces_row_level_security(db):
    walled = ask("SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity")
    assert {(model._meta.db_table,) for model in OWNED} == walled


def test_policies_let_write_own_rows_only_and_read_at_most_ancestors(db):
    own = "(tenant_id = (NULLIF(current_setting('drehscheibe.tenant'::text, true), ''::text))::bigint)"
    writing = ask(
        "SELECT tablename, policyname, cmd, permissive, qual, with_check FROM pg_policies WHERE cmd <> 'SELECT'"
    )
    assert writing == {(model._meta.db_table, "own", "ALL", "PERMISSIVE", own, own) for model in OWNED}
    reading = ask(
        "SELECT DISTINCT policyname, qual LIKE '(tenant_id = ANY (%drehscheibe.readable%', "
        "qual LIKE '(account_id = ANY (%drehscheibe.holders%' FROM pg_policies WHERE cmd = 'SELECT'"
    )
    assert reading == {("readable", True, False), ("held", False, True)}


def test_what_an_account_holds_is_read_across_tenants_in_three_tables(db):
    held = ask("SELECT tablename FROM pg_policies WHERE policyname = 'held'")
    assert held == {("applications_draft",), ("applications_application",), ("mailbox_reading",)}


def test_application_role_cannot_pass_the_wall(db):
    role = ask("SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb FROM pg_roles WHERE rolname = current_user")
    assert role == {(False, False, False, False)}
    assert ask("SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tableowner = current_user") == set()


@pytest.mark.parametrize("model", OWNED, ids=lambda model: model._meta.label)
def test_manager_refuses_without_a_scope(db, model):
    for manager in (model._default_manager, model.objects, getattr(model, "held", model.objects)):
        with pytest.raises(ScopeError):
            manager.count()


@pytest.mark.parametrize("model", OWNED, ids=lambda model: model._meta.label)
def test_tenant_is_never_missing(model):
    (field,) = [field for field in model._meta.concrete_fields if field.column == "tenant_id"]
    assert not field.null
