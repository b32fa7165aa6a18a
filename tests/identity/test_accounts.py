"""Accounts come from confirmed identities and are never merged by what somebody typed."""

import pytest

from drehscheibe.identity.models import Account, Role, TrustLevel
from drehscheibe.identity.operations import appoint, sign_in
from drehscheibe.identity.providers import DemoProvider, Identity, NotConfirmedError
from drehscheibe.identity.queries import Standing, demo_persons, standing


def identity(subject: str, email: str | None = None) -> Identity:
    return Identity("demo", subject, "Erika Beispiel", TrustLevel.SUBSTANTIAL, email)


def test_same_identity_is_the_same_account(db, now):
    assert sign_in(identity=identity("erika"), now=now) == sign_in(identity=identity("erika"), now=now)


def test_equal_name_makes_no_equal_account(db, now):
    assert sign_in(identity=identity("erika"), now=now) != sign_in(identity=identity("erika@musterstadt"), now=now)


def test_account_has_no_password_and_names_itself_by_number(db, now):
    account = sign_in(identity=identity("erika"), now=now)
    assert not account.has_usable_password()
    assert str(account) == f"account {account.pk}"


def test_demo_provider_confirms_its_persons_alone(db):
    provider = DemoProvider(demo_persons("musterstadt"))
    assert provider.confirm({"person": "sachbearbeitung"}).subject == "sachbearbeitung@musterstadt"
    assert provider.confirm({"person": "buergerin"}).subject == "buergerin"
    for wrong in ({}, {"person": ""}, {"person": "sachbearbeitung@auenfeld"}, {"person": "niemand"}):
        with pytest.raises(NotConfirmedError):
            provider.confirm(wrong)


def test_standing_counts_in_the_entered_tenant_only(alice, musterstadt, auenfeld, scope_of):
    with scope_of(musterstadt):
        assert standing(alice).roles == {Role.CLERK}
    with scope_of(auenfeld):
        assert standing(alice) == Standing()
    assert standing(None) == Standing()


def test_role_without_a_department_counts_in_all_of_them():
    held = Standing(frozenset({("clerk", 7), ("clerk", 8), ("lead", None), ("editor", 9)}))
    assert held.departments(frozenset({"clerk"})) == {7, 8}
    assert held.departments(frozenset({"clerk", "lead"})) is None
    assert held.departments(frozenset({"auditor"})) == frozenset()


def test_appointing_twice_changes_nothing(charlie, musterstadt, scope_of):
    with scope_of(musterstadt):
        assert appoint(account=charlie, role=Role.EDITOR) == appoint(account=charlie, role=Role.EDITOR)
        assert standing(charlie).roles == {Role.EDITOR}
    assert Account.objects.filter(pk=charlie.pk).count() == 1
