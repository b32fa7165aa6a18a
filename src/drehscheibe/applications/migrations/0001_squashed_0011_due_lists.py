import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from drehscheibe.kernel.migrating import CreateModels
from drehscheibe.kernel.scope import HolderMayRead, RowLevelSecurity

# A kind of case that is counted: closed ones by department and status alone.
KIND = """
CREATE FUNCTION applications_tally_kind(tenant bigint, department bigint, person bigint, stands text, day date)
RETURNS TABLE (tenant_id bigint, department_id bigint, assignee_id bigint, status varchar, due date)
LANGUAGE sql IMMUTABLE AS $$
    SELECT tenant, department, CASE WHEN stands NOT IN ('decided', 'withdrawn') THEN person END, stands::varchar,
        CASE WHEN stands NOT IN ('decided', 'withdrawn') THEN day END
$$;
"""
COUNT = """
CREATE FUNCTION applications_count_{name}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO applications_tally (tenant_id, department_id, assignee_id, status, due, change)
    SELECT kind.*, sum(part.change) FROM ({rows}) part,
        applications_tally_kind(part.tenant_id, part.department_id, part.assignee_id, part.status, part.due) kind
    GROUP BY 1, 2, 3, 4, 5 HAVING sum(part.change) <> 0;
    RETURN NULL;
END $$;
CREATE TRIGGER count_{name} AFTER {event} ON applications_application
    REFERENCING {tables} FOR EACH STATEMENT EXECUTE FUNCTION applications_count_{name}();
"""
# Our deadline counts while it does not rest.
ROWS = """SELECT tenant_id, department_id, assignee_id, status, CASE WHEN paused IS NULL THEN due END AS due,
    {change} AS change FROM {table}"""
ADDED, GONE = ROWS.format(change=1, table="added"), ROWS.format(change=-1, table="gone")
TRIGGERS = (
    ("sent", ADDED, "INSERT", "NEW TABLE AS added"),
    ("moved", f"{ADDED} UNION ALL {GONE}", "UPDATE", "OLD TABLE AS gone NEW TABLE AS added"),
    ("removed", GONE, "DELETE", "OLD TABLE AS gone"),
)

