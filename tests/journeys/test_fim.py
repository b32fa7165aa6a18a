"""FIM schemata taken in by one command, and filled in to the receipt: pages looked at with axe, wide and as a phone."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from drehscheibe.exchange.fim.genericode import Lists
from drehscheibe.exchange.reading import read
from drehscheibe.forms.answers import Kept
from drehscheibe.forms.schema import FormDocument, Group
from drehscheibe.kernel import clock
from tests.examples import complete_answers
from tests.exchange import schemata, test_real_schemata
from tests.exchange.test_real_schemata import DATA, equipped
from tests.journeys.conftest import Visit
from tests.journeys.filling import fill_in
from tests.journeys.portal import Portal
from tests.journeys.visitor import Visitor

pytestmark = pytest.mark.journey
needs_schemata = pytest.mark.skipif(not DATA.exists(), reason="the schemata are not beside the checkout")


def taken_in(portal: Portal, files: Sequence[Path]) -> str:
    """The slug under which the form of these files opens, the schema being the last of them."""
    told = portal.run("form", "import", "--portal", "musterstadt.localhost", "--publish", *map(str, files))
    return told.splitlines()[-1].strip("/").removeprefix("antrag/")


def filled_in(visitor: Visitor, slug: str, raw: Kept) -> None:
    visitor.go(f"/antrag/{slug}/").press("Starten")
    fill_in(visitor, raw)
    assert not [word for word in ("F60000", "G60000", "F99000") if word in visitor.text]
    assert visitor.press("Absenden").reference()
    assert visitor.errors == []


def answers(document: FormDocument, day: date) -> Kept:
    return complete_answers(document, 3, parameters={}, today=day)


def second_row(raw: Kept, group: str) -> Kept:
    """The answers of the first row once more."""
    told = {name: typed for name, typed in raw.items() if name.startswith(f"{group}.1.")}
    return {f"{group}.2.{name.removeprefix(f'{group}.1.')}": typed for name, typed in told.items()} | {
        f"{group}._rows": ["1", "2"]
    }


@needs_schemata
@pytest.mark.parametrize(
    ("folder", "version", "width"), [("bewohnerparkausweis", "2", 375), ("mutterschutz", "3", 1280)]
)
def test_a_real_schema_is_filled_in_to_the_receipt(
    portal: Portal, visit: Visit, folder: str, version: str, width: int
) -> None:
    [file] = (DATA / folder).glob(f"S*xdf{version}.xml")
    lists = [one for one in sorted((DATA / folder).glob("*.xml")) if b"CodeList" in one.read_bytes()[:3_000]]
    slug = taken_in(portal, [*lists, file])
    document = equipped(test_real_schemata.found(folder, version))
    filled_in(visit(width=width, also=1655 - width), slug, answers(document, clock.day(clock.now())))


def test_rows_within_rows_of_a_schema_of_our_own_are_filled_in(portal: Portal, visit: Visit, tmp_path: Path) -> None:
    file = tmp_path / "S99000001V1.0.xml"
    file.write_bytes(schemata.berth())
    slug = taken_in(portal, [file])
    document = equipped(read(file.read_bytes(), Lists()))
    [boats] = [block for step in document.steps for block in step.blocks if isinstance(block, Group)]
    [people] = boats.groups
    raw = answers(document, clock.day(clock.now()))
    raw |= second_row(raw, boats.id)
    raw |= second_row(raw, f"{boats.id}.2.{people.id}")
    filled_in(visit(width=375), slug, raw)
