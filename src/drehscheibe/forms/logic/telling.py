"""Conditions, calculations and rules as sentences: "Wenn „Zahl der Hunde“ größer als 2 ist, wird … gefragt."

For editors every rule of a form (`sentences`), for applicants why something is asked (`why`).
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from drehscheibe.forms.fields.calculated import written
from drehscheibe.forms.logic.expressions import Names
from drehscheibe.forms.logic.plans import BlockPlan, FieldPlan, StepPlan
from drehscheibe.forms.logic.program import program
from drehscheibe.forms.logic.ruling import placed_rules
from drehscheibe.forms.messages import MESSAGES
from drehscheibe.forms.schema import Expr, Field, FormDocument, Group, Message, Rule, text

_QUOTES = {"de": "„{}“", "en": "“{}”"}
_AND = {"de": " und ", "en": " and "}
_OR = {"de": " oder ", "en": " or "}
_DENIED = {"eq": "ne", "ne": "eq", "lt": "ge", "ge": "lt", "gt": "le", "le": "gt", "and": "or", "or": "and"}
_ORDERED = {"eq": "equal", "ne": "not_equal", "lt": "less", "le": "at_most", "gt": "greater", "ge": "at_least"}
_DAYS = {"eq": "same_day", "ne": "not_same_day", "lt": "before", "le": "not_after", "gt": "after", "ge": "not_before"}
_TOLD = frozenset({"information"})  # nothing is asked there
_LISTED = frozenset({"add", "total", "mul", "min", "max"})


class Told(NamedTuple):
    """A rule as a sentence; `place` is where it stands in the document (`steps/hunde/hunde/nachweis/visible`)."""

    place: str
    sentence: str


@cache
def _phrases() -> dict[str, Message]:
    phrases: dict[str, Message] = yaml.safe_load(Path(__file__).with_name("phrases.yaml").read_text(encoding="utf-8"))
    return phrases


def told(document: FormDocument, expression: Any, *, is_condition: bool = True) -> Message:
    """An expression in both languages: a condition with its "wenn", anything else as what is reckoned."""
    words = {}
    for lang in ("de", "en"):
        teller = _Teller(document, lang)
        words[lang] = teller.say("only_if", c=expression) if is_condition else teller.noun(expression)
    return words


def why(document: FormDocument, part: StepPlan | BlockPlan | FieldPlan, lang: str) -> str:
    """Why something is asked that is not always asked, as long as it is asked; "" when it always is."""
    reasons = program(document).told
    if (part.key, lang) not in reasons:
        condition = part.condition
        reasons[part.key, lang] = "" if condition is None else _Teller(document, lang).say("why", c=condition)
    return reasons[part.key, lang]


def sentences(document: FormDocument, lang: str) -> list[Told]:
    """Every condition, calculation and rule of the form, in its order."""
    return list(_Teller(document, lang).all())


def rule_sentence(document: FormDocument, rule: Rule) -> Message:
    """What a rule demands, in both languages; for one that is only an official sentence, that sentence."""
    return {lang: _Teller(document, lang).rule(rule) for lang in ("de", "en")}


class _Teller:
    def __init__(self, document: FormDocument, lang: str) -> None:
        self.document = document
        self.lang = lang
        self.names = Names(document)
        self.titles = {group.id: group.title for _, group, _ in document.groups()}

    def all(self) -> Iterator[Told]:
        for step in self.document.steps:
            place = f"steps/{step.id}"
            yield from self.shown("step_shown", step.visible, step.title, place)
            for number, block in enumerate(step.blocks, start=1):
                yield from self.block(block, f"{place}/{block.id or number}")
        for rule, _, place in placed_rules(self.document):
            yield Told(place, self.rule(rule))

    def block(self, block: Any, place: str) -> Iterator[Told]:
        yield from self.shown("block_shown", block.visible, block.title, place)
        for field in block.fields:
            yield from self.field(field, f"{place}/{field.id}")
        for group in block.groups if isinstance(block, Group) else ():
            yield from self.block(group, f"{place}/{group.id}")

    def shown(self, way: str, condition: Expr | None, title: Message | None, place: str) -> Iterator[Told]:
        if condition is not None:
            yield Told(f"{place}/visible", self.say(way, c=condition, a=self.quoted(title)))

    def field(self, field: Field, place: str) -> Iterator[Told]:
        label = self.quoted(field.label)
        way = "field_told" if field.type in _TOLD or field.value is not None else "field_shown"
        yield from self.shown(way, field.visible, field.label, place)
        if isinstance(field.required, dict):
            yield Told(f"{place}/required", self.say("required", c=field.required, a=label))
        for refusal in field.refuse:
            told = text(refusal.message, self.lang).text
            yield Told(f"{place}/refuse", self.say("refused", c=refusal.when, a=label, b=told))
        if field.value is not None:
            kind = self.names.kind(field.id)
            told = self.clause(field.value) if kind == "boolean" else self.noun(field.value, field, kind)
            yield Told(f"{place}/value", self.say("calculated", a=label, b=told))

    def rule(self, rule: Rule) -> str:
        if rule.demand is None:
            return text(rule.sentence or {}, self.lang).text
        listed = self.joined([self.name(one) for one in rule.fields], _AND)
        way: str = rule.demand
        if way == "required":
            way = "required_one" if len(rule.fields) == 1 else "required_all"
        told = self.say(way, list=listed, b=self.clause(rule.holds) if rule.holds else "")
        return told if rule.when is None else self.say("when", c=rule.when, a=told)

    def say(self, phrase: str, *, c: Expr | None = None, **facts: str) -> str:
        condition = "" if c is None else self.clause(c)
        return text(_phrases()[phrase], self.lang).text.format(c=condition, **facts)

    def quoted(self, words: Mapping[str, str] | str | None) -> str:
        plain = words if isinstance(words, str) else text(words or {}, self.lang).text
        return _QUOTES[self.lang].format(plain.rstrip(":"))

    def joined(self, words: Iterable[str], last: Mapping[str, str]) -> str:
        *first, end = words
        return f"{', '.join(first)}{last[self.lang]}{end}" if first else end

    def name(self, name: str) -> str:
        """A question or group by its label."""
        whole, _, part = name.partition(".")
        if whole in self.titles:
            return self.quoted(self.titles[whole])
        if whole not in self.names.fields:
            return self.quoted(name)
        label = self.quoted(self.names.fields[whole][0].label)
        return self.say("part", a=label, b=text(MESSAGES.get(part, {"de": part}), self.lang).text) if part else label

    def clause(self, source: Any, *, denied: bool = False, inner: bool = False) -> str:
        """The condition, or its opposite; `inner`: within another, so that "A oder B" needs brackets."""
        if not isinstance(source, Mapping):
            return self.say("always" if bool(source) is not denied else "never")
        [(way, argument)] = source.items()
        if way == "not":
            return self.clause(argument, denied=not denied, inner=inner)
        if denied and way in _DENIED:
            way = _DENIED[way]
        match way:
            case "and" | "or":
                told = self.junction(way, argument, denied=denied, inner=inner)
            case "eq" | "ne" | "lt" | "le" | "gt" | "ge":
                told = self.compared(way, *argument)
            case "in":
                told = self.among(*argument, denied=denied)
            case "empty":
                told = self.emptiness(argument, denied=denied)
            case "answer":
                told = self.yes_or_no(argument, is_yes=not denied)
            case _:
                told = self.say("not_true" if denied else "true", a=self.noun(source))
        return told

    def junction(self, way: str, conditions: Any, *, denied: bool, inner: bool) -> str:
        parts = [self.clause(one, denied=denied, inner=len(conditions) > 1) for one in conditions]
        joined = self.joined(parts, _AND if way == "and" else _OR)
        return f"({joined})" if inner and len(parts) > 1 else joined

    def compared(self, way: str, left: Any, right: Any) -> str:
        if isinstance(right, Mapping) and not isinstance(left, Mapping):
            left, right = right, left
            way = {"lt": "gt", "gt": "lt", "le": "ge", "ge": "le"}.get(way, way)
        field, kind = self.field_of(left), self.kind(left)
        if isinstance(right, bool) and "answer" in left:
            return (
                self.yes_or_no(left["answer"], is_yes=right)
                if way == "eq"
                else self.say("not_answered", a=self.noun(left), b=self.noun(right))
            )
        is_asked = field is not None or (isinstance(left, Mapping) and "." in str(left.get("answer")))
        if is_asked and kind == "text" and not isinstance(right, Mapping) and way in {"eq", "ne"}:
            told = self.noun(right, field)
            return self.say("answered" if way == "eq" else "not_answered", a=self.noun(left), b=told)
        ways = _DAYS if kind == "date" else _ORDERED
        return self.say(ways[way], a=self.noun(left), b=self.noun(right, field, kind))

    def among(self, item: Any, values: Any, *, denied: bool) -> str:
        if isinstance(values, Mapping):
            told = self.noun(item, self.field_of(values))
            return self.say("not_chosen" if denied else "chosen", a=self.noun(values), b=told)
        field, kind = self.field_of(item), self.kind(item)
        told = self.joined([self.noun(one, field, kind) for one in values], _OR)
        return self.say("not_answered" if denied else "answered", a=self.noun(item), b=told)

    def emptiness(self, argument: Any, *, denied: bool) -> str:
        if isinstance(argument, Mapping) and argument.get("answer") in self.titles:
            return self.say("some_rows" if denied else "no_rows", a=self.noun(argument))
        return self.say("not_empty" if denied else "empty", a=self.noun(argument))

    def yes_or_no(self, name: str, *, is_yes: bool) -> str:
        field = self.names.fields.get(name, (None,))[0]
        label = self.name(name)
        if field is not None and field.type == "statement":
            return self.say("confirmed" if is_yes else "not_confirmed", a=label)
        if field is not None and field.value is not None:
            return self.say("true" if is_yes else "not_true", a=label)
        return self.say("answered", a=label, b=self.noun(is_yes))

    def field_of(self, source: Any) -> Field | None:
        """The question that an expression only names."""
        name = source.get("answer") if isinstance(source, Mapping) else None
        return self.names.fields[name][0] if name in self.names.fields else None

    def kind(self, source: Any) -> str:
        if not isinstance(source, Mapping):
            return ""
        [(way, argument)] = source.items()
        if way == "answer":
            return self.names.kind(argument) if argument in self.names.fields else "text"
        if way == "param":
            return self.names.parameters.get(argument, "text")
        kinds = {"today": "date", "age": "number", "count": "number"}
        inner = argument if isinstance(argument, list) else []
        money = any(self.kind(one) == "money" for one in inner)
        return kinds.get(way, "money" if money else "number")

    def noun(self, source: Any, field: Field | None = None, kind: str = "") -> str:
        """What is compared or reckoned with; a plain value as an answer to `field`, or an amount of this kind."""
        if not isinstance(source, Mapping):
            return self.value(source, field, kind)
        [(way, argument)] = source.items()
        match way:
            case "answer":
                told = self.name(str(argument))
            case "param":
                parameter = self.document.parameters.get(argument)
                told = self.quoted(parameter.label if parameter else str(argument))
            case "today":
                told = self.say("today")
            case "count" | "sum":
                told = self.over_rows(way, argument)
            case "if":
                then, other = (self.noun(one, field, kind) for one in argument[1:])
                told = self.say("if", c=argument[0], a=then, b=other)
            case "age" | "round_up":
                told = self.say(way, a=self.noun(argument))
            case _ if way in _LISTED:
                listed = self.joined([self.noun(one, None, kind if way != "mul" else "") for one in argument], _AND)
                told = self.say("add" if way == "total" else way, list=listed)
            case "sub" | "days_between" | "weeks_started" | "months_started":
                told = self.say(way, a=self.noun(argument[0], None, kind), b=self.noun(argument[1], None, kind))
            case _:
                told = self.clause(source)
        return told

    def over_rows(self, way: str, argument: Any) -> str:
        spec = argument if isinstance(argument, Mapping) else {"rows": argument}
        of = self.noun(spec["of"]) if "of" in spec else ""
        return self.say(
            f"{way}_where" if "where" in spec else way, a=self.name(spec["rows"]), b=of, c=spec.get("where")
        )

    def value(self, value: Any, field: Field | None, kind: str) -> str:
        """A plain value: an option by its label, an amount in euros, a day as people write it."""
        if isinstance(value, bool):
            return self.quoted(text(MESSAGES["yes" if value else "no"], self.lang).text)
        if isinstance(value, str) and kind != "date":
            labels = {option.value: option.label for option in field.options} if field else {}
            return self.quoted(labels.get(value, value))
        plain = Field(id="x", type="text", label="x", unit=field.unit if field else None)
        return written(plain, kind if kind in {"money", "date"} else "number", value, self.lang)
