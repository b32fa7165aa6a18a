from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("applications", "0013_participation")]
    operations = [
        migrations.AddIndex(
            "application",
            models.Index(
                fields=["department", "-submitted", "-id"],
                name="open_of_department",
                condition=~models.Q(status__in=("decided", "withdrawn")),
            ),
        ),
    ]
