"""Groups in groups: their rows, conditions within a row, pages of their own."""

import time

import pytest

from drehscheibe.forms import answers, pages
from drehscheibe.forms.faults import UnknownStep
from drehscheibe.forms.fields.kind import Invalid
from drehscheibe.forms.logic import check
from drehscheibe.forms.presentation import view_step
from tests.forms.dogs import MUSTERSTADT, TODAY, ask, compute, form, to_raw


def group(name, *fields, **more):
    return {"id": name, "title": name.capitalize(), "item": name.capitalize(), "fields": list(fields), **more}


SCHOOLS = group(
    "schulen",
    ask("schule"),
    ask("ort", required=False, visible={"answer": "umzug"}),
    ask("grund", visible={"eq": [{"answer": "vorname"}, "Mia"]}, required=False),
    min=0,
    max=3,
    after="vorname",
)
CHILDREN = group("kinder", ask("vorname"), ask("alter", "number"), groups=[SCHOOLS], named_by=["vorname"], max=4)
FAMILY = form(
    steps=[
        {"id": "eins", "title": "Eins", "blocks": [{"fields": [ask("umzug", "yes_no")]}, CHILDREN]},
        {
            "id": "zwei",
            "title": "Zwei",
            "blocks": [
                {
                    "fields": [
                        ask("alle", "calculated", value={"count": "schulen"}),
                        ask(
                            "in_hof",
                            "calculated",
                            value={"count": {"rows": "schulen", "where": {"gt": [{"answer": "alter"}, 9]}}},
                        ),
                        ask("ende", required=False),
                    ]
                }
            ],
        },
    ]
)


def family(*children, umzug=True):
    """Values: children with `schulen` as a list of names."""
    rows = [
        {"_row": str(place), **child, "schulen": [{"_row": str(n), "schule": one} for n, one in enumerate(schools, 1)]}
        for place, (child, schools) in enumerate(children, start=1)
    ]
    return {"umzug": umzug, "kinder": rows}


MIA, BEN = ({"vorname": "Mia", "alter": 8}, ["Berg", "Tal"]), ({"vorname": "Ben", "alter": 12}, ["Hof"])


def send(document, step, raw, row="", **posted):
    typed = {name.replace("__", "."): [value] for name, value in posted.items()}
    return answers.accept(document, step, raw, typed, parameters=MUSTERSTADT, today=TODAY, row=row)


def view(raw, row="", **more):
    return view_step(FAMILY, compute(FAMILY, raw), "eins", raw, lang="de", row=row, **more)


def test_values_nest_as_the_groups_do_and_come_back_from_them():
    values = family(MIA, BEN)
    raw = to_raw(FAMILY, values)
    journey = compute(FAMILY, raw)
    assert journey.values == {**values, "alle": 3, "in_hof": 1}
    assert journey.rows == {"kinder": ("1", "2"), "kinder.1.schulen": ("1", "2"), "kinder.2.schulen": ("1",)}


def test_row_within_a_row_sees_its_own_answers_those_around_it_and_those_of_the_form():
    shown = compute(FAMILY, to_raw(FAMILY, family(MIA, BEN))).shown
    assert "kinder.1.schulen.1.grund" in shown
    assert "kinder.2.schulen.1.grund" not in shown
    assert "kinder.2.schulen.1.ort" in shown
    assert "kinder.1.schulen.1.ort" not in compute(FAMILY, to_raw(FAMILY, family(MIA, umzug=False))).shown


def test_condition_cannot_look_into_a_group_within_from_outside():
    inner = group("b", ask("y", "yes_no"))
    outer = group("a", ask("x", visible={"answer": "y"}), groups=[inner])
    assert "mehrmals" in check(form(steps=[{"id": "s", "title": "S", "blocks": [outer]}]))[0].message


def test_error_in_a_row_within_a_row_names_both():
    raw = to_raw(FAMILY, family(MIA)) | {"kinder.1.schulen.2.schule": [""]}
    assert compute(FAMILY, raw).errors("eins", "de") == [
        ("kinder.1.schulen.2.schule", "Kinder 1, Schulen 2: Geben Sie „Schule“ an.")
    ]


