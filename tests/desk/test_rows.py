"""Rows of a group side by side: nothing is lost, order is kept, at most five in a table."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drehscheibe.desk.rows import Comparison, side_by_side
from tests.cast import account, tenant
from tests.demo.housing import TOGETHER
from tests.demo.test_to_the_receipt import sent  # noqa: F401  the fixture
from tests.forms.dogs import CALM


def line(name, text="x"):
    return {"name": name, "label": name.rpartition(".")[2].upper(), "text": text}


def row(number, *fields):
    lines = [line(f"leute.{number}.{field}", f"{field}{number}") for field in fields]
    return {"title": f"Person {number}", "lines": lines}


SECTION = {"title": "", "lines": [line("name"), line("ort")]}


def test_rows_become_columns_and_what_only_one_was_asked_stands_in_its_place():
    found = list(side_by_side([SECTION, row(1, "name", "ende"), row(2, "name", "lohn", "ende")]))
    assert found == [
        SECTION,
        Comparison(
            ("Person 1", "Person 2"),
            (("NAME", ("name1", "name2")), ("LOHN", ("", "lohn2")), ("ENDE", ("ende1", "ende2"))),
        ),
    ]


def test_a_single_row_stays_a_list():
    assert list(side_by_side([SECTION, row(1, "name")])) == [SECTION, row(1, "name")]


@CALM
@given(rows=st.lists(st.lists(st.sampled_from("abcdef"), unique=True, min_size=1), min_size=2, max_size=12))
def test_every_answer_stands_in_one_table_of_at_most_five_columns(rows):
    tables = list(side_by_side([row(number, *fields) for number, fields in enumerate(rows, start=1)]))
    assert max(len(getattr(table, "columns", ["one"])) for table in tables) <= 5
    told = [
        text
        for table in tables
        for text in (
            [answer for _, answers in table.lines for answer in answers if answer]
            if isinstance(table, Comparison)
            else [one["text"] for one in table["lines"]]
        )
    ]
    given_ = [f"{field}{number}" for number, fields in enumerate(rows, start=1) for field in fields]
    assert sorted(told) == sorted(given_)


@pytest.fixture
def family(sent, run_jobs):  # noqa: F811  the fixture
    case = sent("wohngeld", "kreis-musterland", TOGETHER)
    run_jobs()
    return case


def test_clerk_sees_five_people_in_one_table_and_jumps_to_each_section(family, client_for):
    assert tenant("kreis-musterland").pk == family.tenant_id
    clerk = client_for(account("wohngeldstelle@kreis-musterland"), "localhost")
    page = clerk.get(f"/amt/vorgaenge/{family.reference}/").content.decode()
    [table] = re.findall(r"<table.*?</table>", page, flags=re.DOTALL)
    heads = re.findall(r'<th scope="col"[^>]*>(.*?)</th>', table)
    names = ["Bo", "Mia", "Jo", "Lu", "Ida"]
    assert heads == [f"Person {place}: {name} Muster" for place, name in enumerate(names, start=1)]
    for anchor in ("abschnitt-personen", "abschnitt-miete"):
        assert f'href="#{anchor}"' in page
        assert f'id="{anchor}"' in page
