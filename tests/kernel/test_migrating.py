"""Migrations say what the models say."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

pytestmark = pytest.mark.django_db


def test_no_change_of_a_model_is_without_its_migration():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_a_database_that_took_every_replaced_step_has_nothing_left_to_do():
    loader = MigrationLoader(connection)
    ours = {key: step for key, step in loader.disk_migrations.items() if step.__module__.startswith("drehscheibe.")}
    replaced = [old for step in ours.values() for old in step.replaces]
    with connection.cursor() as cursor:
        cursor.execute("SELECT app, name FROM django_migrations")
        recorded = set(cursor.fetchall())

    assert replaced
    assert {key for key, step in ours.items() if step.replaces} <= recorded
    assert set(replaced) <= recorded
