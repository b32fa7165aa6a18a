"""Sealed pieces open in their own place, for their own tenant, with keys that are still there."""

import os
import uuid

import pytest
from cryptography.exceptions import InvalidTag

from drehscheibe.kernel import crypto
from drehscheibe.kernel.keyring import Keyring
from drehscheibe.kernel.models import CaseKey, TenantKey

WORDS = b"Bello, geboren 2024"


@pytest.fixture(autouse=True)
def empty_memory(monkeypatch):
    """No tenant key in memory: each test opens what is stored."""
    monkeypatch.setattr(crypto, "_tenant_keys", {})


@pytest.fixture
def key(musterstadt, scope_of):
    with scope_of(musterstadt):
        return crypto.create_case_key(uuid.uuid4())


def test_sealed_piece_opens_again(key, musterstadt, scope_of):
    with scope_of(musterstadt):
        sealed = crypto.cipher(key).seal("draft", WORDS)
        assert WORDS not in sealed
        assert crypto.cipher(CaseKey.objects.get(pk=key.pk)).open("draft", memoryview(sealed)) == WORDS


def test_same_words_are_sealed_differently_each_time(key, musterstadt, scope_of):
    with scope_of(musterstadt):
        cipher = crypto.cipher(key)
    assert cipher.seal("draft", WORDS) != cipher.seal("draft", WORDS)


def test_piece_does_not_open_as_another_field(key, musterstadt, scope_of):
    with scope_of(musterstadt):
        cipher = crypto.cipher(key)
    with pytest.raises(InvalidTag):
        cipher.open("declaration", cipher.seal("draft", WORDS))


def test_piece_does_not_open_in_another_case(key, musterstadt, scope_of):
    with scope_of(musterstadt):
        other = crypto.cipher(crypto.create_case_key(uuid.uuid4()))
        sealed = crypto.cipher(key).seal("draft", WORDS)
    with pytest.raises(InvalidTag):
        other.open("draft", sealed)


def test_altered_piece_does_not_open(key, musterstadt, scope_of):
    with scope_of(musterstadt):
        cipher = crypto.cipher(key)
    sealed = bytearray(cipher.seal("draft", WORDS))
    for place in (0, 12, len(sealed) - 1):
        altered = bytearray(sealed)
        altered[place] ^= 1
        with pytest.raises(InvalidTag):
            cipher.open("draft", bytes(altered))


def test_key_moved_to_another_case_does_not_open(key, musterstadt, scope_of):
    moved = CaseKey(id=uuid.uuid4(), tenant_id=key.tenant_id, wrapped=key.wrapped)
    with scope_of(musterstadt), pytest.raises(InvalidTag):
        crypto.cipher(moved)


def test_key_moved_to_another_tenant_does_not_open(key, auenfeld, scope_of):
    moved = CaseKey(id=key.id, tenant_id=auenfeld.pk, wrapped=key.wrapped)
    with scope_of(auenfeld), pytest.raises(InvalidTag):
        crypto.cipher(moved)


def test_another_tenant_cannot_reach_the_key(key, auenfeld, scope_of):
    with scope_of(auenfeld), pytest.raises(LookupError):
        crypto.cipher(key)


def test_case_without_its_key_is_unreadable_for_good(key, musterstadt, scope_of):
    with scope_of(musterstadt):
        sealed = crypto.cipher(key).seal("draft", WORDS)
        CaseKey.objects.filter(pk=key.pk).delete()
        made_again = crypto.create_case_key(key.pk)
        with pytest.raises(InvalidTag):
            crypto.cipher(made_again).open("draft", sealed)


def test_tenant_without_its_key_cannot_begin_a_case(musterstadt, scope_of):
    with scope_of(musterstadt):
        TenantKey.objects.all().delete()
        with pytest.raises(LookupError, match="portal create"):
            crypto.create_case_key(uuid.uuid4())


def test_older_installation_key_still_opens_and_the_last_one_wraps(key, musterstadt, kreis, scope_of, settings):
    with scope_of(musterstadt):
        sealed = crypto.cipher(key).seal("draft", WORDS)
    before: Keyring = settings.DREHSCHEIBE_KEYRING
    settings.DREHSCHEIBE_KEYRING = Keyring(before.secret, before.keys | {"2": os.urandom(32)})
    crypto._tenant_keys.clear()
    with scope_of(musterstadt):
        assert crypto.cipher(key).open("draft", sealed) == WORDS
    with scope_of(kreis):
        TenantKey.objects.all().delete()
        crypto.create_tenant_key(kreis.pk)
        assert TenantKey.objects.get().key_name == "2"
        assert crypto.cipher(crypto.create_case_key(uuid.uuid4())).seal("draft", WORDS)


def test_without_the_right_installation_key_nothing_opens(key, musterstadt, scope_of, settings):
    before: Keyring = settings.DREHSCHEIBE_KEYRING
    settings.DREHSCHEIBE_KEYRING = Keyring(before.secret, dict.fromkeys(before.keys, os.urandom(32)))
    crypto._tenant_keys.clear()
    with scope_of(musterstadt), pytest.raises(InvalidTag):
        crypto.cipher(key)
