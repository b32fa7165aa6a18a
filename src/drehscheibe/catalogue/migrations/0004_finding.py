import django.db.models.deletion
from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models

from drehscheibe.kernel.scope import RowLevelSecurity


def _tenant():
    return models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="tenants.tenant")


def _id():
    return models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0003_contact"), ("tenants", "0001_initial")]
    operations = [
        migrations.AddField("service", "leika_keys", ArrayField(models.CharField(max_length=14), default=list, size=None)),
        migrations.AddField("service", "search_words", ArrayField(models.TextField(), default=list, size=None)),
        migrations.AddField("service", "audience", ArrayField(models.SlugField(), default=list, size=None)),
        migrations.AddField("service", "details", models.JSONField(default=dict)),
        migrations.AddField("service", "origin", models.CharField(blank=True, max_length=120)),
        migrations.AddField("service", "imported", models.JSONField(default=dict)),
        migrations.AddField("service", "former_slugs", ArrayField(models.SlugField(max_length=100), default=list, size=None)),
        migrations.AddField("service", "is_published", models.BooleanField(default=True)),
        migrations.CreateModel(
            name="Synonym",
            fields=[
                ("id", _id()),
                ("word", models.CharField(max_length=60)),
                ("meant", ArrayField(models.CharField(max_length=60), size=None)),
                ("tenant", _tenant()),
            ],
        ),
        migrations.CreateModel(
            name="FruitlessSearch",
            fields=[
                ("id", _id()),
                ("digest", models.BinaryField()),
                ("words", models.CharField(blank=True, max_length=60)),
                ("count", models.PositiveIntegerField(default=1)),
                ("last", models.DateField()),
                ("tenant", _tenant()),
            ],
        ),
        migrations.AddConstraint(
            "synonym", models.UniqueConstraint(fields=["tenant", "word"], name="one_synonym_per_word")
        ),
        migrations.AddConstraint(
            "fruitlesssearch",
            models.UniqueConstraint(fields=["tenant", "digest"], name="one_count_per_fruitless_search"),
        ),
        RowLevelSecurity("catalogue_synonym", shared_kind=True),
        RowLevelSecurity("catalogue_fruitlesssearch"),
    ]