def test_group_holding_groups_has_a_page_for_each_row_and_the_step_lists_them():
    raw = to_raw(FAMILY, family(MIA, BEN)) | {"kinder.2.schulen.1.schule": [""]}
    [section, listed] = view(raw).blocks
    assert [field.name for field in section.fields()] == ["umzug"]
    assert (listed.rows, listed.add) == ((), "kinder")
    assert [(entry.row, str(entry.title), entry.is_complete) for entry in listed.entries] == [
        ("kinder.1", "Kinder 1: Mia", True),
        ("kinder.2", "Kinder 2: Ben", False),
    ]
    assert [(str(label), value) for label, value in listed.entries[0].facts] == [("Alter", "8")]


def test_page_of_a_row_asks_in_the_order_of_the_form():
    page = view(to_raw(FAMILY, family(MIA)), "kinder.1")
    assert (str(page.title), page.row, page.remove) == ("Kinder 1: Mia", "kinder.1", "")
    assert view(to_raw(FAMILY, family(MIA, BEN)), "kinder.2").remove == "kinder.2"
    first, schools, last = page.blocks
    assert [field.name for field in first.fields()] == ["kinder.1.vorname"]
    assert (schools.id, [str(row.title) for row in schools.rows]) == ("kinder.1.schulen", ["Schulen 1", "Schulen 2"])
    assert [field.name for field in last.fields()] == ["kinder.1.alter"]


def test_each_page_tells_its_own_errors_and_the_list_which_row_to_open():
    raw = to_raw(FAMILY, family(MIA, BEN)) | {"kinder.2.alter": ["x"]}
    errors = compute(FAMILY, raw).errors("eins", "de")
    assert [(one.href, one.message) for one in view(raw, errors=errors).errors] == [
        ("f-kinder-2", "Kinder 2: Ben: Hier fehlt noch etwas oder etwas stimmt nicht.")
    ]
    assert view(raw, "kinder.1", errors=errors).errors == ()
    assert [one.href for one in view(raw, "kinder.2", errors=errors).errors] == ["f-kinder-2-alter"]


def test_row_is_filled_in_on_its_page_and_the_step_is_complete_with_the_last_one():
    raw = send(FAMILY, "eins", {}, umzug="no")
    assert pages.open_row(FAMILY, compute(FAMILY, raw), "eins") == "kinder.1"
    raw = send(FAMILY, "eins", raw, "kinder.1", kinder__1__vorname="Mia", kinder__1__alter="8", umzug="yes")
    assert raw["umzug"] == ["no"]
    journey = compute(FAMILY, raw)
    assert (journey.step("eins").complete, pages.open_row(FAMILY, journey, "eins")) == (True, None)
    raw = send(FAMILY, "eins", raw, "kinder.1", kinder__1__vorname="Mia", add="kinder.1.schulen")
    journey = compute(FAMILY, raw)
    assert journey.rows["kinder.1.schulen"] == ("1",)
    assert pages.open_row(FAMILY, journey, "eins") == "kinder.1"


def test_removing_a_row_takes_all_within_along_and_its_number_is_not_given_again():
    raw = to_raw(FAMILY, family(MIA, BEN))
    raw = send(FAMILY, "eins", raw, "kinder.2", remove="kinder.2")
    assert not any(name.startswith("kinder.2.") for name in raw)
    raw = send(FAMILY, "eins", raw, add="kinder")
    assert compute(FAMILY, raw).rows["kinder"] == ("1", "3")
    raw = send(FAMILY, "eins", raw, "kinder.1", remove="kinder.1.schulen.1")
    assert compute(FAMILY, raw).rows["kinder.1.schulen"] == ("2",)


@pytest.mark.parametrize("row", ["kinder.9", "kinder", "kinder.1.schulen.1", "fremd.1", "kinder.1.", ".", "kinder..1"])
def test_page_of_no_row_is_unknown(row):
    raw = to_raw(FAMILY, family(MIA))
    with pytest.raises(UnknownStep):
        view(raw, row)
    with pytest.raises(UnknownStep):
        send(FAMILY, "eins", raw, row)


