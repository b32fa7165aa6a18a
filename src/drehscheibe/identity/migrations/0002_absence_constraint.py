from django.db import migrations

# Where the constraint still has the name it was created with.
RENAME = """
DO $$ BEGIN
    IF EXISTS (SELECT FROM pg_constraint WHERE conname = 'absence_ends_after_it_begins') THEN
        ALTER TABLE identity_absence RENAME CONSTRAINT absence_ends_after_it_begins TO absence_begins_before_it_ends;
    END IF;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("identity", "0001_squashed_0005_absence")]
    operations = [migrations.RunSQL(RENAME, migrations.RunSQL.noop)]
