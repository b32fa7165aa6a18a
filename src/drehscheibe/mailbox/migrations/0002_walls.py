from django.db import migrations

from drehscheibe.kernel.scope import RowLevelSecurity


class Migration(migrations.Migration):
    dependencies = [("mailbox", "0001_initial")]
    operations = [
        RowLevelSecurity("mailbox_message"),
    ]
