import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from drehscheibe.kernel.migrating import CreateModels
from drehscheibe.kernel.scope import HolderMayRead, RowLevelSecurity

TABLES = [
    migrations.CreateModel(
        name="Message",
        fields=[
            ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
            (
                "kind",
                models.CharField(
                    choices=[
                        ("receipt", "Receipt"),
                        ("question", "Question"),
                        ("answer", "Answer"),
                        ("decision", "Decision"),
                        ("information", "Information"),
                        ("note", "Note"),
                        ("withdrawal", "Withdrawal"),
                        ("request", "Request"),
                        ("call", "Call"),
                    ],
                    max_length=20,
                ),
            ),
            ("sender", models.JSONField(default=dict)),
            ("sealed", models.BinaryField()),
            ("at", models.DateTimeField()),
            (
                "key",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="messages", to="kernel.casekey"
                ),
            ),
            (
                "tenant",
                models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="tenants.tenant"),
            ),
        ],
        options={"ordering": ["at", "pk"]},
    ),
    migrations.CreateModel(
        name="Reading",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("at", models.DateTimeField()),
            (
                "account",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
            (
                "key",
                models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="kernel.casekey"),
            ),
            (
                "message",
                models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="mailbox.message"),
            ),
            (
                "tenant",
                models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="tenants.tenant"),
            ),
        ],
        options={
            "constraints": [models.UniqueConstraint(fields=("message", "account"), name="one_reading_per_message")]
        },
    ),
]


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ("mailbox", "0001_initial"),
        ("mailbox", "0002_walls"),
        ("mailbox", "0003_readings"),
        ("mailbox", "0004_kinds"),
    ]

    dependencies = [
        ("kernel", "0001_squashed_0004_anchor"),
        ("tenants", "0001_squashed_0003_administration"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateModels(TABLES),
        RowLevelSecurity("mailbox_message"),
        RowLevelSecurity("mailbox_reading"),
        HolderMayRead("mailbox_reading"),
    ]
