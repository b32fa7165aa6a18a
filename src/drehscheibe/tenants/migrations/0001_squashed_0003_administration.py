import django.db.models.deletion
from django.db import migrations, models

from drehscheibe.kernel.migrating import CreateModels
from drehscheibe.kernel.scope import RowLevelSecurity

TABLES = [
    migrations.CreateModel(
        name="Tenant",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("slug", models.SlugField(unique=True)),
            ("name", models.CharField(max_length=200)),
            ("ars", models.CharField(blank=True, max_length=12)),
            ("prefix", models.CharField(max_length=4, unique=True)),
            ("texts", models.JSONField(default=dict)),
            ("contact", models.JSONField(default=dict)),
            ("controller", models.JSONField(default=dict)),
            ("officer", models.JSONField(default=dict)),
            ("accent", models.CharField(blank=True, max_length=20)),
            ("arms", models.CharField(blank=True, max_length=64)),
            ("in_preparation", models.BooleanField(default=False)),
            (
                "parent",
                models.ForeignKey(
                    null=True, on_delete=django.db.models.deletion.PROTECT, related_name="children", to="tenants.tenant"
                ),
            ),
        ],
    ),
    migrations.CreateModel(
        name="Hostname",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("host", models.CharField(max_length=253, unique=True)),
            ("is_primary", models.BooleanField(default=True)),
            (
                "portal",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="hostnames", to="tenants.tenant"
                ),
            ),
        ],
    ),
    migrations.CreateModel(
        name="Arms",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("digest", models.CharField(max_length=64)),
            ("content", models.BinaryField()),
            (
                "tenant",
                models.OneToOneField(
                    on_delete=django.db.models.deletion.CASCADE, related_name="+", to="tenants.tenant"
                ),
            ),
        ],
    ),
    migrations.CreateModel(
        name="Page",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("slug", models.SlugField()),
            ("title", models.JSONField()),
            ("body", models.JSONField()),
            ("changed", models.DateTimeField(null=True)),
            (
                "tenant",
                models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="tenants.tenant"),
            ),
        ],
        options={"constraints": [models.UniqueConstraint(fields=("tenant", "slug"), name="one_page_per_slug")]},
    ),
    migrations.CreateModel(
        name="Department",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("slug", models.SlugField()),
            ("name", models.JSONField()),
            ("contact", models.JSONField(default=dict)),
            ("is_active", models.BooleanField(default=True)),
            ("changed", models.DateTimeField(null=True)),
            (
                "tenant",
                models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="tenants.tenant"),
            ),
        ],
        options={"constraints": [models.UniqueConstraint(fields=("tenant", "slug"), name="one_department_per_slug")]},
    ),
]


class Migration(migrations.Migration):
    initial = True
    replaces = [("tenants", "0001_initial"), ("tenants", "0002_walls"), ("tenants", "0003_administration")]

    dependencies = []

    operations = [
        CreateModels(TABLES),
        RowLevelSecurity("tenants_department", shared_kind=True),
        RowLevelSecurity("tenants_page", shared_kind=True),
        RowLevelSecurity("tenants_arms"),
    ]
