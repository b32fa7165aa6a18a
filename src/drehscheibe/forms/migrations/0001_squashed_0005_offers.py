import django.db.models.deletion
from django.db import migrations, models

from drehscheibe.kernel.migrating import CreateModels
from drehscheibe.kernel.scope import RowLevelSecurity

IMMUTABLE = """
CREATE FUNCTION forms_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a published form version is never changed';
END $$;
CREATE TRIGGER immutable BEFORE UPDATE ON forms_formversion
    FOR EACH ROW EXECUTE FUNCTION forms_refuse_change();
CREATE TRIGGER immutable BEFORE UPDATE ON forms_codelistversion
    FOR EACH ROW EXECUTE FUNCTION forms_refuse_change();
"""

TABLES = [
    migrations.CreateModel(
        name="Municipality",
        fields=[
            ("ars", models.CharField(max_length=12, primary_key=True, serialize=False)),
            ("name", models.CharField(max_length=200)),
            ("district", models.CharField(blank=True, max_length=200)),
            ("state", models.CharField(max_length=100)),
            ("latitude", models.FloatField(null=True)),
            ("longitude", models.FloatField(null=True)),
        ],
    ),
    migrations.CreateModel(
        name="Form",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("slug", models.SlugField(max_length=100)),
            (
                "tenant",
                models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="tenants.tenant"),
            ),
        ],
        options={"constraints": [models.UniqueConstraint(fields=("tenant", "slug"), name="one_form_per_slug")]},
    ),
    migrations.CreateModel(
        name="FormVersion",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("number", models.PositiveIntegerField()),
            ("document", models.JSONField()),
            ("digest", models.CharField(max_length=64)),
            ("published", models.DateTimeField()),
            (
                "form",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="versions", to="forms.form"
                ),
            ),
            (
                "tenant",
                models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="tenants.tenant"),
            ),
        ],
        options={"constraints": [models.UniqueConstraint(fields=("form", "number"), name="one_version_per_number")]},
    ),
    migrations.CreateModel(
        name="PostcodePlace",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("postcode", models.CharField(max_length=5)),
            ("name", models.CharField(max_length=200)),
            (
                "municipality",
                models.ForeignKey(
                    null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="forms.municipality"
                ),
            ),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(
                    fields=("postcode", "name", "municipality"),
                    name="one_row_per_postcode_and_place",
                    nulls_distinct=False,
                )
            ]
        },
    ),
    migrations.CreateModel(
        name="Trial",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("slug", models.SlugField(max_length=100)),
            ("name", models.CharField(max_length=150)),
            ("raw", models.JSONField()),
            ("parameters", models.JSONField(default=dict)),
            ("today", models.DateField()),
            ("expected", models.JSONField()),
            (
                "tenant",
                models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="tenants.tenant"),
            ),
        ],
        options={
            "constraints": [models.UniqueConstraint(fields=("tenant", "slug", "name"), name="one_trial_per_name")]
        },
    ),
    migrations.CreateModel(
        name="WorkingCopy",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("slug", models.SlugField(max_length=100)),
            ("document", models.JSONField()),
            ("revision", models.PositiveIntegerField(default=1)),
            ("report", models.JSONField(default=list)),
            ("offer", models.JSONField(default=dict)),
            ("edited_by", models.CharField(max_length=60)),
            ("edited", models.DateTimeField()),
            (
                "base",
                models.ForeignKey(
                    null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="forms.formversion"
                ),
            ),
            (
                "tenant",
                models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="tenants.tenant"),
            ),
        ],
        options={"constraints": [models.UniqueConstraint(fields=("tenant", "slug"), name="one_working_copy_per_form")]},
    ),
    migrations.CreateModel(
        name="CodeListVersion",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("uri", models.CharField(max_length=500)),
            ("version", models.CharField(blank=True, max_length=100)),
            ("digest", models.CharField(max_length=64)),
            ("content", models.JSONField()),
            ("stored", models.DateTimeField()),
            (
                "tenant",
                models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="tenants.tenant"),
            ),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("tenant", "uri", "version", "digest"), name="one_row_per_code_list")
            ]
        },
    ),
]


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ("forms", "0001_initial"),
        ("forms", "0002_walls"),
        ("forms", "0003_lists_and_places"),
        ("forms", "0004_working_copies"),
        ("forms", "0005_offers"),
    ]

    dependencies = [("tenants", "0001_squashed_0003_administration")]

    operations = [
        CreateModels(TABLES),
        RowLevelSecurity("forms_form", shared_kind=True),
        RowLevelSecurity("forms_formversion", shared_kind=True),
        RowLevelSecurity("forms_codelistversion", shared_kind=True),
        RowLevelSecurity("forms_workingcopy"),
        RowLevelSecurity("forms_trial"),
        migrations.RunSQL(IMMUTABLE, "DROP FUNCTION forms_refuse_change CASCADE"),
    ]
