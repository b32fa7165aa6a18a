import django.db.models.deletion
from django.db import migrations, models

from drehscheibe.kernel.scope import RowLevelSecurity


class Migration(migrations.Migration):
    dependencies = [("insights", "0001_initial"), ("catalogue", "0004_finding")]
    operations = [
        migrations.CreateModel(
            name="Link",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("address", models.CharField(max_length=500)),
                ("checked", models.DateTimeField(null=True)),
                ("problem", models.CharField(blank=True, max_length=20)),
                ("since", models.DateField(null=True)),
                ("service", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="catalogue.service")),
                ("tenant", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="tenants.tenant")),
            ],
            options={"constraints": [models.UniqueConstraint(fields=("service", "address"), name="one_link_per_address")]},
        ),
        RowLevelSecurity("insights_link"),
    ]
