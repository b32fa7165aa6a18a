"""A body plans how its online service goes on with a form that a body above keeps."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0008_withdrawn_and_translated")]

    operations = [migrations.AddField("onlineservice", "planned", models.JSONField(default=dict))]
