import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("applications", "0015_undeliverable")]
    operations = [
        migrations.AddIndex("searchtoken", models.Index(fields=["application", "token"], name="token_of_case")),
        migrations.AlterField(
            "searchtoken",
            "application",
            models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="applications.application",
            ),
        ),
    ]
