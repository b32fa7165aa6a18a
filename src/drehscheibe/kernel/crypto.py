"""Envelope encryption: an installation key wraps a tenant key, which wraps one key per case (AES-256-GCM).

Tenant, case and field are authenticated with every piece, so ciphertext moved to another place does not open.
Deleting a case's key deletes the case for good, in every backup too.
"""

import os
import uuid
from dataclasses import dataclass

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import connection

from drehscheibe.kernel import keyring, scope
from drehscheibe.kernel.models import CaseKey, TenantKey


def _seal(key: bytes, plain: bytes, place: str) -> bytes:
    nonce = os.urandom(12)
    return nonce + AESGCM(key).encrypt(nonce, plain, place.encode())


def _open(key: bytes, sealed: bytes, place: str) -> bytes:
    return AESGCM(key).decrypt(sealed[:12], sealed[12:], place.encode())


_tenant_keys: dict[int, bytes] = {}


def _tenant_key(tenant_id: int) -> bytes:
    known = _tenant_keys.get(tenant_id)
    if known:
        return known
    row = TenantKey.objects.filter(tenant_id=tenant_id).first()
    if row is None:
        raise LookupError(f"Tenant {tenant_id} has no key. Create portals with `drehscheibe portal create`.")
    key = _open(settings.DREHSCHEIBE_KEYRING.keys[row.key_name], bytes(row.wrapped), f"tenant {tenant_id}")
    if not connection.savepoint_ids:  # a nested transaction may still take the row back
        _tenant_keys[tenant_id] = key
    return key


def create_tenant_key(tenant_id: int) -> None:
    """Give a new tenant its key, wrapped by the installation's current key."""
    secrets: keyring.Keyring = settings.DREHSCHEIBE_KEYRING
    wrapped = _seal(secrets.keys[secrets.current], os.urandom(32), f"tenant {tenant_id}")
    TenantKey.objects.create(tenant_id=tenant_id, key_name=secrets.current, wrapped=wrapped)


def create_case_key(case_id: uuid.UUID) -> CaseKey:
    """A new key for the case `case_id` of the tenant whose scope is entered."""
    tenant_id = scope.current().tenant_id
    wrapped = _seal(_tenant_key(tenant_id), os.urandom(32), f"case {tenant_id} {case_id}")
    return CaseKey.objects.create(id=case_id, tenant_id=tenant_id, wrapped=wrapped)


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
