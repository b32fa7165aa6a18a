"""The installation's secrets: one key file, from which every other secret is derived.

The file has a line `secret <base64>` (never changes: access codes hang on it) and one or more lines
`key <name> <base64>`; the last key wraps new tenant keys, older ones still unwrap.
"""

import base64
import hmac
import os
import secrets
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


class KeyFileError(RuntimeError):
    """The key file is missing or cannot be understood; the message names the file and what to do."""


@dataclass(frozen=True)
class Keyring:
    """`secret`: 32 bytes; `keys`: name -> 32 bytes, the last one is in use."""

    secret: bytes
    keys: dict[str, bytes]

    @property
    def current(self) -> str:
        return list(self.keys)[-1]

    def derive(self, purpose: str) -> bytes:
        """32 bytes for one purpose (HKDF-SHA256, RFC 5869); the same for the life of the installation."""
        return _derived(self.secret, purpose)


@lru_cache(maxsize=32)
def _derived(secret: bytes, purpose: str) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose.encode()).derive(secret)


def load(path: Path) -> Keyring:
    """Read the key file. Raises KeyFileError when it is missing or malformed."""
    try:
        rows = [line.split() for line in path.read_text().splitlines() if line.strip()]
        secret = next(base64.b64decode(row[1], validate=True) for row in rows if row[0] == "secret")
        keys = {row[1]: base64.b64decode(row[2], validate=True) for row in rows if row[0] == "key"}
    except (OSError, ValueError, IndexError, StopIteration) as error:
        raise KeyFileError(f"The key file {path} cannot be read. Restore it from your backup of keys.") from error
    if len(secret) != 32 or not keys or any(len(key) != 32 for key in keys.values()):
        raise KeyFileError(f"The key file {path} has a key of the wrong length. Restore it from your backup of keys.")
    return Keyring(secret, keys)


def create(path: Path) -> None:
    """Write a new key file that only its owner may read; an existing file stays as it is."""
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    fresh = (base64.b64encode(secrets.token_bytes(32)).decode() for _ in range(2))
    handle, draft = tempfile.mkstemp(dir=path.parent)  # mode 0600
    with os.fdopen(handle, "w") as out:
        out.write(f"secret {next(fresh)}\nkey 1 {next(fresh)}\n")
        out.flush()
        os.fsync(out.fileno())
    with suppress(FileExistsError):  # somebody was faster
        os.link(draft, path)
    Path(draft).unlink()


def add_key(path: Path) -> Keyring:
    """Add a fresh key as the last line of the key file, whole or not at all; it wraps from now on."""
    known = load(path)
    number = max((int(name) for name in known.keys if name.isdigit()), default=0) + 1
    fresh = base64.b64encode(secrets.token_bytes(32)).decode()
    before = path.stat()
    handle, draft = tempfile.mkstemp(dir=path.parent)  # mode 0600
    with os.fdopen(handle, "w") as out:
        out.write(f"{path.read_text().rstrip()}\nkey {number} {fresh}\n")
        out.flush()
        os.fsync(out.fileno())
        os.fchown(out.fileno(), before.st_uid, before.st_gid)
    Path(draft).replace(path)
    return load(path)


def keyed_hash(key: bytes, *parts: str) -> bytes:
    """HMAC-SHA256 over the parts, unambiguous between ("ab", "c") and ("a", "bc")."""
    return hmac.digest(key, "\0".join(parts).encode(), "sha256")
