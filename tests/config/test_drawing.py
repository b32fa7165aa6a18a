"""A step that nobody has answered yet is drawn once for all; what somebody typed is never kept."""

from collections.abc import Callable, Sequence
from datetime import date

import pytest
from django.template import engines
from django.utils import translation
from markupsafe import Markup

from drehscheibe.config import jinja
from drehscheibe.forms import journey
from drehscheibe.forms.controls import StepView
from drehscheibe.forms.presentation import view_step
from drehscheibe.forms.schema import load
from tests.bench.flow import DOCUMENT

FORM = load(DOCUMENT)
draw: Callable[..., Markup] = engines["jinja2"].env.globals["draw_step"]


def view(raw: journey.Raw, *, lang: str = "de", errors: Sequence[tuple[str, str]] = ()) -> StepView:
    walked = journey.compute(FORM, raw, parameters={}, today=date(2027, 3, 10))
    return view_step(FORM, walked, "person", raw, lang=lang, errors=errors)


def test_step_without_answers_is_drawn_once():
    assert draw(view({})) is draw(view({}))


@pytest.mark.parametrize("errors", [(), [("nachname", "Das fehlt noch.")]])
def test_step_with_answers_or_errors_is_drawn_anew_each_time(errors):
    raw = {"vorname": ["Erika"]}
    drawn = draw(view(raw, errors=errors))
    assert 'value="Erika"' in drawn
    assert draw(view(raw, errors=errors)) is not drawn


def test_answers_of_one_person_do_not_show_to_the_next():
    draw(view({"vorname": ["Erika"]}))
    assert "Erika" not in draw(view({}))


def test_error_alone_makes_a_step_one_persons_own():
    assert view({}).is_blank
    assert not view({}, errors=[("vorname", "Das fehlt noch.")]).is_blank


def test_each_language_has_its_own_drawing():
    german = draw(view({}))
    token = jinja._language.set("en")
    try:
        with translation.override("en"):
            assert draw(view({}, lang="en")) != german
            assert "Entry vorname" in draw(view({}, lang="en"))
    finally:
        jinja._language.reset(token)
