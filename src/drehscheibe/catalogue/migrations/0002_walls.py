from django.db import migrations

from drehscheibe.kernel.scope import RowLevelSecurity


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0001_initial")]
    operations = [
        RowLevelSecurity("catalogue_service", shared_kind=True),
        RowLevelSecurity("catalogue_onlineservice", shared_kind=True),
    ]
