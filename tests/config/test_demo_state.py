"""The demo starts at once where this very state of the source has filled its database."""

from drehscheibe.config import demo_state
from drehscheibe.demo.models import Filled
from drehscheibe.kernel import clock


def filled_by(state: str) -> None:
    Filled.objects.update_or_create(pk=1, defaults={"state": state, "at": clock.now()})


def test_a_database_that_this_source_has_filled_is_left_alone(committing_database):
    filled_by(demo_state.state())
    with committing_database() as connection:
        assert demo_state.is_filled(connection)
        assert demo_state.is_filled(connection)


def test_a_database_of_another_source_is_brought_up_to_date_even_if_that_is_broken_off(committing_database):
    filled_by("another")
    with committing_database() as connection:
        assert not demo_state.is_filled(connection)
        assert not connection.execute("SELECT * FROM demo_filled").fetchall()


def test_an_empty_database_is_not_filled(committing_database):
    with committing_database() as connection:
        connection.execute("DROP TABLE demo_filled")
        assert not demo_state.is_filled(connection)


def test_the_state_follows_programs_content_and_versions(tmp_path, monkeypatch):
    monkeypatch.setattr(demo_state, "PROJECT", tmp_path)
    source = tmp_path / "src" / "drehscheibe" / "demo"
    (tmp_path / "requirements").mkdir()
    (source / "templates").mkdir(parents=True)
    seen = {demo_state.state()}
    for file in (source / "seed.py", source / "district.yaml", tmp_path / "requirements" / "runtime.txt"):
        file.write_text("one")
        seen.add(demo_state.state())
        file.write_text("two")
        seen.add(demo_state.state())
    assert len(seen) == 7
    (source / "templates" / "tour.html").write_text("how it looks")
    assert demo_state.state() in seen
