from django.db import migrations, models

from drehscheibe.kernel.migrating import CreateModels


class Migration(migrations.Migration):
    initial = True
    replaces = [("demo", "0001_initial"), ("demo", "0002_filled")]

    dependencies = []

    operations = [
        CreateModels(
            [
                migrations.CreateModel(
                    name="Filled",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("state", models.CharField(max_length=64)),
                        ("at", models.DateTimeField()),
                    ],
                ),
                migrations.CreateModel(
                    name="PostedMail",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("message_id", models.CharField(max_length=200, unique=True)),
                        ("recipient", models.CharField(max_length=254)),
                        ("subject", models.CharField(max_length=300)),
                        ("body", models.TextField()),
                        ("at", models.DateTimeField()),
                    ],
                ),
            ]
        )
    ]
