import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from drehscheibe.kernel.scope import HolderMayRead, RowLevelSecurity


class Migration(migrations.Migration):
    dependencies = [
        ("kernel", "0001_initial"),
        ("mailbox", "0002_walls"),
        ("tenants", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.AlterField(
            model_name="message",
            name="kind",
            field=models.CharField(
                choices=[
                    ("receipt", "Receipt"),
                    ("question", "Question"),
                    ("answer", "Answer"),
                    ("decision", "Decision"),
                    ("information", "Information"),
                    ("note", "Note"),
                    ("withdrawal", "Withdrawal"),
                ],
                max_length=20,
            ),
        ),
        migrations.CreateModel(
            name="Reading",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "key",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="kernel.casekey"
                    ),
                ),
                (
                    "message",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="mailbox.message"
                    ),
                ),
                (
                    "tenant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="tenants.tenant"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("message", "account"), name="one_reading_per_message")
                ],
            },
        ),
        RowLevelSecurity("mailbox_reading"),
        HolderMayRead("mailbox_reading"),
    ]
