import django.db.models.deletion
from django.db import migrations, models

from drehscheibe.kernel.scope import RowLevelSecurity


class Migration(migrations.Migration):
    dependencies = [("tenants", "0002_walls")]

    operations = [
        migrations.AddField("tenant", "arms", models.CharField(blank=True, default="", max_length=64), preserve_default=False),
        migrations.AddField("tenant", "in_preparation", models.BooleanField(default=False)),
        migrations.AddField("department", "is_active", models.BooleanField(default=True)),
        migrations.AddField("department", "changed", models.DateTimeField(null=True)),
        migrations.AddField("page", "changed", models.DateTimeField(null=True)),
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
        RowLevelSecurity("tenants_arms"),
    ]
