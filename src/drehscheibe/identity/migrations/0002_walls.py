from django.db import migrations

from drehscheibe.kernel.scope import RowLevelSecurity


class Migration(migrations.Migration):
    dependencies = [("identity", "0001_initial")]
    operations = [
        RowLevelSecurity("identity_membership"),
    ]
