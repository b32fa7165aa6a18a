import django.db.models.deletion
from django.db import migrations, models

from drehscheibe.kernel.scope import RowLevelSecurity


class Migration(migrations.Migration):
    dependencies = [("forms", "0003_lists_and_places"), ("tenants", "0001_initial")]
    operations = [
        migrations.CreateModel(
            name="WorkingCopy",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(max_length=100)),
                ("document", models.JSONField()),
                ("revision", models.PositiveIntegerField(default=1)),
                ("report", models.JSONField(default=list)),
                ("edited_by", models.CharField(max_length=60)),
                ("edited", models.DateTimeField()),
                ("base", models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="forms.formversion")),
                ("tenant", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="tenants.tenant")),
            ],
        ),
        migrations.CreateModel(
            name="Trial",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(max_length=100)),
                ("name", models.CharField(max_length=150)),
                ("raw", models.JSONField()),
                ("parameters", models.JSONField(default=dict)),
                ("today", models.DateField()),
                ("expected", models.JSONField()),
                ("tenant", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="tenants.tenant")),
            ],
        ),
        migrations.AddConstraint(
            model_name="workingcopy",
            constraint=models.UniqueConstraint(fields=("tenant", "slug"), name="one_working_copy_per_form"),
        ),
        migrations.AddConstraint(
            model_name="trial",
            constraint=models.UniqueConstraint(fields=("tenant", "slug", "name"), name="one_trial_per_name"),
        ),
        RowLevelSecurity("forms_workingcopy"),
        RowLevelSecurity("forms_trial"),
    ]
