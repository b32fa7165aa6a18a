"""Envelope encryption: an installation key wraps a tenant key, which wraps one key per case (AES-256-GCM).

Tenant, case and field are authenticated with every piece, so ciphertext moved to another place does not open.
Deleting a case's key deletes the case for good, in every backup too.
"""

import os
import uuid
from dataclasses import dataclass

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import connection, transaction

from drehscheibe.kernel import keyring, rows, scope
from drehscheibe.kernel.models import CaseKey, TenantKey


def _seal(key: bytes, plain: bytes, place: str) -> bytes:
    nonce = os.urandom(12)
    return nonce + AESGCM(key).encrypt(nonce, plain, place.encode())


def _open(key: bytes, sealed: bytes, place: str) -> bytes:
    return AESGCM(key).decrypt(sealed[:12], sealed[12:], place.encode())


_tenant_keys: dict[int, bytes] = {}


def _ring(name: str = "") -> keyring.Keyring:
    """The installation's keys; read anew from the file when a key is missing that `keys rotate` may have added."""
    known: keyring.Keyring = settings.DREHSCHEIBE_KEYRING
    if name in known.keys:
        return known
    fresh = keyring.load(settings.DREHSCHEIBE_KEY_FILE)
    is_later = fresh.secret == known.secret and known.keys.keys() <= fresh.keys.keys()
    found = fresh if is_later else known
    if name and name not in found.keys:
        raise LookupError(f"The key file has no key {name}. Copy it from where `keys rotate` ran, or from your backup.")
    return found


def _tenant_key(tenant_id: int) -> bytes:
    known = _tenant_keys.get(tenant_id)
    if known:
        return known
    row = TenantKey.objects.filter(tenant_id=tenant_id).first()
    if row is None:
        raise LookupError(f"Tenant {tenant_id} has no key. Create portals with `drehscheibe portal create`.")
    key = _open(_ring(row.key_name).keys[row.key_name], bytes(row.wrapped), f"tenant {tenant_id}")
    if not connection.savepoint_ids:  # a nested transaction may still take the row back
        _tenant_keys[tenant_id] = key
    return key


def create_tenant_key(tenant_id: int) -> None:
    """Give a new tenant its key, wrapped by the installation's current key."""
    secrets = _ring()
    wrapped = _seal(secrets.keys[secrets.current], os.urandom(32), f"tenant {tenant_id}")
    TenantKey.objects.create(tenant_id=tenant_id, key_name=secrets.current, wrapped=wrapped)


def waiting(secrets: keyring.Keyring) -> int:
    """How many tenants' keys are not wrapped by the last installation key. As the owner, who sees all."""
    return TenantKey._base_manager.exclude(key_name=secrets.current).count()  # noqa: SLF001  all tenants'


@transaction.atomic
def wrap_anew(secrets: keyring.Keyring) -> int:
    """Wrap all tenants' keys by the last installation key: all or none. As the owner. Returns how many changed."""
    rows = TenantKey._base_manager.select_for_update().exclude(key_name=secrets.current)  # noqa: SLF001  all tenants'
    changed = 0
    for row in rows.order_by("pk"):
        place = f"tenant {row.tenant_id}"
        key = _open(secrets.keys[row.key_name], bytes(row.wrapped), place)
        row.key_name, row.wrapped = secrets.current, _seal(secrets.keys[secrets.current], key, place)
        row.save(update_fields=["key_name", "wrapped"])
        changed += 1
    return changed


def create_case_key(case_id: uuid.UUID) -> CaseKey:
    """A new key for the case `case_id` of the tenant whose scope is entered."""
    tenant_id = scope.current().tenant_id
    wrapped = _seal(_tenant_key(tenant_id), os.urandom(32), f"case {tenant_id} {case_id}")
    key = CaseKey(id=case_id, tenant_id=tenant_id, wrapped=wrapped)
    rows.insert(key)
    return key


@dataclass(frozen=True)
class Cipher:
    """Seals and opens the pieces of one case; `field` names the place a piece belongs to."""

    key: bytes
    place: str

    def seal(self, field: str, plain: bytes) -> bytes:
        return _seal(self.key, plain, f"{self.place} {field}")

    def open(self, field: str, sealed: bytes | memoryview) -> bytes:
        """Raises cryptography's InvalidTag when the piece was altered or belongs elsewhere."""
        return _open(self.key, bytes(sealed), f"{self.place} {field}")


def cipher(case_key: CaseKey) -> Cipher:
    """The cipher of a case."""
    place = f"case {case_key.tenant_id} {case_key.id}"
    return Cipher(_open(_tenant_key(case_key.tenant_id), bytes(case_key.wrapped), place), place)
