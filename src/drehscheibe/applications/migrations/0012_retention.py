import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from drehscheibe.kernel.scope import RowLevelSecurity

# As in 0011; restricted cases are not counted, as nobody finds them.
KIND = "applications_tally_kind(part.tenant_id, part.department_id, part.assignee_id, part.status, part.due)"
CHANGED = """
CREATE OR REPLACE FUNCTION applications_count_{name}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO applications_tally (tenant_id, department_id, assignee_id, status, due, change)
    SELECT kind.*, sum(part.change) FROM ({rows}) part, {kind} kind
    GROUP BY 1, 2, 3, 4, 5 HAVING sum(part.change) <> 0;
    RETURN NULL;
END $$;
"""
ROWS = """SELECT tenant_id, department_id, assignee_id, status, CASE WHEN paused IS NULL THEN due END AS due,
    {change} AS change FROM {table} WHERE NOT is_restricted"""
ADDED, GONE = ROWS.format(change=1, table="added"), ROWS.format(change=-1, table="gone")
COUNTED = {"sent": ADDED, "moved": f"{ADDED} UNION ALL {GONE}", "removed": GONE}


class Migration(migrations.Migration):
    dependencies = [
        ("applications", "0011_due_lists"),
        ("catalogue", "0007_deadline_and_rules"),
        ("tenants", "0003_administration"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.AddField("application", "is_restricted", models.BooleanField(default=False)),
        *(
            migrations.RunSQL(CHANGED.format(name=name, rows=rows, kind=KIND), migrations.RunSQL.noop)
            for name, rows in COUNTED.items()
        ),
        migrations.CreateModel(
            name="RetentionRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("withdrawn_days", models.PositiveIntegerField(null=True)),
                ("open_days", models.PositiveIntegerField(null=True)),
                ("is_offered", models.BooleanField(default=False)),
                (
                    "online_service",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="retention_rule",
                        to="catalogue.onlineservice",
                    ),
                ),
                (
                    "tenant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="tenants.tenant"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PlannedErasure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("noticed", models.DateTimeField()),
                (
                    "offer",
                    models.CharField(
                        choices=[("none", "None"), ("waiting", "Waiting"), ("taken", "Taken"), ("left", "Left")],
                        default="none",
                        max_length=10,
                    ),
                ),
                ("answered", models.DateTimeField(null=True)),
                ("exported", models.DateTimeField(null=True)),
                (
                    "application",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="planned_erasure",
                        to="applications.application",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "tenant",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tenants.tenant",
                    ),
                ),
            ],
            options={"indexes": [models.Index(fields=["tenant", "at"], name="planned_erasures")]},
        ),
        migrations.CreateModel(
            name="Restriction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "ground",
                    models.CharField(
                        choices=[
                            ("accuracy", "Accuracy"),
                            ("unlawful", "Unlawful"),
                            ("claims", "Claims"),
                            ("objection", "Objection"),
                            ("legal_hold", "Legal Hold"),
                        ],
                        max_length=12,
                    ),
                ),
                ("sealed", models.BinaryField()),
                ("until", models.DateField(null=True)),
                ("at", models.DateTimeField()),
                ("lifted", models.DateTimeField(null=True)),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="restrictions",
                        to="applications.application",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "tenant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="tenants.tenant"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("lifted", None)), fields=("application",), name="one_restriction_at_a_time"
                    )
                ]
            },
        ),
        RowLevelSecurity("applications_retentionrule"),
        RowLevelSecurity("applications_plannederasure"),
        RowLevelSecurity("applications_restriction"),
    ]