@pytest.mark.parametrize(
    ("name", "row"),
    [
        ("umzug", ""),
        ("kinder", ""),
        ("kinder.1", ""),
        ("kinder.1.vorname", "kinder.1"),
        ("kinder.1.schulen", "kinder.1"),
        ("kinder.1.schulen.2", "kinder.1"),
        ("kinder.1.schulen.2.schule", "kinder.1"),
        ("anschrift.street", ""),
    ],
)
def test_every_name_stands_on_one_page(name, row):
    assert pages.row_of(FAMILY, name) == row


def test_summary_tells_the_rows_within_behind_their_row():
    section = answers.summary(FAMILY, compute(FAMILY, to_raw(FAMILY, family(MIA))), "de")[0]
    assert [str(block.title) for block in section.blocks[1:]] == [
        "Kinder 1: Mia",
        "Kinder 1: Mia – Schulen 1",
        "Kinder 1: Mia – Schulen 2",
    ]


def test_five_hundred_entries_are_the_most_and_one_more_is_refused_kindly():
    block = group("a", ask("x", required=False), groups=[group("b", ask("y", required=False), min=0, max=50)], max=50)
    document = form(steps=[{"id": "eins", "title": "Eins", "blocks": [block]}])
    raw = {"a._rows": [str(n) for n in range(1, 11)]}
    for n in range(1, 11):
        raw |= {f"a.{n}.x": ["x"], f"a.{n}.b._rows": [str(k) for k in range(1, 50)]}
        raw |= {f"a.{n}.b.{k}.y": ["y"] for k in range(1, 50)}
    started = time.process_time()
    with pytest.raises(Invalid) as refused:
        send(document, "eins", raw, add="a")
    assert "500 Einträge" in refused.value.message["de"]
    assert time.process_time() - started < 1
    assert compute(document, raw).is_complete


def test_five_hundred_posted_rows_are_refused_without_a_look():
    posted = {f"kinder.{n}.vorname": ["x"] for n in range(1, 600)}
    with pytest.raises(Invalid):
        answers.accept(FAMILY, "eins", {}, posted, parameters={}, today=TODAY)


@pytest.mark.parametrize(
    ("block", "place"),
    [
        (group("a"), "steps/s/a"),
        (group("a", ask("x"), groups=[group("b", ask("y"), after="z")]), "steps/s/a/b/after"),
        (group("a", ask("x"), groups=[group("b", ask("y"), min=3, max=2)]), "steps/s/a/b"),
        (group("a", ask("x"), groups=[group("a", ask("y"))]), "steps/s/a/a"),
        (group("a", *[ask(f"x{n}") for n in range(60)], max=50, apart=False), "steps/s"),
    ],
)
def test_group_that_cannot_work_is_found(block, place):
    assert place in [finding.place for finding in check(form(steps=[{"id": "s", "title": "S", "blocks": [block]}]))]


def test_long_rows_have_pages_and_short_ones_stand_on_the_step_unless_it_is_said():
    def is_apart(number, **more):
        block = group("a", *[ask(f"x{n}") for n in range(number)], **more)
        document = form(steps=[{"id": "s", "title": "S", "blocks": [block]}])
        return pages.has_page(document, "a.1")

    assert [is_apart(9), is_apart(10), is_apart(2, apart=True), is_apart(20, apart=False)] == [False, True, True, False]


def test_the_page_of_a_row_says_in_which_rows_it_stands():
    deep = group("wochen", ask("woche", "number"), apart=True)
    schools = group("schulen", ask("schule"), groups=[deep], named_by=["schule"])
    children = group("kinder", ask("vorname"), groups=[schools], named_by=["vorname"])
    document = form(steps=[{"id": "eins", "title": "Eins", "blocks": [children]}])
    raw = {"kinder._rows": ["1", "2"], "kinder.2.vorname": ["Mia"], "kinder.2.schulen._rows": ["3"]}
    raw |= {"kinder.2.schulen.3.schule": ["Am Teich"], "kinder.2.schulen.3.wochen._rows": ["1"]}
    walked = compute(document, raw)
    page = view_step(document, walked, "eins", raw, lang="de", row="kinder.2.schulen.3.wochen.1")
    assert (str(page.title), page.around) == ("Wochen 1", "Kinder 2: Mia – Schulen 1: Am Teich")
    assert view_step(document, walked, "eins", raw, lang="de", row="kinder.2").around == ""


