"""Backups are proven by restoring them: every row and file is there again, a case opens, and nothing is overwritten."""

import json
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from drehscheibe.kernel import embedded_postgres

PROJECT = Path(__file__).resolve().parents[2]
CASES = """
from drehscheibe.demo.seed import seed
from drehscheibe.kernel import clock
seed(now=clock.now(), say=lambda _step: None)
from drehscheibe.kernel import files
from drehscheibe.tenants.operations import work_as
from tests.cases import filled_draft, send
from tests.cast import NOW, tenant
for slug in ("musterstadt", "auenfeld"):
    with work_as(tenant(slug)):
        for seed in range(6):
            draft, found = filled_draft("hundesteuer-anmelden", tenant(slug), seed=seed)
            for number in range(3):
                files.store(draft.key, b"%PDF-1.7 Nachweis " + bytes(1000 * number), "application/pdf", NOW)
            send(draft, found)
"""
ROWS = """
import json
from django.db import transaction
from drehscheibe.upkeep.backup import manifest
with transaction.atomic():
    print(json.dumps(manifest.figures()))
"""
READ = """
import json
from django.db import connection
from drehscheibe.applications.models import Application
from drehscheibe.applications.queries import declaration
from drehscheibe.kernel import files
from drehscheibe.kernel.models import StoredFile
from drehscheibe.tenants.operations import work_as
from tests.cast import tenant
with connection.cursor() as cursor:
    cursor.execute("SELECT current_user")
    read = [cursor.fetchone()[0]]
for slug in ("musterstadt", "auenfeld"):
    with work_as(tenant(slug)):
        cases = Application.objects.select_related("key").order_by("pk")
        read += [declaration(case).values for case in cases]
        read += [len(files.read(file)) for file in StoredFile.objects.select_related("key").order_by("pk")]
print(json.dumps(read))
"""


