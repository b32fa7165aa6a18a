"""Random forms that can be filled in, and somebody who fills them in: for what holds of every form."""

from random import Random

from drehscheibe.forms import answers, pages, schema
from drehscheibe.forms.journey import compute
from drehscheibe.forms.logic.plans import FieldPlan
from drehscheibe.forms.logic.program import program
from tests import examples
from tests.forms.dogs import TODAY

TYPES = ("text", "number", "yes_no", "choice", "date", "money", "email", "address", "statement")
SIMPLE = ("text", "number", "yes_no", "choice", "date", "money")
MOST_PAGES = 400


class _Maker:
    def __init__(self, seed: int) -> None:
        self.dice = Random(seed)  # noqa: S311 - the same form for each seed
        self.number = 0
        self.asked: list[dict] = []

    def id(self, letter: str) -> str:
        self.number += 1
        return f"{letter}{self.number}"

    def form(self) -> schema.FormDocument:
        steps = [self.step() for _ in range(self.dice.randint(1, 5))]
        named = {"slug": "zufall", "title": "Zufall", "purpose": "Probe", "legal_basis": "Probe"}
        return schema.load({**named, "steps": steps, "rules": self.rules()})

    def step(self) -> dict:
        more = self.maybe("visible", self.asked)
        blocks = [self.block() for _ in range(self.dice.randint(1, 3))]
        return {"id": self.id("schritt"), "title": "Schritt", "blocks": blocks, **more}

    def block(self) -> dict:
        if self.dice.random() < 0.35:
            return self.group([], 1)
        more = self.maybe("visible", self.asked)
        fields = [self.field(self.asked) for _ in range(self.dice.randint(1, 4))]
        self.asked += [one for one in fields if one["type"] != "calculated"]
        return {"fields": fields, **more}

    def group(self, around: list[dict], depth: int) -> dict:
        least = self.dice.randint(0, 2)
        near: list[dict] = []
        for _ in range(self.dice.randint(1, 3)):
            near.append(self.field([*self.asked, *around, *near]))
        named = {"id": self.id("gruppe"), "title": "Gruppe", "item": "Eintrag"}
        bounds = {"min": least, "max": least + self.dice.randint(1, 3)}
        inner = [self.group([*around, *near], depth + 1) for _ in range(depth < 3 and self.dice.random() < 0.4)]
        apart = {"apart": self.dice.random() < 0.5} if self.dice.random() < 0.5 else {}
        return {
            **named,
            **bounds,
            **apart,
            **self.maybe("visible", [*self.asked, *around]),
            "fields": near,
            "groups": inner,
        }

    def field(self, known: list[dict]) -> dict:
        one = {"id": self.id("f"), "type": self.dice.choice(TYPES), "label": "Frage", **self.maybe("visible", known)}
        if one["type"] == "choice":
            one["options"] = [{"value": value, "label": value} for value in "abc"[: self.dice.randint(2, 3)]]
            one["multiple"] = self.dice.random() < 0.3
        if self.dice.random() < 0.4:
            one["required"] = False
        elif self.dice.random() < 0.2 and (condition := self.condition(known)):
            one["required"] = condition
        return one

    def maybe(self, name: str, known: list[dict]) -> dict:
        condition = self.condition(known) if self.dice.random() < 0.3 else None
        return {name: condition} if condition else {}

    def condition(self, known: list[dict], depth: int = 0) -> dict | None:
        usable = [one for one in known if one["type"] in SIMPLE and not one.get("multiple")]
        if not usable:
            return None
        if depth < 2 and self.dice.random() < 0.3:
            inner = [self.condition(known, depth + 1) for _ in range(2)]
            return {self.dice.choice(("and", "or")): inner}
        if self.dice.random() < 0.15:
            return {"not": self.condition(known, depth + 1)}
        one = self.dice.choice(usable)
        named = {"answer": one["id"]}
        ways = {
            "yes_no": lambda: self.dice.choice((named, {"eq": [named, False]})),
            "choice": lambda: {self.dice.choice(("eq", "ne")): [named, self.dice.choice(one["options"])["value"]]},
            "date": lambda: {"lt": [named, {"today": {}}]},
            "text": lambda: {"empty": named},
        }
        amount = {self.dice.choice(("lt", "le", "gt", "ge")): [named, self.dice.randint(0, 100)]}
        return ways.get(one["type"], lambda: amount)()

    def rules(self) -> list[dict]:
        """Each question in one rule at most, so that the rules do not contradict each other."""
        free = [one for one in self.asked if one.get("required") is False and one["type"] in SIMPLE]
        self.dice.shuffle(free)
        rules = []
        while len(free) >= 2 and len(rules) < 3:
            demand = self.dice.choice(("at_least_one", "exactly_one", "at_most_one", "all_or_none", "required"))
            rules.append({"id": f"r{len(rules)}", "demand": demand, "fields": [free.pop()["id"], free.pop()["id"]]})
        return rules


