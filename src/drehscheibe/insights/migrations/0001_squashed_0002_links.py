import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

from drehscheibe.kernel.migrating import CreateModels
from drehscheibe.kernel.scope import RowLevelSecurity

TABLES = [
    migrations.CreateModel(
        name="Link",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("address", models.CharField(max_length=500)),
            ("checked", models.DateTimeField(null=True)),
            ("problem", models.CharField(blank=True, max_length=20)),
            ("since", models.DateField(null=True)),
            (
                "service",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="+", to="catalogue.service"
                ),
            ),
            (
                "tenant",
                models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="tenants.tenant"),
            ),
        ],
        options={"constraints": [models.UniqueConstraint(fields=("service", "address"), name="one_link_per_address")]},
    ),
    migrations.CreateModel(
        name="Progress",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("day", models.DateField()),
            ("model", models.CharField(max_length=10)),
            ("levels", django.contrib.postgres.fields.ArrayField(base_field=models.PositiveIntegerField(), size=None)),
            ("listed", models.PositiveIntegerField()),
            ("online", models.PositiveIntegerField()),
            (
                "tenant",
                models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="tenants.tenant"),
            ),
        ],
        options={
            "constraints": [models.UniqueConstraint(fields=("tenant", "model", "day"), name="one_progress_per_day")]
        },
    ),
]


class Migration(migrations.Migration):
    initial = True
    replaces = [("insights", "0001_initial"), ("insights", "0002_links")]

    dependencies = [
        ("catalogue", "0001_squashed_0007_deadline_and_rules"),
        ("tenants", "0001_squashed_0003_administration"),
    ]

    operations = [CreateModels(TABLES), RowLevelSecurity("insights_progress"), RowLevelSecurity("insights_link")]
