from django.db import migrations, models

KINDS = [
    ("reply_over", "Reply Over"),
    ("due_near", "Due Near"),
    ("due_over", "Due Over"),
    ("opinion_over", "Opinion Over"),
    ("opinion_given", "Opinion Given"),
    ("not_retrieved", "Not Retrieved"),
    ("undeliverable", "Undeliverable"),
    ("not_notified", "Not Notified"),
]


class Migration(migrations.Migration):
    dependencies = [("applications", "0014_open_of_department")]
    operations = [migrations.AlterField("todo", "kind", models.CharField(choices=KINDS, max_length=20))]
