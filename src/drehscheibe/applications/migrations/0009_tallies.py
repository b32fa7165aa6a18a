from django.db import migrations

# A kind of case that is counted: closed ones by department and status alone.
KIND = """
CREATE FUNCTION applications_tally_kind(tenant bigint, department bigint, person bigint, stands text, day date)
RETURNS TABLE (tenant_id bigint, department_id bigint, assignee_id bigint, status varchar, due date)
LANGUAGE sql IMMUTABLE AS $$
    SELECT tenant, department, CASE WHEN stands NOT IN ('decided', 'withdrawn') THEN person END, stands::varchar,
        CASE WHEN stands NOT IN ('decided', 'withdrawn') THEN day END
$$;
"""
CHANGED = """
CREATE FUNCTION applications_count_{name}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO applications_tally (tenant_id, department_id, assignee_id, status, due, change)
    SELECT kind.*, sum(part.change) FROM ({rows}) part,
        applications_tally_kind(part.tenant_id, part.department_id, part.assignee_id, part.status, NULL) kind
    GROUP BY 1, 2, 3, 4, 5 HAVING sum(part.change) <> 0;
    RETURN NULL;
END $$;
CREATE TRIGGER count_{name} AFTER {event} ON applications_application
    REFERENCING {tables} FOR EACH STATEMENT EXECUTE FUNCTION applications_count_{name}();
"""
ROWS = "SELECT tenant_id, department_id, assignee_id, status, {change} AS change FROM {table}"
ADDED, GONE = ROWS.format(change=1, table="added"), ROWS.format(change=-1, table="gone")
TRIGGERS = (
    ("sent", ADDED, "INSERT", "NEW TABLE AS added"),
    ("moved", f"{ADDED} UNION ALL {GONE}", "UPDATE", "OLD TABLE AS gone NEW TABLE AS added"),
    ("removed", GONE, "DELETE", "OLD TABLE AS gone"),
)
COUNT_NOW = """
INSERT INTO applications_tally (tenant_id, department_id, assignee_id, status, due, change)
SELECT kind.*, count(*) FROM applications_application a,
    applications_tally_kind(a.tenant_id, a.department_id, a.assignee_id, a.status, NULL) kind
GROUP BY 1, 2, 3, 4, 5
"""


class Migration(migrations.Migration):
    dependencies = [("applications", "0008_lists")]
    operations = [
        migrations.RunSQL(KIND, "DROP FUNCTION applications_tally_kind"),
        *(
            migrations.RunSQL(
                CHANGED.format(name=name, rows=rows, event=event, tables=tables),
                f"DROP FUNCTION applications_count_{name} CASCADE",
            )
            for name, rows, event, tables in TRIGGERS
        ),
        migrations.RunSQL(COUNT_NOW, migrations.RunSQL.noop),
    ]