TABLES = [
    migrations.CreateModel(
        name="Application",
        fields=[
            ("id", models.UUIDField(primary_key=True, serialize=False)),
            ("reference", models.CharField(max_length=20, unique=True)),
            ("browser", models.BinaryField(max_length=32)),
            ("language", models.CharField(max_length=10)),
            ("sealed", models.BinaryField()),
            ("answers_digest", models.CharField(max_length=64)),
            ("submitted", models.DateTimeField()),
            (
                "status",
                models.CharField(
                    choices=[
                        ("received", "Received"),
                        ("in_progress", "In Progress"),
                        ("question_open", "Question Open"),
                        ("decided", "Decided"),
                        ("withdrawn", "Withdrawn"),
                    ],
                    default="received",
                    max_length=20,
                ),
            ),
            ("changed", models.DateTimeField()),
            ("due", models.DateField(null=True)),
            ("paused", models.DateField(null=True)),
            ("reply_by", models.DateField(null=True)),
            ("missing", models.PositiveSmallIntegerField(default=0)),
            (
                "way",
                models.CharField(
                    choices=[("retrieval", "Retrieval"), ("letter", "Letter")], default="letter", max_length=10
                ),
            ),
            ("consented", models.DateTimeField(null=True)),
            (
                "channel",
                models.CharField(
                    choices=[("online", "Online"), ("paper", "Paper"), ("counter", "Counter"), ("phone", "Phone")],
                    default="online",
                    max_length=10,
                ),
            ),
            (
                "account",
                models.ForeignKey(
                    db_index=False,
                    null=True,
                    on_delete=django.db.models.deletion.SET_NULL,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "applicant_message",
                models.ForeignKey(
                    db_index=False,
                    null=True,
                    on_delete=django.db.models.deletion.SET_NULL,
                    related_name="+",
                    to="mailbox.message",
                ),
            ),
            (
                "assignee",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.SET_NULL,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "department",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to="tenants.department"
                ),
            ),
            (
                "form_version",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to="forms.formversion"
                ),
            ),
            (
                "key",
                models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="kernel.casekey"),
            ),
            (
                "office_message",
                models.ForeignKey(
                    db_index=False,
                    null=True,
                    on_delete=django.db.models.deletion.SET_NULL,
                    related_name="+",
                    to="mailbox.message",
                ),
            ),
            (
                "online_service",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to="catalogue.onlineservice"
                ),
            ),
            (
                "portal",
                models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="tenants.tenant"),
            ),
            (
                "receipt",
                models.ForeignKey(
                    null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="kernel.storedfile"
                ),
            ),
            (
                "tenant",
                models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="tenants.tenant"),
            ),
        ],
        options={
            "indexes": [
                models.Index(fields=["tenant", "department", "-submitted"], name="inbox_order"),
                models.Index(fields=["tenant", "-submitted", "-id"], name="list_order"),
                models.Index(
                    condition=models.Q(("status__in", ("decided", "withdrawn")), _negated=True),
                    fields=["tenant", "-submitted", "-id"],
                    name="list_order_open",
                ),
                models.Index(
                    condition=models.Q(("status__in", ("decided", "withdrawn")), _negated=True),
                    fields=["tenant", "due", "id"],
                    name="list_order_due",
                ),
                models.Index(
                    condition=models.Q(("status__in", ("decided", "withdrawn")), _negated=True),
                    fields=["assignee", "-submitted"],
                    name="open_of_assignee",
                ),
                models.Index(
                    condition=models.Q(("account__isnull", False)), fields=["account", "-changed"], name="mailbox_order"
                ),
            ]
        },
    ),
    migrations.CreateModel(
        name="Announcement",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("way", models.CharField(choices=[("retrieval", "Retrieval"), ("letter", "Letter")], max_length=10)),
            ("rules", models.CharField(max_length=10)),
            ("consented", models.DateTimeField(null=True)),
            ("provided", models.DateTimeField(null=True)),
            ("notified", models.DateTimeField(null=True)),
            ("retrieved", models.DateTimeField(null=True)),
            ("ended", models.DateTimeField(null=True)),
            ("announced_on", models.DateField(null=True)),
            (
                "document",
                models.OneToOneField(
                    on_delete=django.db.models.deletion.CASCADE, related_name="+", to="kernel.storedfile"
                ),
            ),
            (
                "tenant",
                models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="tenants.tenant"),
            ),
            (
                "application",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="announcements",
                    to="applications.application",
                ),
            ),
        ],
    ),
    migrations.CreateModel(
        name="Assignment",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("at", models.DateTimeField()),
            (
                "application",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="assignments",
                    to="applications.application",
                ),
            ),
            (
                "assignee",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
            (
                "tenant",
                models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="tenants.tenant"),
            ),
        ],
    ),
    migrations.CreateModel(
        name="CaseLink",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("at", models.DateTimeField()),
            (
                "by",
                models.ForeignKey(
                    db_index=False,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "first",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="+", to="applications.application"
                ),
            ),
            (
                "second",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="+", to="applications.application"
                ),
            ),
            (
                "tenant",
                models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="tenants.tenant"),
            ),
        ],
        options={"constraints": [models.UniqueConstraint(fields=("first", "second"), name="one_link_per_pair")]},
    ),
    migrations.CreateModel(
        name="Correction",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("outcome", models.CharField(max_length=20)),
            ("decided", models.DateTimeField()),
            ("at", models.DateTimeField()),
            (
                "application",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="corrections",
                    to="applications.application",
                ),
            ),
            (
                "by",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
            (
                "document",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="+", to="kernel.storedfile"
                ),
            ),
            (
                "message",
                models.OneToOneField(
                    on_delete=django.db.models.deletion.CASCADE, related_name="+", to="mailbox.message"
                ),
            ),
            (
                "tenant",
                models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="tenants.tenant"),
            ),
        ],
    ),
    migrations.CreateModel(
        name="Decision",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "outcome",
                models.CharField(
                    choices=[
                        ("granted", "Granted"),
                        ("partly", "Partly"),
                        ("rejected", "Rejected"),
                        ("answered", "Answered"),
                        ("closed", "Closed"),
                        ("forwarded", "Forwarded"),
                    ],
                    max_length=20,
                ),
            ),
            ("at", models.DateTimeField()),
            (
                "application",
                models.OneToOneField(
                    on_delete=django.db.models.deletion.CASCADE, related_name="decision", to="applications.application"
                ),
            ),
            (
                "by",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
            (
                "document",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to="kernel.storedfile"
                ),
            ),
            (
                "tenant",
                models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="tenants.tenant"),
            ),
        ],
    ),
    migrations.CreateModel(
        name="DocumentRequest",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("at", models.DateTimeField()),
            ("reply_by", models.DateField()),
            ("closed", models.DateTimeField(null=True)),
            (
                "application",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="document_requests",
                    to="applications.application",
                ),
            ),
            (
                "by",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
            (
                "message",
                models.OneToOneField(
                    on_delete=django.db.models.deletion.CASCADE, related_name="+", to="mailbox.message"
                ),
            ),
            (
                "tenant",
                models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="tenants.tenant"),
            ),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(
                    condition=models.Q(("closed", None)),
                    fields=("application",),
                    name="one_open_request_per_application",
                )
            ]
        },
    ),
    migrations.CreateModel(
        name="Draft",
        fields=[
            ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
            ("browser", models.BinaryField(max_length=32)),
            ("code", models.BinaryField(max_length=32)),
            ("claimed", models.DateTimeField(null=True)),
            ("language", models.CharField(default="de", max_length=10)),
            ("sealed", models.BinaryField()),
            ("created", models.DateTimeField()),
            ("changed", models.DateTimeField()),
            ("expires", models.DateTimeField()),
            ("warned", models.DateTimeField(null=True)),
            (
                "channel",
                models.CharField(
                    choices=[("online", "Online"), ("paper", "Paper"), ("counter", "Counter"), ("phone", "Phone")],
                    default="online",
                    max_length=10,
                ),
            ),
            (
                "account",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.SET_NULL,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "form_version",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to="forms.formversion"
                ),
            ),
            (
                "key",
                models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="kernel.casekey"),
            ),
            (
                "online_service",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="+", to="catalogue.onlineservice"
                ),
            ),
            (
                "portal",
                models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="tenants.tenant"),
            ),
            (
                "recorded_by",
                models.ForeignKey(
                    db_index=False,
                    null=True,
                    on_delete=django.db.models.deletion.SET_NULL,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "tenant",
                models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="tenants.tenant"),
            ),
        ],
        options={
            "indexes": [
                models.Index(fields=["tenant", "browser"], name="draft_by_browser"),
                models.Index(fields=["tenant", "code"], name="draft_by_code"),
            ]
        },
    ),
    migrations.CreateModel(
        name="Erasure",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("application_id", models.UUIDField(unique=True)),
            ("submitted", models.DateTimeField()),
            ("status", models.CharField(max_length=20)),
            ("at", models.DateTimeField()),
            (
                "tenant",
                models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="tenants.tenant"),
            ),
        ],
    ),
    migrations.CreateModel(
        name="Figures",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("received", models.PositiveIntegerField()),
            ("decided", models.PositiveIntegerField()),
            ("asked", models.PositiveIntegerField()),
            ("median_days", models.FloatField(null=True)),
            ("ninth_days", models.FloatField(null=True)),
            ("at", models.DateTimeField()),
            (
                "department",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="+", to="tenants.department"
                ),
            ),
            (
                "online_service",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="+", to="catalogue.onlineservice"
                ),
            ),
            (
                "tenant",
                models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="tenants.tenant"),
            ),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(fields=("online_service", "department"), name="one_row_of_figures_per_service")
            ]
        },
    ),
    migrations.CreateModel(
        name="Handover",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("at", models.DateTimeField()),
            (
                "application",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="handovers", to="applications.application"
                ),
            ),
            (
                "by",
                models.ForeignKey(
                    db_index=False,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "source",
                models.ForeignKey(
                    db_index=False,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="tenants.department",
                ),
            ),
            (
                "target",
                models.ForeignKey(
                    db_index=False,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="tenants.department",
                ),
            ),
            (
                "tenant",
                models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="tenants.tenant"),
            ),
        ],
    ),
    migrations.CreateModel(
        name="InternalNote",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("at", models.DateTimeField()),
            ("sealed", models.BinaryField()),
            (
                "application",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="notes", to="applications.application"
                ),
            ),
            (
                "by",
                models.ForeignKey(
                    db_index=False,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "tenant",
                models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="tenants.tenant"),
            ),
        ],
        options={"ordering": ["at", "pk"]},
    ),
    migrations.CreateModel(
        name="LetterTemplate",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("slug", models.SlugField(max_length=100)),
            ("name", models.CharField(max_length=200)),
            ("online_service", models.SlugField(max_length=100)),
            ("draft", models.JSONField()),
            ("published", models.JSONField(null=True)),
            ("version", models.PositiveIntegerField(default=0)),
            ("changed", models.DateTimeField()),
            (
                "tenant",
                models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="tenants.tenant"),
            ),
        ],
        options={
            "constraints": [models.UniqueConstraint(fields=("tenant", "slug"), name="one_letter_template_per_slug")]
        },
    ),
    migrations.CreateModel(
        name="ListExport",
        fields=[
            ("id", models.UUIDField(primary_key=True, serialize=False)),
            ("query", models.CharField(max_length=400)),
            ("media_type", models.CharField(max_length=80)),
            ("cases", models.PositiveIntegerField(null=True)),
            ("created", models.DateTimeField()),
            ("ready", models.DateTimeField(null=True)),
            ("expires", models.DateTimeField()),
            (
                "account",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
            (
                "file",
                models.ForeignKey(
                    null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="kernel.storedfile"
                ),
            ),
            (
                "key",
                models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="kernel.casekey"),
            ),
            (
                "tenant",
                models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="tenants.tenant"),
            ),
        ],
        options={"ordering": ["-created"]},
    ),
    migrations.CreateModel(
        name="Opinion",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("at", models.DateTimeField()),
            ("due", models.DateField()),
            ("sealed", models.BinaryField()),
            ("answered", models.DateTimeField(null=True)),
            (
                "answered_by",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "application",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="opinions", to="applications.application"
                ),
            ),
            (
                "by",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
            (
                "department",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to="tenants.department"
                ),
            ),
            (
                "tenant",
                models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="tenants.tenant"),
            ),
        ],
    ),
    migrations.CreateModel(
        name="PrintRun",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("at", models.DateTimeField()),
            ("posted", models.DateField(null=True)),
            (
                "by",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
            (
                "posted_by",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "tenant",
                models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="tenants.tenant"),
            ),
        ],
    ),
    migrations.CreateModel(
        name="Letter",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("sealed", models.BinaryField()),
            ("is_copy", models.BooleanField(default=False)),
            ("queued", models.DateTimeField()),
            (
                "announcement",
                models.OneToOneField(
                    on_delete=django.db.models.deletion.CASCADE, related_name="letter", to="applications.announcement"
                ),
            ),
            (
                "tenant",
                models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="tenants.tenant"),
            ),
            (
                "run",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.SET_NULL,
                    related_name="letters",
                    to="applications.printrun",
                ),
            ),
        ],
    ),
    migrations.CreateModel(
        name="Question",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("at", models.DateTimeField()),
            (
                "answer",
                models.OneToOneField(
                    null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="mailbox.message"
                ),
            ),
            (
                "application",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="questions", to="applications.application"
                ),
            ),
            (
                "by",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
            (
                "message",
                models.OneToOneField(
                    on_delete=django.db.models.deletion.CASCADE, related_name="+", to="mailbox.message"
                ),
            ),
            (
                "tenant",
                models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="tenants.tenant"),
            ),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(
                    condition=models.Q(("answer", None)),
                    fields=("application",),
                    name="one_open_question_per_application",
                )
            ]
        },
    ),
    migrations.CreateModel(
        name="RequestedItem",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("position", models.PositiveSmallIntegerField()),
            ("sealed", models.BinaryField()),
            (
                "answer",
                models.ForeignKey(
                    null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="mailbox.message"
                ),
            ),
            (
                "request",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="items", to="applications.documentrequest"
                ),
            ),
            (
                "tenant",
                models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="tenants.tenant"),
            ),
        ],
        options={
            "ordering": ["position"],
            "constraints": [models.UniqueConstraint(fields=("request", "position"), name="one_item_per_position")],
        },
    ),
    migrations.CreateModel(
        name="SavedView",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("name", models.CharField(max_length=60)),
            ("query", models.CharField(max_length=400)),
            (
                "account",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
            (
                "tenant",
                models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="tenants.tenant"),
            ),
        ],
        options={
            "ordering": ["name"],
            "constraints": [
                models.UniqueConstraint(fields=("tenant", "account", "name"), name="one_saved_view_per_name")
            ],
        },
    ),
    migrations.CreateModel(
        name="SearchToken",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("token", models.BigIntegerField()),
            ("submitted", models.DateTimeField()),
            (
                "application",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="+", to="applications.application"
                ),
            ),
            (
                "tenant",
                models.ForeignKey(
                    db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="tenants.tenant"
                ),
            ),
        ],
        options={
            "indexes": [models.Index(fields=["tenant", "token", "-submitted", "-application"], name="found_by_token")]
        },
    ),
    migrations.CreateModel(
        name="Snippet",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("name", models.CharField(max_length=60)),
            ("text", models.TextField()),
            (
                "department",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="+", to="tenants.department"
                ),
            ),
            (
                "tenant",
                models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="tenants.tenant"),
            ),
        ],
        options={
            "ordering": ["name"],
            "constraints": [models.UniqueConstraint(fields=("department", "name"), name="one_snippet_per_name")],
        },
    ),
    migrations.CreateModel(
        name="Tally",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("status", models.CharField(max_length=20)),
            ("due", models.DateField(null=True)),
            ("change", models.IntegerField()),
            (
                "assignee",
                models.ForeignKey(
                    db_constraint=False,
                    db_index=False,
                    null=True,
                    on_delete=django.db.models.deletion.DO_NOTHING,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "department",
                models.ForeignKey(
                    db_constraint=False,
                    db_index=False,
                    on_delete=django.db.models.deletion.DO_NOTHING,
                    related_name="+",
                    to="tenants.department",
                ),
            ),
            (
                "tenant",
                models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="tenants.tenant"),
            ),
        ],
    ),
    migrations.CreateModel(
        name="Timer",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "kind",
                models.CharField(
                    choices=[
                        ("reply_near", "Reply Near"),
                        ("reply_over", "Reply Over"),
                        ("due_near", "Due Near"),
                        ("due_over", "Due Over"),
                        ("opinion_over", "Opinion Over"),
                        ("not_retrieved", "Not Retrieved"),
                    ],
                    max_length=20,
                ),
            ),
            ("about", models.CharField(max_length=40)),
            ("at", models.DateTimeField()),
            ("done", models.DateTimeField(null=True)),
            (
                "application",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="timers", to="applications.application"
                ),
            ),
            (
                "tenant",
                models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="tenants.tenant"),
            ),
        ],
        options={
            "indexes": [models.Index(condition=models.Q(("done", None)), fields=["tenant", "at"], name="timers_due")],
            "constraints": [
                models.UniqueConstraint(fields=("application", "kind", "about"), name="one_timer_per_subject")
            ],
        },
    ),
    migrations.CreateModel(
        name="Todo",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "kind",
                models.CharField(
                    choices=[
                        ("reply_over", "Reply Over"),
                        ("due_near", "Due Near"),
                        ("due_over", "Due Over"),
                        ("opinion_over", "Opinion Over"),
                        ("opinion_given", "Opinion Given"),
                        ("not_retrieved", "Not Retrieved"),
                        ("undeliverable", "Undeliverable"),
                    ],
                    max_length=20,
                ),
            ),
            ("is_for_lead", models.BooleanField(default=False)),
            ("at", models.DateTimeField()),
            ("done", models.DateTimeField(null=True)),
            (
                "application",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="todos", to="applications.application"
                ),
            ),
            (
                "by",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.SET_NULL,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "tenant",
                models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="tenants.tenant"),
            ),
        ],
        options={
            "constraints": [
                models.UniqueConstraint(
                    condition=models.Q(("done", None)), fields=("application", "kind"), name="one_open_todo_per_kind"
                )
            ]
        },
    ),
    migrations.CreateModel(
        name="Viewing",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "purpose",
                models.CharField(
                    choices=[
                        ("casework", "Casework"),
                        ("inquiry", "Inquiry"),
                        ("consultation", "Consultation"),
                        ("substitution", "Substitution"),
                        ("supervision", "Supervision"),
                    ],
                    max_length=20,
                ),
            ),
            ("at", models.DateTimeField()),
            (
                "account",
                models.ForeignKey(
                    db_index=False,
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "application",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="+", to="applications.application"
                ),
            ),
            (
                "tenant",
                models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="tenants.tenant"),
            ),
        ],
        options={
            "constraints": [models.UniqueConstraint(fields=("application", "account"), name="one_viewing_per_person")]
        },
    ),
    migrations.CreateModel(
        name="Withdrawal",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("at", models.DateTimeField()),
            (
                "channel",
                models.CharField(
                    choices=[("online", "Online"), ("paper", "Paper"), ("counter", "Counter"), ("phone", "Phone")],
                    default="online",
                    max_length=10,
                ),
            ),
            (
                "application",
                models.OneToOneField(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="withdrawal",
                    to="applications.application",
                ),
            ),
            (
                "by",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.SET_NULL,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "message",
                models.OneToOneField(
                    on_delete=django.db.models.deletion.CASCADE, related_name="+", to="mailbox.message"
                ),
            ),
            (
                "tenant",
                models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="tenants.tenant"),
            ),
        ],
    ),
]


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ("applications", "0001_initial"),
        ("applications", "0002_walls"),
        ("applications", "0003_claimed"),
        ("applications", "0004_postkorb"),
        ("applications", "0005_erasure"),
        ("applications", "0006_answered"),
        ("applications", "0007_warned"),
        ("applications", "0008_lists"),
        ("applications", "0009_tallies"),
        ("applications", "0010_acts"),
        ("applications", "0011_due_lists"),
    ]

    dependencies = [
        ("catalogue", "0001_squashed_0007_deadline_and_rules"),
        ("forms", "0001_squashed_0005_offers"),
        ("kernel", "0001_squashed_0004_anchor"),
        ("mailbox", "0001_squashed_0004_kinds"),
        ("tenants", "0001_squashed_0003_administration"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateModels(TABLES),
        RowLevelSecurity("applications_draft"),
        RowLevelSecurity("applications_application"),
        RowLevelSecurity("applications_assignment"),
        RowLevelSecurity("applications_question"),
        RowLevelSecurity("applications_decision"),
        RowLevelSecurity("applications_withdrawal"),
        HolderMayRead("applications_draft"),
        HolderMayRead("applications_application"),
        RowLevelSecurity("applications_erasure"),
        RowLevelSecurity("applications_searchtoken"),
        RowLevelSecurity("applications_tally"),
        RowLevelSecurity("applications_savedview"),
        RowLevelSecurity("applications_viewing"),
        RowLevelSecurity("applications_handover"),
        RowLevelSecurity("applications_internalnote"),
        RowLevelSecurity("applications_caselink"),
        RowLevelSecurity("applications_snippet"),
        RowLevelSecurity("applications_listexport"),
        RowLevelSecurity("applications_figures"),
        RowLevelSecurity("applications_announcement"),
        RowLevelSecurity("applications_correction"),
        RowLevelSecurity("applications_documentrequest"),
        RowLevelSecurity("applications_lettertemplate"),
        RowLevelSecurity("applications_opinion"),
        RowLevelSecurity("applications_printrun"),
        RowLevelSecurity("applications_letter"),
        RowLevelSecurity("applications_requesteditem"),
        RowLevelSecurity("applications_timer"),
        RowLevelSecurity("applications_todo"),
        migrations.RunSQL(KIND, "DROP FUNCTION applications_tally_kind"),
        *(
            migrations.RunSQL(
                COUNT.format(name=name, rows=rows, event=event, tables=tables),
                f"DROP FUNCTION applications_count_{name} CASCADE",
            )
            for name, rows, event, tables in TRIGGERS
        ),
    ]
