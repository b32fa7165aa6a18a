from django.db import migrations

from drehscheibe.kernel.scope import RowLevelSecurity

APPEND_ONLY = """
CREATE FUNCTION kernel_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'audit events are never changed or deleted';
END $$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON kernel_auditevent
    FOR EACH ROW EXECUTE FUNCTION kernel_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("kernel", "0001_initial")]
    operations = [
        RowLevelSecurity("kernel_tenantkey"),
        RowLevelSecurity("kernel_casekey"),
        RowLevelSecurity("kernel_auditevent"),
        RowLevelSecurity("kernel_storedfile"),
        migrations.RunSQL(APPEND_ONLY, "DROP TRIGGER append_only ON kernel_auditevent"),
    ]
