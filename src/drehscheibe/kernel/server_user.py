"""As whom the embedded database server runs, and how a child process becomes that user.

PostgreSQL refuses to run as root, so root's children turn into the owner of the data, at first the account `postgres`,
else `nobody`. A folder only root may enter (a clone in `mktemp -d`) stays closed: where the user cannot reach
the files, its processes keep one capability for passing folders, and the mode of no such folder is changed.
"""

import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path

ACCOUNTS = ("postgres", "nobody")
CAPABILITIES = ("dac_read_search", "dac_override")  # containers often have only the second


class EmbeddedPostgresError(RuntimeError):
    """The server cannot run here; the text says why and what to do."""


@dataclass(frozen=True)
class ServerUser:
    """The numeric ids of the user and its main group."""

    uid: int
    gid: int

    @classmethod
    def of(cls, data: Path) -> "ServerUser":
        """The user for the data folder, which need not exist yet.

        Raises EmbeddedPostgresError when the caller may not run a server as its owner.
        """
        me = os.geteuid()
        if data.exists():
            owner = data.stat()
            if owner.st_uid == 0 or me not in (0, owner.st_uid):
                raise EmbeddedPostgresError(
                    f"The database in {data} belongs to user {_name(owner.st_uid)}, and you are {_name(me)}. "
                    f"Work as its owner, or give it to an ordinary user: chown -R USER {data}"
                )
            return cls(owner.st_uid, owner.st_gid)
        if me:
            return cls(me, os.getegid())
        known = {account.pw_name: account for account in pwd.getpwall()}
        for name in ACCOUNTS:
            if name in known:
                return cls(known[name].pw_uid, known[name].pw_gid)
        raise EmbeddedPostgresError(
            f"PostgreSQL does not run as root, and there is no account {' or '.join(ACCOUNTS)}. "
            "Add one (useradd --system postgres) or work as an ordinary user."
        )

    def becoming(self, *folders: Path) -> list[str]:
        """The words to put before a command so that it runs as this user and can enter all the folders.

        Raises EmbeddedPostgresError when there is no such way.
        """
        if os.geteuid() == self.uid:
            return []
        change = ["setpriv", f"--reuid={self.uid}", f"--regid={self.gid}", "--clear-groups"]
        for way in (change, *([*change, *_keeping(capability)] for capability in CAPABILITIES)):
            if _can_enter(way, folders):
                return way
        closed = " or ".join(map(str, folders))
        raise EmbeddedPostgresError(
            f"PostgreSQL does not run as root, and user {_name(self.uid)} cannot enter {closed}. "
            "Move the project to a folder everybody may pass (such as /srv), install setpriv (util-linux), "
            "work as an ordinary user, or name a PostgreSQL server of your own in DATABASE_URL."
        )


def _keeping(capability: str) -> list[str]:
    # no_setuid_fixup: without it access(2), by which PostgreSQL finds its own programs, ignores the capability.
    kept = f"-all,+{capability}"
    return ["--securebits=+no_setuid_fixup", f"--inh-caps={kept}", f"--ambient-caps={kept}"]


def _can_enter(way: list[str], folders: tuple[Path, ...]) -> bool:
    enter = [*way, "/bin/sh", "-c", 'for folder; do test -r "$folder" && cd -- "$folder" || exit 1; done', "sh"]
    try:
        return not subprocess.run([*enter, *map(str, folders)], cwd="/", capture_output=True, check=False).returncode  # noqa: S603
    except FileNotFoundError:  # no setpriv
        return False


def _name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)
