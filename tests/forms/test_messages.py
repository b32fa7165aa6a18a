"""What the engine says: each message is there in both languages, with the same facts, and somebody says it."""

import ast
from functools import cache
from pathlib import Path
from string import Formatter

import pytest

from drehscheibe import forms
from drehscheibe.forms.fields import TYPES
from drehscheibe.forms.fields.identifier import SCHEMES
from drehscheibe.forms.messages import MESSAGES, say

NAMING = {"say": 0, "wrong": 1}  # which argument of these functions names a message


@cache
def nodes() -> list[ast.AST]:
    sources = [ast.parse(path.read_text()) for path in Path(forms.__file__).parent.rglob("*.py")]
    return [node for source in sources for node in ast.walk(source)]


def texts(node: ast.AST) -> set[str]:
    """The texts an expression can give, as far as they stand there."""
    if isinstance(node, ast.IfExp):
        return texts(node.body) | texts(node.orelse)
    return {node.value} if isinstance(node, ast.Constant) and isinstance(node.value, str) else set()


def named() -> set[str]:
    calls = [node for node in nodes() if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)]
    said = [node.args[NAMING[node.func.id]] for node in calls if node.func.id in NAMING]
    looked_up = [
        node.slice for node in nodes() if isinstance(node, ast.Subscript) and ast.unparse(node.value) == "MESSAGES"
    ]
    boxes = {part for name in ("date", "address") for part in TYPES[name].parts}
    wanted = {kind.missing for kind in TYPES.values()} | boxes | {f"the_{part}" for part in boxes}
    wanted |= {f"the_{part}" for part in TYPES["date_range"].parts}
    wanted |= {f"box_{part}" for name in ("date_range", "location") for part in TYPES[name].parts}
    wanted |= {f"hint_{part}" for part in TYPES["location"].parts} | {one.refusal for one in SCHEMES.values()}
    return wanted.union(*(texts(node) for node in [*said, *looked_up]))


def facts(words: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(words) if name}


def test_no_message_is_missing():
    assert sorted(named() - set(MESSAGES)) == []


def test_every_message_is_said_by_somebody():
    spelled = set().union(*(texts(node) for node in nodes())) | named()
    assert sorted(set(MESSAGES) - spelled) == []


@pytest.mark.parametrize("name", MESSAGES)
def test_message_tells_the_same_facts_in_german_and_english(name):
    assert list(MESSAGES[name]) == ["de", "en"]
    assert all(isinstance(words, str) and words.strip() for words in MESSAGES[name].values())
    assert facts(MESSAGES[name]["de"]) == facts(MESSAGES[name]["en"])


def test_label_may_hold_braces_and_be_missing_in_a_language():
    assert say("missing", label={"de": "Haus {1}"}) == {"de": "Geben Sie „Haus {1}“ an.", "en": "Enter “Haus {1}”."}
