from django.db import migrations, models

OUTCOMES = [("granted", "Granted"), ("partly", "Partly"), ("rejected", "Rejected"), ("answered", "Answered")]


class Migration(migrations.Migration):
    dependencies = [("applications", "0005_erasure")]
    operations = [migrations.AlterField("decision", "outcome", models.CharField(choices=OUTCOMES, max_length=20))]
