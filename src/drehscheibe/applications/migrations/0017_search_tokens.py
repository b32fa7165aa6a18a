import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("applications", "0016_token_of_case")]
    operations = [
        migrations.AlterField(
            "searchtoken",
            "application",
            models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="search_tokens",
                to="applications.application",
            ),
        ),
    ]
