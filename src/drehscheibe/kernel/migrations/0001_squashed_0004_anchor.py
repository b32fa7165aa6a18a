import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

from drehscheibe.kernel.migrating import CreateModels
from drehscheibe.kernel.scope import RowLevelSecurity

APPEND_ONLY = """
CREATE FUNCTION kernel_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'audit events are never changed or deleted';
END $$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON kernel_auditevent
    FOR EACH ROW EXECUTE FUNCTION kernel_refuse_change();
"""
ANCHOR_TOO = """
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON kernel_anchor
    FOR EACH ROW EXECUTE FUNCTION kernel_refuse_change();
"""

TABLES = [
    migrations.CreateModel(
        name="Anchor",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("position", models.PositiveIntegerField(unique=True)),
            ("at", models.DateTimeField()),
            ("after", models.BigIntegerField()),
            ("upto", models.BigIntegerField()),
            ("heads", models.PositiveIntegerField()),
            ("digest", models.BinaryField(max_length=32)),
        ],
    ),
    migrations.CreateModel(
        name="CaseKey",
        fields=[
            ("id", models.UUIDField(primary_key=True, serialize=False)),
            ("tenant_id", models.BigIntegerField()),
            ("wrapped", models.BinaryField()),
        ],
    ),
    migrations.CreateModel(
        name="JobFailure",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("job_id", models.BigIntegerField(unique=True)),
            ("task", models.CharField(max_length=120)),
            ("reason", models.CharField(max_length=300)),
            (
                "readable",
                django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, size=None),
            ),
            ("at", models.DateTimeField()),
        ],
    ),
    migrations.CreateModel(
        name="TenantKey",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("tenant_id", models.BigIntegerField(unique=True)),
            ("key_name", models.CharField(max_length=40)),
            ("wrapped", models.BinaryField()),
        ],
    ),
    migrations.CreateModel(
        name="WaitingRoom",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("tenant_id", models.BigIntegerField(unique=True)),
            ("base", models.BigIntegerField(default=0)),
            ("since", models.DateTimeField()),
            ("last", models.BigIntegerField(default=0)),
        ],
    ),
    migrations.CreateModel(
        name="Attempt",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("subject", models.BinaryField(max_length=32)),
            ("window", models.BigIntegerField()),
            ("count", models.PositiveIntegerField(default=1)),
        ],
        options={"constraints": [models.UniqueConstraint(fields=("subject", "window"), name="one_counter_per_window")]},
    ),
    migrations.CreateModel(
        name="AuditEvent",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("tenant_id", models.BigIntegerField()),
            ("chain", models.UUIDField()),
            ("position", models.PositiveIntegerField()),
            ("at", models.DateTimeField()),
            ("actor", models.CharField(max_length=80)),
            ("verb", models.CharField(max_length=60)),
            ("facts", models.JSONField(default=dict)),
            ("digest", models.BinaryField(max_length=32)),
        ],
        options={
            "ordering": ["position"],
            "constraints": [models.UniqueConstraint(fields=("chain", "position"), name="one_event_per_position")],
        },
    ),
    migrations.CreateModel(
        name="StoredFile",
        fields=[
            ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
            ("tenant_id", models.BigIntegerField()),
            ("media_type", models.CharField(max_length=80)),
            ("size", models.PositiveIntegerField()),
            ("created", models.DateTimeField()),
            (
                "key",
                models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="kernel.casekey"),
            ),
        ],
    ),
]


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ("kernel", "0001_initial"),
        ("kernel", "0002_walls"),
        ("kernel", "0003_waitingroom"),
        ("kernel", "0004_anchor"),
    ]

    dependencies = []

    operations = [
        CreateModels(TABLES),
        RowLevelSecurity("kernel_tenantkey"),
        RowLevelSecurity("kernel_casekey"),
        RowLevelSecurity("kernel_auditevent"),
        RowLevelSecurity("kernel_storedfile"),
        RowLevelSecurity("kernel_waitingroom"),
        migrations.RunSQL(APPEND_ONLY, "DROP TRIGGER append_only ON kernel_auditevent"),
        migrations.RunSQL(ANCHOR_TOO, "DROP TRIGGER append_only ON kernel_anchor"),
    ]
