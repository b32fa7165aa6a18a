import django.db.models.deletion
from django.db import migrations, models

from drehscheibe.kernel.scope import RowLevelSecurity

IMMUTABLE = """
CREATE TRIGGER immutable BEFORE UPDATE ON forms_codelistversion
    FOR EACH ROW EXECUTE FUNCTION forms_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("tenants", "0001_initial"), ("forms", "0002_walls")]
    operations = [
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
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="tenants.tenant"
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="codelistversion",
            constraint=models.UniqueConstraint(
                fields=("tenant", "uri", "version", "digest"), name="one_row_per_code_list"
            ),
        ),
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
            name="PostcodePlace",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("postcode", models.CharField(max_length=5)),
                ("name", models.CharField(max_length=200)),
                (
                    "municipality",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="forms.municipality",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="postcodeplace",
            constraint=models.UniqueConstraint(
                fields=("postcode", "name", "municipality"),
                name="one_row_per_postcode_and_place",
                nulls_distinct=False,
            ),
        ),
        RowLevelSecurity("forms_codelistversion", shared_kind=True),
        migrations.RunSQL(IMMUTABLE, "DROP TRIGGER immutable ON forms_codelistversion"),
    ]
