import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from drehscheibe.kernel.migrating import CreateModels
from drehscheibe.kernel.scope import RowLevelSecurity

TABLES = [
    migrations.CreateModel(
        name="Account",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("password", models.CharField(max_length=128, verbose_name="password")),
            ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
            ("email", models.EmailField(max_length=254, null=True, unique=True)),
            ("name", models.CharField(max_length=200)),
            ("created", models.DateTimeField()),
            ("is_active", models.BooleanField(default=True)),
            ("is_demo", models.BooleanField(default=False)),
            (
                "kind",
                models.CharField(
                    choices=[("person", "Person"), ("organisation", "Organisation")], default="person", max_length=20
                ),
            ),
            (
                "silenced",
                django.contrib.postgres.fields.ArrayField(
                    base_field=models.CharField(
                        choices=[
                            ("receipt", "Receipt"),
                            ("question", "Question"),
                            ("decision", "Decision"),
                            ("reminder", "Reminder"),
                        ],
                        max_length=20,
                    ),
                    default=list,
                    size=None,
                ),
            ),
            ("sign_outs", models.PositiveIntegerField(default=0)),
        ],
        options={
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(("kind", "person"), ("email", None), _connector="OR"),
                    name="organisation_has_no_sign_in_address",
                )
            ]
        },
    ),
    migrations.CreateModel(
        name="Absence",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("first", models.DateField()),
            ("last", models.DateField()),
            (
                "account",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
            (
                "deputy",
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
            "ordering": ["first", "pk"],
            "constraints": [
                models.CheckConstraint(
                    condition=models.Q(("first__lte", models.F("last"))), name="absence_begins_before_it_ends"
                ),
                models.CheckConstraint(
                    condition=models.Q(("account", models.F("deputy")), _negated=True),
                    name="nobody_stands_in_for_themselves",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        name="ExternalIdentity",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("provider", models.CharField(max_length=40)),
            ("subject", models.CharField(max_length=200)),
            (
                "account",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="identities", to=settings.AUTH_USER_MODEL
                ),
            ),
        ],
        options={
            "constraints": [models.UniqueConstraint(fields=("provider", "subject"), name="one_account_per_identity")]
        },
    ),
    migrations.CreateModel(
        name="Invitation",
        fields=[
            ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
            ("role", models.CharField(choices=[("admin", "Admin"), ("member", "Member")], max_length=20)),
            ("note", models.CharField(blank=True, max_length=120)),
            ("code", models.BinaryField(max_length=32, unique=True)),
            ("at", models.DateTimeField()),
            ("expires", models.DateTimeField()),
            ("accepted", models.DateTimeField(null=True)),
            (
                "accepted_by",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.SET_NULL,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
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
                "organisation",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="invitations", to=settings.AUTH_USER_MODEL
                ),
            ),
        ],
    ),
    migrations.CreateModel(
        name="MailedLink",
        fields=[
            ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
            (
                "purpose",
                models.CharField(
                    choices=[("register", "Register"), ("reset", "Reset"), ("change", "Change"), ("invite", "Invite")],
                    max_length=20,
                ),
            ),
            ("email", models.EmailField(max_length=254)),
            ("name", models.CharField(blank=True, max_length=200)),
            ("places", models.JSONField(default=list)),
            ("language", models.CharField(default="de", max_length=2)),
            ("created", models.DateTimeField()),
            ("expires", models.DateTimeField()),
            ("used", models.DateTimeField(null=True)),
            (
                "account",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "invited_by",
                models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.SET_NULL,
                    related_name="+",
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            (
                "portal",
                models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="tenants.tenant"),
            ),
        ],
    ),
    migrations.CreateModel(
        name="Member",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("role", models.CharField(choices=[("admin", "Admin"), ("member", "Member")], max_length=20)),
            ("since", models.DateTimeField()),
            (
                "organisation",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="members", to=settings.AUTH_USER_MODEL
                ),
            ),
            (
                "person",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
        ],
        options={
            "constraints": [models.UniqueConstraint(fields=("organisation", "person"), name="one_role_per_member")]
        },
    ),
    migrations.CreateModel(
        name="Membership",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            (
                "role",
                models.CharField(
                    choices=[
                        ("editor", "Editor"),
                        ("publisher", "Publisher"),
                        ("clerk", "Clerk"),
                        ("lead", "Lead"),
                        ("tenant_admin", "Tenant Admin"),
                        ("auditor", "Auditor"),
                        ("operator", "Operator"),
                    ],
                    max_length=20,
                ),
            ),
            (
                "account",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                ),
            ),
            (
                "department",
                models.ForeignKey(
                    null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="tenants.department"
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
                    fields=("tenant", "account", "department", "role"),
                    name="one_membership_per_role",
                    nulls_distinct=False,
                )
            ]
        },
    ),
    migrations.CreateModel(
        name="SignIn",
        fields=[
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("at", models.DateTimeField()),
            ("provider", models.CharField(max_length=40)),
            (
                "trust_level",
                models.PositiveSmallIntegerField(
                    choices=[(0, "Guest"), (10, "Low"), (20, "Substantial"), (30, "High")]
                ),
            ),
            ("device", models.CharField(max_length=60)),
            (
                "account",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="sign_ins", to=settings.AUTH_USER_MODEL
                ),
            ),
        ],
        options={"ordering": ["-at", "-pk"]},
    ),
    migrations.CreateModel(
        name="Organisation",
        fields=[
            (
                "account",
                models.OneToOneField(
                    on_delete=django.db.models.deletion.CASCADE,
                    primary_key=True,
                    related_name="organisation",
                    serialize=False,
                    to=settings.AUTH_USER_MODEL,
                ),
            ),
            ("legal_form", models.CharField(blank=True, max_length=80)),
            ("register_number", models.CharField(blank=True, max_length=80)),
            ("address", models.CharField(blank=True, max_length=300)),
        ],
    ),
]


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ("identity", "0001_initial"),
        ("identity", "0002_walls"),
        ("identity", "0003_organisations"),
        ("identity", "0004_mailed_links"),
        ("identity", "0005_absence"),
    ]

    dependencies = [("tenants", "0001_squashed_0003_administration")]

    operations = [CreateModels(TABLES), RowLevelSecurity("identity_membership"), RowLevelSecurity("identity_absence")]
