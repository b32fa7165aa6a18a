"""Keys of the installation can be changed: every tenant's key is wrapped anew, all or none."""

import os
import shutil
import signal
import uuid
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import connection

from drehscheibe.config import upkeep_commands
from drehscheibe.kernel import crypto, keyring
from drehscheibe.kernel.models import TenantKey
from drehscheibe.tenants.operations import create_portal, work_as
from tests.cast import tenant


@pytest.fixture
def key_file(tmp_path: Path, settings, monkeypatch) -> Path:
    """A copy of the key file; keys of tenants are not kept in memory."""
    copy = tmp_path / "installation.key"
    shutil.copy(settings.DREHSCHEIBE_KEY_FILE, copy)
    settings.DREHSCHEIBE_KEY_FILE = copy
    monkeypatch.setattr(crypto, "_tenant_keys", {})
    return copy


@pytest.fixture
def owner(committing_database):
    """Work as the commands do, which log in as the owner of the tables, for the length of a `with`."""

    @contextmanager
    def logged_in():
        with committing_database() as known:
            user = known.info.user
        before = connection.settings_dict["USER"]
        connection.close()
        connection.settings_dict["USER"] = user
        try:
            yield
        finally:
            connection.close()
            connection.settings_dict["USER"] = before

    return logged_in


def names(owner) -> set[str]:
    with owner():
        return set(TenantKey._base_manager.values_list("key_name", flat=True))


def sealed(slug: str):
    """A case of the tenant, and what was sealed for it."""
    with work_as(tenant(slug)):
        key = crypto.create_case_key(uuid.uuid4())
        return key, crypto.cipher(key).seal("note", b"Geheimnis")


def opens(slug: str, key, piece: bytes) -> bool:
    with work_as(tenant(slug)):
        return crypto.cipher(key).open("note", piece) == b"Geheimnis"


def forget_tenant_keys() -> None:
    crypto._tenant_keys.clear()


def test_rotation_wraps_every_tenants_key_and_old_lines_may_go(key_file, owner, settings):
    pieces = {slug: sealed(slug) for slug in ("musterstadt", "auenfeld")}
    with owner():
        upkeep_commands.rotate_keys(add_only=False)
    assert names(owner) == {"2"}
    lines = [line for line in key_file.read_text().splitlines() if not line.startswith("key 1 ")]
    key_file.write_text("\n".join(lines) + "\n")
    settings.DREHSCHEIBE_KEYRING = keyring.load(key_file)
    forget_tenant_keys()
    assert [opens(slug, *piece) for slug, piece in pieces.items()] == [True, True]


def test_a_running_process_finds_the_new_key_by_itself(key_file, owner, settings):
    piece = sealed("musterstadt")
    with owner():
        upkeep_commands.rotate_keys(add_only=False)
    forget_tenant_keys()
    assert "2" not in settings.DREHSCHEIBE_KEYRING.keys  # as it was read at the start
    assert opens("musterstadt", *piece)


def test_a_running_process_wraps_a_new_portals_key_by_the_new_key(key_file, owner):
    with owner():
        upkeep_commands.rotate_keys(add_only=False)
    create_portal(slug="neustadt", name="Neustadt", prefix="NEU", hosts=["neustadt.example"])
    assert names(owner) == {"2"}


def test_the_key_may_be_given_to_other_machines_first(key_file, owner):
    with owner():
        upkeep_commands.rotate_keys(add_only=True)
    assert names(owner) == {"1"}
    with owner():
        upkeep_commands.rotate_keys(add_only=False)
    assert names(owner) == {"2"}
    assert list(keyring.load(key_file).keys) == ["1", "2"]


def test_the_key_file_stays_its_owners_alone(key_file):
    keyring.add_key(key_file)
    assert key_file.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in key_file.parent.iterdir()] == [key_file.name]


def test_a_rotation_killed_in_the_middle_changes_nothing_and_goes_on_later(key_file, owner, monkeypatch):
    piece = sealed("musterstadt")
    child = os.fork()
    if child == 0:  # a process of its own, killed after the second of four keys
        save, done = TenantKey.save, []

        def killed_soon(row, **options):
            save(row, **options)
            done.append(row)
            if len(done) == 2:
                os.kill(os.getpid(), signal.SIGKILL)

        TenantKey.save = killed_soon
        with owner():
            upkeep_commands.rotate_keys(add_only=False)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    connection.close()
    assert os.WTERMSIG(status) == signal.SIGKILL
    assert names(owner) == {"1"}
    assert opens("musterstadt", *piece)
    with owner():
        upkeep_commands.rotate_keys(add_only=False)
    assert names(owner) == {"2"}
    assert list(keyring.load(key_file).keys) == ["1", "2"]  # the key that the killed one added is used
    forget_tenant_keys()
    assert opens("musterstadt", *piece)
