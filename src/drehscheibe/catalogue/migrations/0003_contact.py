from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0002_walls")]
    operations = [
        migrations.AddField("onlineservice", "is_contact", models.BooleanField(default=False)),
        migrations.AddField("service", "responsible", models.JSONField(default=dict)),
    ]
