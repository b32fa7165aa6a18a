import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from drehscheibe.kernel.scope import HolderMayRead, RowLevelSecurity

LAST_NEWS = """
UPDATE applications_application a SET
    changed = greatest(a.submitted, (SELECT max(m.at) FROM mailbox_message m WHERE m.key_id = a.key_id)),
    office_message_id = (
        SELECT m.id FROM mailbox_message m WHERE m.key_id = a.key_id AND m.kind IN ('question', 'decision')
        ORDER BY m.at DESC, m.id DESC LIMIT 1
    ),
    applicant_message_id = (
        SELECT m.id FROM mailbox_message m WHERE m.key_id = a.key_id AND m.kind = 'answer'
        ORDER BY m.at DESC, m.id DESC LIMIT 1
    )
"""


class Migration(migrations.Migration):
    dependencies = [
        ("applications", "0003_claimed"),
        ("mailbox", "0003_readings"),
        ("tenants", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.AddField("application", "changed", models.DateTimeField(null=True)),
        *(
            migrations.AddField(
                "application",
                name,
                models.ForeignKey(
                    db_index=False,
                    null=True,
                    on_delete=django.db.models.deletion.SET_NULL,
                    related_name="+",
                    to="mailbox.message",
                ),
            )
            for name in ("office_message", "applicant_message")
        ),
        migrations.RunSQL(LAST_NEWS, migrations.RunSQL.noop),
        migrations.AlterField("application", "changed", models.DateTimeField()),
        migrations.AlterField(
            "application",
            "status",
            models.CharField(
                choices=[
                    ("received", "Received"),
                    ("in_progress", "In Progress"),
                    ("question_open", "Question Open"),
                    ("decided", "Decided"),
                    ("withdrawn", "Withdrawn"),
                ],
                default="received",
                max_length=20,
            ),
        ),
        migrations.AlterField(
            "application",
            "account",
            models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddIndex(
            "application",
            models.Index(
                fields=["account", "-changed"], name="mailbox_order", condition=models.Q(account__isnull=False)
            ),
        ),
        migrations.CreateModel(
            name="Withdrawal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                (
                    "application",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="withdrawal",
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
                    "message",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="mailbox.message"
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
        RowLevelSecurity("applications_withdrawal"),
        HolderMayRead("applications_draft"),
        HolderMayRead("applications_application"),
    ]
