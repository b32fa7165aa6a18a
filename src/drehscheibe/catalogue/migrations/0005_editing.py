import django.db.models.deletion
from django.db import migrations, models

from drehscheibe.kernel.scope import RowLevelSecurity

ACTOR = {"max_length": 60}


def _of(target):
    return models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to=target)


def _table(name, **columns):
    return migrations.CreateModel(
        name=name,
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("tenant", _of("tenants.tenant")),
            ("service", _of("catalogue.service")),
            *columns.items(),
        ],
    )


def _unique(table, name, *more):
    return migrations.AddConstraint(
        table, models.UniqueConstraint(fields=["tenant", "service", *more], name=name)
    )


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0004_finding"), ("tenants", "0001_initial")]
    operations = [
        migrations.AddField("service", "easy", models.JSONField(default=dict)),
        migrations.AddField("service", "valid_until", models.DateField(null=True)),
        migrations.AddField("service", "review_on", models.DateField(null=True)),
        migrations.AddField("service", "reviewed", models.DateTimeField(null=True)),
        migrations.AddField("service", "responsible_person", models.CharField(blank=True, max_length=200)),
        migrations.AddField("service", "assigned_on", models.DateField(null=True)),
        _table(
            "ServiceDraft",
            document=models.JSONField(),
            revision=models.PositiveIntegerField(default=1),
            state=models.CharField(
                choices=[("draft", "Draft"), ("review", "Review"), ("scheduled", "Scheduled")],
                default="draft",
                max_length=10,
            ),
            edited_by=models.CharField(**ACTOR),
            edited=models.DateTimeField(),
            released_by=models.CharField(blank=True, **ACTOR),
            publish_at=models.DateTimeField(null=True),
        ),
        _table(
            "ServiceVersion",
            number=models.PositiveIntegerField(),
            document=models.JSONField(),
            edited_by=models.CharField(blank=True, **ACTOR),
            published_by=models.CharField(**ACTOR),
            published=models.DateTimeField(),
        ),
        _table("ServiceComment", text=models.TextField(), by=models.CharField(**ACTOR), at=models.DateTimeField()),
        _table("LocalAddition", modules=models.JSONField(default=dict), seen=models.JSONField(default=dict)),
        _unique("servicedraft", "one_draft_per_service"),
        _unique("serviceversion", "one_service_version_per_number", "number"),
        _unique("localaddition", "one_addition_per_service"),
        RowLevelSecurity("catalogue_servicedraft"),
        RowLevelSecurity("catalogue_serviceversion"),
        RowLevelSecurity("catalogue_servicecomment"),
        RowLevelSecurity("catalogue_localaddition"),
    ]
