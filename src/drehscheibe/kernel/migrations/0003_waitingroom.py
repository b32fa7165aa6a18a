from django.db import migrations, models

from drehscheibe.kernel.scope import RowLevelSecurity


class Migration(migrations.Migration):
    dependencies = [("kernel", "0002_walls")]
    operations = [
        migrations.CreateModel(
            name="WaitingRoom",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("tenant_id", models.BigIntegerField(unique=True)),
                ("base", models.BigIntegerField(default=0)),
                ("since", models.DateTimeField()),
                ("last", models.BigIntegerField(default=0)),
            ],
        ),
        RowLevelSecurity("kernel_waitingroom"),
    ]
