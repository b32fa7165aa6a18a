from django.db import migrations, models

# As in 0009, now with our deadline: it counts while it does not rest.
KIND = "applications_tally_kind(part.tenant_id, part.department_id, part.assignee_id, part.status, part.due)"
CHANGED = """
CREATE OR REPLACE FUNCTION applications_count_{name}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO applications_tally (tenant_id, department_id, assignee_id, status, due, change)
    SELECT kind.*, sum(part.change) FROM ({rows}) part, {kind} kind
    GROUP BY 1, 2, 3, 4, 5 HAVING sum(part.change) <> 0;
    RETURN NULL;
END $$;
"""
ROWS = """SELECT tenant_id, department_id, assignee_id, status, CASE WHEN paused IS NULL THEN due END AS due,
    {change} AS change FROM {table}"""
ADDED, GONE = ROWS.format(change=1, table="added"), ROWS.format(change=-1, table="gone")
COUNTED = {"sent": ADDED, "moved": f"{ADDED} UNION ALL {GONE}", "removed": GONE}
COUNT_ANEW = f"""
DELETE FROM applications_tally;
INSERT INTO applications_tally (tenant_id, department_id, assignee_id, status, due, change)
SELECT kind.*, sum(part.change) FROM ({ROWS.format(change=1, table="applications_application")}) part, {KIND} kind
GROUP BY 1, 2, 3, 4, 5
"""
OPEN = ~models.Q(status__in=("decided", "withdrawn"))


class Migration(migrations.Migration):
    dependencies = [("applications", "0010_acts")]
    operations = [
        migrations.AddIndex(
            "application", models.Index(fields=["tenant", "due", "id"], name="list_order_due", condition=OPEN)
        ),
        *(
            migrations.RunSQL(CHANGED.format(name=name, rows=rows, kind=KIND), migrations.RunSQL.noop)
            for name, rows in COUNTED.items()
        ),
        migrations.RunSQL(COUNT_ANEW, migrations.RunSQL.noop),
    ]
