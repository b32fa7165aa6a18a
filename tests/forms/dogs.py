"""The dog tax of the tests: a form with all that forms have, two towns' rates, one fixed day."""

from datetime import date
from pathlib import Path

import yaml
from hypothesis import settings

from drehscheibe.forms import answers, journey, schema
from drehscheibe.forms.faults import Finding, FormError
from drehscheibe.forms.logic.expressions import Names, compile_expression
from drehscheibe.forms.logic.nodes import Scope, Wrong
from drehscheibe.forms.logic.plans import BlockPlan
from drehscheibe.forms.logic.program import program
from tests import examples

CALM = settings(max_examples=60)
TODAY = date(2026, 7, 3)
MUSTERSTADT = {"tax_1": 10_800, "tax_2": 13_200, "tax_3": 15_600, "tax_dangerous": 60_000}
AUENFELD = {"tax_1": 6_000, "tax_2": 7_200, "tax_3": 8_400, "tax_dangerous": 36_000}
FORM = schema.load(yaml.safe_load((Path(__file__).parent / "dogs.yaml").read_text()))


def form(*fields, **more):
    """A form of one step with these fields."""
    whole = {"slug": "test", "title": "Test", "purpose": "Test", "legal_basis": "Test", **more}
    whole.setdefault("steps", [{"id": "eins", "title": "Eins", "blocks": [{"fields": list(fields)}]}])
    return schema.load(whole)


def ask(name, kind="text", **more):
    return {"id": name, "type": kind, "label": name.capitalize(), **more}


def compute(document, raw, parameters=MUSTERSTADT):
    return journey.compute(document, raw, parameters=parameters, today=TODAY)


def send(document, step, raw, **posted):
    """Send a page; `hunde__1__rasse` stands for the control `hunde.1.rasse`."""
    typed = {name.replace("__", "."): [value] if isinstance(value, str) else value for name, value in posted.items()}
    return answers.accept(document, step, raw, typed, parameters=MUSTERSTADT, today=TODAY)


def dog(**facts):
    return {"rasse": "Pudel", "seit": "2026-01-01", "gefaehrlich": False, "assistenz": False, "frueher": False, **facts}


def keeper(*dogs):
    """Valid values of a whole form."""
    anschrift = {"street": "Lindenweg", "house_number": "7", "postcode": "44623", "city": "Musterstadt"}
    rows = [{"_row": str(number), **one} for number, one in enumerate(dogs or (dog(),), start=1)]
    return {"name": "Alma Groß", "geburt": "1987-03-12", "anschrift": anschrift, "hunde": rows, "zahlweise": "selbst"}


def to_raw(document, values):
    """Raw answers that give these values; fields without one count as left empty. The inverse of `Journey.values`."""
    raw = {}
    for block in (block for step in program(document).steps for block in step.blocks):
        raw |= _spelled([block] if block.group else block.items, values, "")
    return raw


def _spelled(items, values, prefix):
    raw = {}
    for item in items:
        if isinstance(item, BlockPlan):
            name = prefix + item.group
            rows = {row.get("_row", str(place)): row for place, row in enumerate(values.get(item.group, []), start=1)}
            raw[f"{name}._rows"] = list(rows)
            for row, inner in rows.items():
                raw |= _spelled(item.items, inner, f"{name}.{row}.")
        elif item.kind.has_input:
            value = values.get(item.field.id)
            typed = {} if value is None else examples.to_raw(item.field, value)
            raw |= {control: typed.get(part, []) for part, control in item.controls(prefix + item.field.id)}
    return raw


def evaluate(document, expression, *, values, parameters, today):
    """The value of an expression over the values of a journey."""
    try:
        node = compile_expression(expression, Names(document))
    except Wrong as wrong:
        raise FormError([Finding("", str(wrong))]) from wrong
    return node.run(Scope(values, {}, parameters, today))


def lines(section):
    return [line for block in section.blocks for line in block.lines]