def test_the_button_for_another_row_is_called_by_what_it_adds():
    child = {**group("kinder", ask("vorname")), "item": {"de": "Kind", "en": "Child"}}
    document = form(steps=[{"id": "eins", "title": "Kinder", "blocks": [child]}])
    for lang, told in (("de", "Kind hinzufügen"), ("en", "Add child")):
        [block] = view_step(document, compute(document, {}), "eins", {}, lang=lang).blocks
        assert (str(block.add_label), block.title) == (told, None)
    [block] = view_step(FAMILY, compute(FAMILY, {}), "eins", {}, lang="en").blocks[1:]
    assert block.add_label == ("Kinder hinzufügen", "de")


def test_only_what_an_answer_has_brought_up_follows_up():
    told = {name: pages.follows_up(FAMILY, name) for name in ("kinder.1.schulen.1.ort", "kinder.1.vorname", "kinder")}
    assert told == {"kinder.1.schulen.1.ort": True, "kinder.1.vorname": False, "kinder": False}


LONG = form(
    steps=[
        {
            "id": "eins",
            "title": "Eins",
            "blocks": [
                group("kinder", *(ask(f"frage{n}") for n in range(17)), groups=[SCHOOLS | {"after": "frage11"}], max=4)
            ],
        }
    ]
)


def long_row(posted, before, page):
    return answers.accept(LONG, "eins", before, posted, parameters=MUSTERSTADT, today=TODAY, row=page)


def test_a_row_that_asks_much_has_several_pages_of_about_a_dozen_questions():
    raw = {"kinder._rows": ["1", "2"]}
    first, second = (
        view_step(LONG, compute(LONG, raw), "eins", raw, lang="de", row=row) for row in ("kinder.2", "kinder.2-2")
    )
    names = [[field.name for field in view.fields()] for view in (first, second)]

    assert [len(some) for some in names] == [11, 6]
    assert names[0] + names[1] == [f"kinder.2.frage{n}" for n in range(17)]
    assert [group.id for group in second.groups()] == ["kinder.2.schulen"]
    assert (first.title.text, second.title.text) == ("Kinder 2 – Teil 1 von 2", "Kinder 2 – Teil 2 von 2")
    assert pages.page_before("kinder.2-2") == "kinder.2"
    assert (pages.page_after(LONG, "kinder.2"), pages.page_after(LONG, "kinder.2-2")) == ("kinder.2-2", "")
    for unknown in ("kinder.2-1", "kinder.2-3", "kinder.2-x", "kinder.3-2"):
        with pytest.raises(UnknownStep):
            view_step(LONG, compute(LONG, raw), "eins", raw, lang="de", row=unknown)


def test_each_page_of_a_row_takes_its_own_questions_and_leads_to_what_is_missing():
    both = {f"kinder.1.frage{n}": ["Ja"] for n in range(17)}
    raw = long_row(both, {"kinder._rows": ["1"]}, "kinder.1")
    walked = compute(LONG, raw)
    assert {name for name in raw if ".frage" in name} == {f"kinder.1.frage{n}" for n in range(11)}
    assert pages.row_of(LONG, "kinder.1.frage11") == "kinder.1-2"
    assert pages.row_of(LONG, "kinder.1.schulen.1.schule") == "kinder.1-2"
    assert pages.open_row(LONG, walked, "eins", within="kinder.1") == "kinder.1-2"

    done = compute(LONG, long_row(both, raw, "kinder.1-2"))
    assert pages.open_row(LONG, done, "eins", within="kinder.1-2") is None
    assert done.step("eins").complete
