from django.db import migrations

from drehscheibe.kernel.scope import RowLevelSecurity


class Migration(migrations.Migration):
    dependencies = [("applications", "0001_initial")]
    operations = [
        RowLevelSecurity("applications_draft"),
        RowLevelSecurity("applications_application"),
        RowLevelSecurity("applications_assignment"),
        RowLevelSecurity("applications_question"),
        RowLevelSecurity("applications_decision"),
    ]
