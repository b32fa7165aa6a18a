from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0007_deadline_and_rules")]
    operations = [
        migrations.AddField("service", "withdrawn", models.DateTimeField(null=True)),
        migrations.AddField("service", "translated", models.JSONField(default=dict)),
        migrations.AddField("localaddition", "translated", models.JSONField(default=dict)),
    ]