def random_form(seed: int) -> schema.FormDocument:
    """The form of this seed."""
    return _Maker(seed).form()


class Walker:
    """Somebody who fills in a form by its pages, forgets things, goes back and changes their mind."""

    def __init__(self, document: schema.FormDocument, seed: int) -> None:
        self.document = document
        self.plans = program(document).fields
        self.dice = Random(seed)  # noqa: S311 - the same way for each seed
        self.raw: answers.Kept = {}
        self.pages = 0

    def journey(self):
        return compute(self.document, self.raw, parameters={}, today=TODAY)

    def resend(self, raw: answers.Kept, step: str, changed: answers.Kept) -> answers.Kept:
        """The answers after the step's page was sent once more, with some of them changed."""
        journey = compute(self.document, raw, parameters={}, today=TODAY)
        page = pages.page(self.document, step, "", journey.rows)
        shown = [
            (name, plan) for name, plan in page.parts(raw) if isinstance(plan, FieldPlan) and name in journey.shown
        ]
        posted = {control: raw[control] for name, plan in shown for _, control in plan.controls(name) if control in raw}
        return answers.accept(self.document, step, raw, {**posted, **changed}, parameters={}, today=TODAY)

    def walk(self) -> answers.Kept:
        """Fill in the form to its end, with a few steps back."""
        backwards = 3
        while True:
            journey = self.journey()
            step = journey.first_open
            if step is None:
                return self.raw
            if backwards and self.dice.random() < 0.2:
                backwards -= 1
                step = self.dice.choice([state.id for state in journey.steps if state.reachable])
            row = pages.open_row(self.document, journey, step) or ""
            self.send(journey, step, row, is_careful=self.pages > 30)

    def send(self, journey, step: str, row: str, *, is_careful: bool) -> None:
        """Send one page: careless people leave things out at first; then they mend what the page says is wrong."""
        self.pages += 1
        assert self.pages < MOST_PAGES, "no end"
        page = pages.page(self.document, step, row, journey.rows)
        wrong = {problem.name for problem in journey.step(step).problems}
        posted: answers.Kept = {}
        for name, plan in page.parts(self.raw):
            if isinstance(plan, FieldPlan) and name in journey.shown and plan.kind.has_input:
                posted |= self.answer(name, plan, journey, wrong, is_careful=is_careful)
            elif (
                not isinstance(plan, FieldPlan) and name in journey.rows and not is_careful and self.dice.random() < 0.1
            ):
                rows = journey.rows[name]
                posted |= {"add": [name]} if self.dice.random() < 0.7 or not rows else {"remove": [f"{name}.{rows[0]}"]}
        before = self.raw
        self.raw = answers.accept(self.document, step, before, posted, parameters={}, today=TODAY, row=row)
        if "remove" not in posted:
            on_page = {
                control
                for name, plan in page.parts(self.raw)
                if isinstance(plan, FieldPlan)
                for _, control in plan.controls(name)
            }
            lost = {
                name
                for name, values in before.items()
                if name not in on_page and not name.endswith(("_rows", "_next")) and self.raw.get(name) != values
            }
            assert not lost

    def answer(self, name, plan, journey, wrong, *, is_careful):
        """What is typed there: a valid answer, what stood there before, or nothing."""
        controls = plan.controls(name)
        known = {control: self.raw[control] for _, control in controls if control in self.raw}
        is_wrong = any(control in wrong for _, control in controls)
        has_answer = name in journey.answers
        needed = name in journey.required or is_wrong
        # where two answers exclude each other, either may go
        may_go = is_wrong or (wrong and not needed)
        if has_answer and may_go and self.dice.random() < 0.4:
            return {control: [""] for _, control in controls}
        if (has_answer or not is_wrong) and known and self.dice.random() < 0.9:
            return known
        if (not needed and self.dice.random() < 0.5) or (not is_careful and self.dice.random() < 0.1):
            return {control: [""] for _, control in controls}
        typed = examples.example(plan.field, self.dice.randrange(10**6), TODAY)
        return {control: typed[part] for part, control in controls if part in typed}
