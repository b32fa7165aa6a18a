"""As whom the embedded server runs: PostgreSQL refuses root, so root's children become the owner of the data.

At first that is the account `postgres`, else `nobody`. Where it cannot reach the files (a clone in `mktemp -d`), its
processes keep one capability for passing folders; the mode of no such folder is changed.
"""

import os
import pwd
import subprocess
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

ACCOUNTS = ("postgres", "nobody")
CAPABILITIES = ("dac_read_search", "dac_override")  # containers often have only the second
_ENTER = ["/bin/sh", "-c", 'for folder; do test -r "$folder" && cd -- "$folder" || exit 1; done', "sh"]


class EmbeddedPostgresError(RuntimeError):
    """The server cannot run here; the text says why and what to do."""


class ServerUser(NamedTuple):
    """The numeric ids of the user and its main group. The methods raise EmbeddedPostgresError."""

    uid: int
    gid: int

    @classmethod
    def of(cls, data: Path) -> "ServerUser":
        """The user for the data folder, which need not exist yet."""
        me = os.geteuid()
        if data.exists():
            owner = data.stat()
            if owner.st_uid and me in (0, owner.st_uid):
                return cls(owner.st_uid, owner.st_gid)
            raise EmbeddedPostgresError(
                f"The database in {data} belongs to user {_name(owner.st_uid)}, and you are {_name(me)}. "
                f"Work as its owner, or give it to an ordinary user: chown -R USER {data}"
            )
        if me:
            return cls(me, os.getegid())
        for account in ACCOUNTS:
            with suppress(KeyError):
                found = pwd.getpwnam(account)
                return cls(found.pw_uid, found.pw_gid)
        raise EmbeddedPostgresError(
            f"PostgreSQL does not run as root, and there is no account {' or '.join(ACCOUNTS)}. "
            "Add one (useradd --system postgres) or work as an ordinary user."
        )

    def becoming(self, *folders: Path) -> list[str]:
        """The words to put before a command so that it runs as this user and can enter all the folders."""
        if os.geteuid() == self.uid:
            return []
        change = ["setpriv", f"--reuid={self.uid}", f"--regid={self.gid}", "--clear-groups"]
        # no_setuid_fixup: without it access(2), by which PostgreSQL finds its own programs, ignores the capability.
        keep = [*change, "--securebits=+no_setuid_fixup"]
        for way in (
            change,
            *([*keep, f"--inh-caps=-all,+{one}", f"--ambient-caps=-all,+{one}"] for one in CAPABILITIES),
        ):
            with suppress(FileNotFoundError):  # no setpriv
                entering = [*way, *_ENTER, *map(str, folders)]
                if not subprocess.run(entering, cwd="/", capture_output=True, check=False).returncode:  # noqa: S603
                    return way
        closed = " or ".join(map(str, folders))
        raise EmbeddedPostgresError(
            f"PostgreSQL does not run as root, and user {_name(self.uid)} cannot enter {closed}. "
            "Move the project to a folder everybody may pass (such as /srv), install setpriv (util-linux), "
            "work as an ordinary user, or name a PostgreSQL server of your own in DATABASE_URL."
        )


def _name(uid: int) -> str:
    with suppress(KeyError):
        return pwd.getpwuid(uid).pw_name
    return str(uid)
