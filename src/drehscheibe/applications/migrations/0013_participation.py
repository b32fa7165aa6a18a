import uuid

import django.db.models.deletion
from django.db import migrations, models

from drehscheibe.kernel.scope import RowLevelSecurity


class Migration(migrations.Migration):
    dependencies = [
        ("applications", "0012_retention"),
        ("kernel", "0004_anchor"),
        ("tenants", "0003_administration"),
    ]
    operations = [
        migrations.CreateModel(
            name="Participation",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("role", models.CharField(max_length=60)),
                ("person", models.BinaryField()),
                ("answers", models.BinaryField(default=b"")),
                ("language", models.CharField(default="de", max_length=10)),
                ("invited", models.DateTimeField()),
                ("mailed", models.DateTimeField(null=True)),
                ("mails", models.PositiveSmallIntegerField(default=0)),
                ("begun", models.DateTimeField(null=True)),
                ("changed", models.DateTimeField(null=True)),
                ("signed", models.DateTimeField(null=True)),
                ("digest", models.CharField(blank=True, max_length=64)),
                ("signature", models.BinaryField(default=b"")),
                (
                    "key",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="kernel.casekey"
                    ),
                ),
                (
                    "tenant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="tenants.tenant"
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            "participation", models.UniqueConstraint(fields=["key", "role"], name="one_person_per_part")
        ),
        RowLevelSecurity("applications_participation"),
    ]
