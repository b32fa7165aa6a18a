from django.db import migrations

from drehscheibe.kernel.scope import RowLevelSecurity


class Migration(migrations.Migration):
    dependencies = [("tenants", "0001_initial")]
    operations = [
        RowLevelSecurity("tenants_department", shared_kind=True),
        RowLevelSecurity("tenants_page", shared_kind=True),
    ]
