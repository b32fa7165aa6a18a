import django.db.models.deletion
from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models

from drehscheibe.kernel.scope import RowLevelSecurity


class Migration(migrations.Migration):
    initial = True
    dependencies = [("kernel", "0004_anchor"), ("tenants", "0002_walls")]
    operations = [
        migrations.CreateModel(
            name="Progress",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField()),
                ("model", models.CharField(max_length=10)),
                ("levels", ArrayField(models.PositiveIntegerField(), size=None)),
                ("listed", models.PositiveIntegerField()),
                ("online", models.PositiveIntegerField()),
                ("tenant", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="tenants.tenant")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("tenant", "model", "day"), name="one_progress_per_day")
                ],
            },
        ),
        RowLevelSecurity("insights_progress"),
    ]
