from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("applications", "0006_answered")]
    operations = [migrations.AddField("draft", "warned", models.DateTimeField(null=True))]
