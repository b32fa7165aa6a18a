from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("forms", "0004_working_copies")]
    operations = [migrations.AddField("workingcopy", "offer", models.JSONField(default=dict))]
