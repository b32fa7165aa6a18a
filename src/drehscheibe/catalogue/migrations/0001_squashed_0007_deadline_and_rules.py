import django.contrib.postgres.fields
import django.contrib.postgres.search
import django.db.models.deletion
from django.db import migrations, models

from drehscheibe.kernel.migrating import CreateModels
from drehscheibe.kernel.scope import RowLevelSecurity

TABLES = [
    migrations.CreateModel(
        name="Service",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("slug", models.SlugField(max_length=100)),
            ("name", models.JSONField()),
            ("sort_key", models.CharField(max_length=200)),
            ("summary", models.JSONField()),
            ("keywords", models.JSONField(default=dict)),
            ("topic", models.SlugField()),
            (
                "situations",
                django.contrib.postgres.fields.ArrayField(base_field=models.SlugField(), default=list, size=None),
            ),
            ("leika_key", models.CharField(blank=True, max_length=14)),
            ("ozg_id", models.CharField(blank=True, max_length=10)),
            ("responsible", models.JSONField(default=dict)),
            ("texts", models.JSONField(default=dict)),
            ("fees", models.JSONField(default=list)),
            ("channels", models.JSONField(default=dict)),
            (
                "related",
                django.contrib.postgres.fields.ArrayField(base_field=models.SlugField(), default=list, size=None),
            ),
            ("popularity", models.PositiveSmallIntegerField(default=0)),
            (
                "leika_keys",
                django.contrib.postgres.fields.ArrayField(
                    base_field=models.CharField(max_length=14), default=list, size=None
                ),
            ),
            (
                "search_words",
                django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None),
            ),
            (
                "audience",
                django.contrib.postgres.fields.ArrayField(base_field=models.SlugField(), default=list, size=None),
            ),
            ("details", models.JSONField(default=dict)),
            ("easy", models.JSONField(default=dict)),
            ("valid_until", models.DateField(null=True)),
            ("review_on", models.DateField(null=True)),
            ("reviewed", models.DateTimeField(null=True)),
            ("responsible_person", models.CharField(blank=True, max_length=200)),
            ("assigned_on", models.DateField(null=True)),
            ("origin", models.CharField(blank=True, max_length=120)),
            ("imported", models.JSONField(default=dict)),
            (
                "former_slugs",
                django.contrib.postgres.fields.ArrayField(
                    base_field=models.SlugField(max_length=100), default=list, size=None
                ),
            ),
            ("is_published", models.BooleanField(default=True)),
            ("changed", models.DateTimeField()),
            ("usual_days", models.PositiveSmallIntegerField(null=True)),
            ("search", django.contrib.postgres.search.SearchVectorField(null=True)),
            (
                "department",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to="tenants.department"
                ),
            ),
            (
                "tenant",
                models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="tenants.tenant"),
            ),
        ],
        options={"constraints": [models.UniqueConstraint(fields=("tenant", "slug"), name="one_service_per_slug")]},
    ),
    migrations.CreateModel(
        name="OnlineService",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("slug", models.SlugField(max_length=100)),
            ("parameters", models.JSONField(default=dict)),
            (
                "trust_level",
                models.IntegerField(choices=[(0, "Guest"), (10, "Low"), (20, "Substantial"), (30, "High")], default=0),
            ),
            ("recipients", models.JSONField(default=dict)),
            ("retention_days", models.PositiveIntegerField(default=3650)),
            ("is_contact", models.BooleanField(default=False)),
            ("processing_days", models.PositiveSmallIntegerField(null=True)),
            ("rules", models.CharField(default="vwvfg", max_length=10)),
            (
                "department",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to="tenants.department"
                ),
            ),
            ("form", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="forms.form")),
            (
                "tenant",
                models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="tenants.tenant"),
            ),
            (
                "service",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="online_services", to="catalogue.service"
                ),
            ),
        ],
        options={
            "constraints": [models.UniqueConstraint(fields=("tenant", "slug"), name="one_online_service_per_slug")]
        },
    ),
    migrations.CreateModel(
        name="LocalAddition",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("modules", models.JSONField(default=dict)),
            ("seen", models.JSONField(default=dict)),
            (
                "tenant",
                models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="tenants.tenant"),
            ),
            (
                "service",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="+", to="catalogue.service"
                ),
            ),
        ],
        options={
            "constraints": [models.UniqueConstraint(fields=("tenant", "service"), name="one_addition_per_service")]
        },
    ),
    migrations.CreateModel(
        name="ServiceComment",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("text", models.TextField()),
            ("by", models.CharField(max_length=60)),
            ("at", models.DateTimeField()),
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
    ),
    migrations.CreateModel(
        name="ServiceDraft",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("document", models.JSONField()),
            ("revision", models.PositiveIntegerField(default=1)),
            (
                "state",
                models.CharField(
                    choices=[("draft", "Draft"), ("review", "Review"), ("scheduled", "Scheduled")],
                    default="draft",
                    max_length=10,
                ),
            ),
            ("edited_by", models.CharField(max_length=60)),
            ("edited", models.DateTimeField()),
            ("released_by", models.CharField(blank=True, max_length=60)),
            ("publish_at", models.DateTimeField(null=True)),
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
        options={"constraints": [models.UniqueConstraint(fields=("tenant", "service"), name="one_draft_per_service")]},
    ),
    migrations.CreateModel(
        name="ServiceVersion",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("number", models.PositiveIntegerField()),
            ("document", models.JSONField()),
            ("edited_by", models.CharField(blank=True, max_length=60)),
            ("published_by", models.CharField(max_length=60)),
            ("published", models.DateTimeField()),
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
        options={
            "constraints": [
                models.UniqueConstraint(fields=("tenant", "service", "number"), name="one_service_version_per_number")
            ]
        },
    ),
    migrations.CreateModel(
        name="Synonym",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("word", models.CharField(max_length=60)),
            ("meant", django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=60), size=None)),
            (
                "tenant",
                models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="tenants.tenant"),
            ),
        ],
        options={"constraints": [models.UniqueConstraint(fields=("tenant", "word"), name="one_synonym_per_word")]},
    ),
    migrations.CreateModel(
        name="FruitlessSearch",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("digest", models.BinaryField()),
            ("words", models.CharField(blank=True, max_length=60)),
            ("count", models.PositiveIntegerField(default=1)),
            ("last", models.DateField()),
            (
                "tenant",
                models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="tenants.tenant"),
            ),
        ],
        options={
            "constraints": [models.UniqueConstraint(fields=("tenant", "digest"), name="one_count_per_fruitless_search")]
        },
    ),
]


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ("catalogue", "0001_initial"),
        ("catalogue", "0002_walls"),
        ("catalogue", "0003_contact"),
        ("catalogue", "0004_finding"),
        ("catalogue", "0005_editing"),
        ("catalogue", "0006_usual_days"),
        ("catalogue", "0007_deadline_and_rules"),
    ]

    dependencies = [("forms", "0001_squashed_0005_offers"), ("tenants", "0001_squashed_0003_administration")]

    operations = [
        CreateModels(TABLES),
        RowLevelSecurity("catalogue_service", shared_kind=True),
        RowLevelSecurity("catalogue_onlineservice", shared_kind=True),
        RowLevelSecurity("catalogue_synonym", shared_kind=True),
        RowLevelSecurity("catalogue_fruitlesssearch"),
        RowLevelSecurity("catalogue_servicedraft"),
        RowLevelSecurity("catalogue_serviceversion"),
        RowLevelSecurity("catalogue_servicecomment"),
        RowLevelSecurity("catalogue_localaddition"),
    ]
