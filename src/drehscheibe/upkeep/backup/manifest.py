"""What a backup says of itself: versions, keys by fingerprint, and a count and a hash of every table."""

from importlib.metadata import version
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from psycopg import sql

from drehscheibe.kernel.keyring import Keyring, keyed_hash
from drehscheibe.kernel.models import Anchor, TenantKey
from drehscheibe.upkeep.backup.postgres_tools import server_version

_WRITTEN_ALIKE = {"timezone": "UTC", "datestyle": "ISO", "extra_float_digits": "1", "bytea_output": "hex"}
_FIGURE = """
SELECT count(*), coalesce(sum(('x' || left(md5(row::text), 16))::bit(64)::bigint::numeric), 0)::text FROM {} AS row
"""


class OtherInstallationError(RuntimeError):
    """The backup does not belong to this key file or this version; the message says what to do."""


def tables() -> list[str]:
    """The names of all tables."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY 1"
        )
        return [name for (name,) in cursor.fetchall()]


def figures() -> dict[str, list[Any]]:
    """Table -> how many rows, and a hash over all of them whatever their order. As the owner, in a transaction."""
    found = {}
    with connection.cursor() as cursor:
        for setting, value in _WRITTEN_ALIKE.items():
            cursor.execute("SELECT set_config(%s, %s, true)", [setting, value])
        for table in tables():
            cursor.execute(sql.SQL(_FIGURE).format(sql.Identifier(table)))
            found[table] = list(cursor.fetchone() or ())
    return found


def fingerprint(key: bytes) -> str:
    """Tells keys apart and says nothing of them."""
    return keyed_hash(key, "fingerprint").hex()[:32]


def described() -> dict[str, Any]:
    """The installation as it is: version, migrations, keys in use, last anchor. As the owner."""
    ring: Keyring = settings.DREHSCHEIBE_KEYRING
    used = TenantKey._base_manager.values_list("key_name", flat=True).distinct()  # noqa: SLF001  all tenants'
    last = Anchor.objects.order_by("-position").first()
    return {
        "version": version("drehscheibe"),
        "postgresql": server_version(),
        "migrations": sorted(".".join(key) for key in MigrationRecorder(connection).applied_migrations()),
        "secret": fingerprint(ring.secret),
        "keys": {name: fingerprint(ring.keys[name]) for name in sorted(set(used))},
        "anchor": [last.position, bytes(last.digest).hex()] if last else None,
    }


def check(told: dict[str, Any]) -> None:
    """Raise OtherInstallationError when this key file cannot open the backup, or this version does not know it."""
    ring: Keyring = settings.DREHSCHEIBE_KEYRING
    missing = [name for name, known in told["keys"].items() if known != fingerprint(ring.keys.get(name, b""))]
    if told["secret"] != fingerprint(ring.secret) or missing:
        raise OtherInstallationError(
            "Diese Schlüsseldatei gehört nicht zu dieser Sicherung"
            + (f" (Schlüssel {', '.join(missing)})" if missing else "")
            + ". Holen Sie die Schlüsseldatei, die zur Zeit der Sicherung galt, aus Ihrer Sicherung der Schlüssel."
        )
    steps = MigrationLoader(None).disk_migrations
    known = {".".join(key) for name, step in steps.items() for key in (name, *step.replaces)}
    if set(told["migrations"]) - known:
        raise OtherInstallationError(
            f"Diese Sicherung stammt von der neueren Version {told['version']}. Nehmen Sie das Programm dieser Version."
        )