class Installation:
    """A folder with everything in it, used by the command line as an operator would."""

    def __init__(self, var: Path) -> None:
        self.var = var

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        inherited = {k: v for k, v in os.environ.items() if not k.startswith(("DREHSCHEIBE_", "DJANGO_", "DATABASE_"))}
        own = {
            "DREHSCHEIBE_VAR": str(self.var),
            "DREHSCHEIBE_MODE": "production",
            "PYTHONPATH": f"{PROJECT / 'src'}:{PROJECT}",
        }
        return subprocess.run(
            [sys.executable, "-m", "drehscheibe", *arguments],
            env={**inherited, **own, "DREHSCHEIBE_STATIC": str(PROJECT / "var" / "static")},
            cwd=PROJECT,
            capture_output=True,
            text=True,
            timeout=900,
            check=False,
        )

    def ok(self, *arguments: str) -> str:
        done = self.run(*arguments)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def ask(self, code: str, login: str = "app") -> list | dict:
        """What code prints as JSON; as the owner of the tables, the code logs in anew."""
        if login == "owner":
            code = (
                f"from django.db import connection as c; c.settings_dict['USER'] = '{embedded_postgres.OWNER}'\n{code}"
            )
        return json.loads(self.ok("shell", "-c", code).splitlines()[-1])

    def key_file(self) -> Path:
        return self.var / "keys" / "installation.key"

    def files(self) -> dict[str, bytes]:
        media = self.var / "media"
        return {str(path.relative_to(media)): path.read_bytes() for path in media.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """Everybody may pass it, so that PostgreSQL's own user can."""
    made = Path(
        subprocess.run(["mktemp", "-d", "-t", "dsXXXXXX"], capture_output=True, text=True, check=True).stdout.strip()
    )
    made.chmod(0o755)
    yield made
    shutil.rmtree(made, ignore_errors=True)


@pytest.fixture(scope="module")
def town(folder: Path) -> Iterator[Installation]:
    """An installation with cases and files, and its database running, as beside a live server."""
    found = Installation(folder / "var")
    with embedded_postgres.hold(found.var):
        found.ok("migrate")
        found.ok("shell", "-c", CASES)
        found.ok("backup", "--to", str(folder / "backups"))
        yield found


@pytest.fixture(scope="module")
def empty(town: Installation, folder: Path) -> Iterator[Installation]:
    """A folder with nothing but the key file, and its database running; refused restores leave it so."""
    found = Installation(folder / "fresh")
    (found.var / "keys").mkdir(parents=True)
    with embedded_postgres.hold(found.var):
        yield found


@pytest.fixture
def fresh(empty: Installation, town: Installation) -> Installation:
    """The empty installation with the right key file."""
    assert empty.files() == {}
    shutil.copy(town.key_file(), empty.key_file())
    return empty


def latest(folder: Path) -> Path:
    return max((folder / "backups").glob("*Z"))


def test_a_full_installation_is_not_overwritten(town: Installation, folder: Path) -> None:
    before = town.ask(ROWS, "owner")
    done = town.run("restore", "--from", str(folder / "backups"))
    assert (done.returncode, "nicht leer" in done.stderr) == (1, True)
    assert town.ask(ROWS, "owner") == before


@pytest.mark.parametrize("line", ["secret", "key 1"])
def test_another_key_file_is_refused(town: Installation, fresh: Installation, folder: Path, line: str) -> None:
    other = "A" * 43 + "="
    lines = fresh.key_file().read_text().splitlines()
    fresh.key_file().write_text(
        "\n".join(f"{line} {other}" if kept.startswith(line) else kept for kept in lines) + "\n"
    )
    done = fresh.run("restore", "--from", str(folder / "backups"))
    assert (done.returncode, "Schlüsseldatei" in done.stderr) == (1, True)
    assert fresh.files() == {}
    assert (
        fresh.ask("from drehscheibe.upkeep.backup import manifest; import json; print(json.dumps(manifest.tables()))")
        == []
    )


@pytest.mark.parametrize("part", ["database.dump", "media.txt", "media"])
def test_a_damaged_backup_is_refused(town: Installation, fresh: Installation, folder: Path, part: str) -> None:
    damaged = folder / f"damaged-{part}" / latest(folder).name
    shutil.copytree(latest(folder), damaged)
    victim = next(path for path in (damaged / part).rglob("*") if path.is_file()) if part == "media" else damaged / part
    content = bytearray(victim.read_bytes())
    content[len(content) // 2] ^= 1
    victim.write_bytes(content)
    done = fresh.run("restore", "--from", str(damaged))
    assert (done.returncode, "beschädigt" in done.stderr) == (1, True)
    assert fresh.files() == {}


def test_everything_is_there_again(town: Installation, fresh: Installation, folder: Path) -> None:
    told = fresh.ok("restore", "--from", str(folder / "backups"))
    assert "Wiederhergestellt" in told
    before, after = (where.ask(ROWS, "owner") for where in (town, fresh))
    assert before.pop("upkeep_backup")[0] == after.pop("upkeep_backup")[0] + 1  # the backup itself is noted after it
    assert after == before
    assert after["applications_application"][0] >= 12
    kept, found = town.files(), fresh.files()
    chosen = random.Random(14).sample(sorted(kept), min(len(kept), 50))  # noqa: S311  reproducible
    assert len(chosen) >= 36
    assert [found[name] == kept[name] for name in chosen] == [True] * len(chosen)
    assert found.keys() == kept.keys()
    (user, *read), again = (where.ask(READ) for where in (town, fresh))
    assert again == [user, *read]
    assert user == embedded_postgres.APP
    assert len(read) > 40
    fresh.ok("migrate")
    fresh.ok("audit", "verify")
    fresh.ok("balance")


def test_the_next_backup_links_what_it_knows_and_the_key_is_in_none(town: Installation, folder: Path) -> None:
    first = latest(folder)
    town.ok("backup", "--to", str(folder / "backups"))
    second = latest(folder)
    assert second != first
    same = [(first / "media" / name).samefile(second / "media" / name) for name in town.files()]
    assert all(same)
    words = [line.split()[-1].encode() for line in town.key_file().read_text().splitlines()]
    everything = b"".join(path.read_bytes() for path in second.rglob("*") if path.is_file())
    assert [word for word in words if word in everything] == []


def test_old_backups_go_and_the_last_one_stays(town: Installation, folder: Path) -> None:
    old = folder / "kept" / "20200101T000000Z"
    shutil.copytree(latest(folder), old)
    town.ok("backup", "--to", str(folder / "kept"), "--keep", "30")
    assert not old.exists()
    assert len(list((folder / "kept").glob("*Z"))) == 1


def test_a_broken_off_backup_leaves_nothing_that_looks_whole(town: Installation, folder: Path) -> None:
    half = folder / "half"
    (half / ".unfinished-20270101T000000Z").mkdir(parents=True)
    done = town.run("restore", "--from", str(half))
    assert (done.returncode, "keine Sicherung" in done.stderr) == (1, True)
    town.ok("backup", "--to", str(half))
    assert [path.name for path in half.iterdir() if path.name.startswith(".unf")] == []
