"""The key file: made once, for its owner alone, and refused with advice when it is broken."""

import base64
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from drehscheibe.kernel.keyring import KeyFileError, Keyring, create, keyed_hash, load

KEY = base64.b64encode(b"k" * 32).decode()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "keys" / "installation.key"


def test_created_file_is_for_its_owner_alone(path):
    create(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert [entry.name for entry in path.parent.iterdir()] == ["installation.key"]


def test_created_file_loads(path):
    create(path)
    ring = load(path)
    assert (len(ring.secret), {name: len(key) for name, key in ring.keys.items()}) == (32, {"1": 32})


def test_existing_file_stays_as_it_is(path):
    create(path)
    before = path.read_bytes()
    create(path)
    assert path.read_bytes() == before


def test_many_creators_agree_on_one_file(path):
    def make(_number: int) -> Keyring:
        create(path)
        return load(path)

    with ThreadPoolExecutor(8) as pool:
        rings = list(pool.map(make, range(32)))
    assert rings == [rings[0]] * 32
    assert [entry.name for entry in path.parent.iterdir()] == ["installation.key"]


@pytest.mark.parametrize(
    "content",
    [
        "",
        f"secret {KEY}\n",
        f"key 1 {KEY}\n",
        f"secret {KEY}\nkey 1\n",
        f"secret {KEY}\nkey 1 not-base64!\n",
        f"secret {KEY}\nkey 1 {KEY[:20]}\n",
        f"secret {base64.b64encode(b'short').decode()}\nkey 1 {KEY}\n",
        f"secret {KEY}\nkey 1 {base64.b64encode(b'short').decode()}\n",
        "\xff\xfe",
    ],
)
def test_broken_file_is_named_with_advice(path, content):
    path.parent.mkdir()
    path.write_text(content, encoding="latin-1")
    with pytest.raises(KeyFileError, match=r"installation\.key.*[Rr]estore it from your backup"):
        load(path)


def test_missing_file_is_named(path):
    with pytest.raises(KeyFileError, match=r"installation\.key"):
        load(path)


def test_last_key_is_in_use(path):
    path.parent.mkdir()
    path.write_text(f"secret {KEY}\nkey old {KEY}\nkey new {KEY}\n")
    assert load(path).current == "new"


def test_derived_keys_differ_by_purpose_and_secret():
    ring = Keyring(b"s" * 32, {"1": b"k" * 32})
    assert ring.derive("a") == ring.derive("a")
    assert len({ring.derive("a"), ring.derive("b"), Keyring(b"t" * 32, ring.keys).derive("a")}) == 3


def test_keyed_hash_tells_its_parts_apart():
    assert keyed_hash(b"k", "ab", "c") != keyed_hash(b"k", "a", "bc")
