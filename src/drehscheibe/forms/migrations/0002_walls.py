from django.db import migrations

from drehscheibe.kernel.scope import RowLevelSecurity

IMMUTABLE = """
CREATE FUNCTION forms_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a published form version is never changed';
END $$;
CREATE TRIGGER immutable BEFORE UPDATE ON forms_formversion
    FOR EACH ROW EXECUTE FUNCTION forms_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("forms", "0001_initial")]
    operations = [
        RowLevelSecurity("forms_form", shared_kind=True),
        RowLevelSecurity("forms_formversion", shared_kind=True),
        migrations.RunSQL(IMMUTABLE, "DROP TRIGGER immutable ON forms_formversion"),
    ]
