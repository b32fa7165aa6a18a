"""What the sentence of a rule compares, as a comparison of answers: is a value, is not one, is answered."""

import re
from collections.abc import Mapping
from typing import Any

from drehscheibe.exchange.fim.sentences import Test
from drehscheibe.exchange.fim.tree import Node

_YES = {"ja", "true", "wahr", "1", "j"}
_NO = {"nein", "false", "falsch", "0", "n"}


class UnclearError(ValueError):
    """The sentence can be read in more than one way; the message says what is unclear.

    `proposal`: the condition that it probably means, for an editor to switch on.
    """

    def __init__(self, message: str, proposal: dict[str, Any] | None = None) -> None:
        super().__init__(message)
        self.proposal = proposal or {}


class Compared:
    """Reads the tests of a sentence; `answers`: the names of each question's answers by value.

    `doubts`: where a list says otherwise than the sentence, so that an editor should look.
    """

    def __init__(self, answers: Mapping[Node, Mapping[str, str]]) -> None:
        self.answers = answers
        self.doubts: list[str] = []

    def test(self, node: Node, test: Test) -> Any:
        """The condition that a test of this question means. Raise UnclearError."""
        if not test.values:
            parts = [_given(leaf) for leaf in node.leaves()]
            given = parts[0] if len(parts) == 1 else {"or": parts}
            return _negated(given) if test.negated else given
        if node.data is None or node.made is None:
            raise UnclearError(f"{test.ref.id} ist eine Gruppe und hat keinen Wert.")
        if node.stacked:
            raise UnclearError(f"{test.ref.id} hat mehrere Werte.")
        answer = {"answer": node.id}
        found = [self.value(node, code, label) for code, label in test.values]
        if node.made.get("multiple"):
            equal: list[dict[str, Any]] = [{"in": [value, answer]} for value in found]
        elif node.made["type"] in {"yes_no", "statement"}:
            equal = [answer if value else {"not": answer} for value in found]
        else:
            equal = [{"eq": [answer, value]} for value in found]
        holds = equal[0] if len(equal) == 1 else {"or": equal}
        return {"not": holds} if test.negated else holds

    def value(self, node: Node, code: str, label: str) -> Any:
        """The value of ours that a sentence means. Raise UnclearError."""
        made = node.made or {}
        if made.get("type") in {"yes_no", "statement"}:
            said = {one.strip().lower() for one in (code, label) if one}
            if said & _YES and not said & _NO:
                return True
            if said & _NO and not said & _YES:
                return False
            raise UnclearError(f"„{code or label}“ ist weder Ja noch Nein.")
        answers = self.answers.get(node)
        if answers is None:
            raise UnclearError(f"Die Antworten von „{node.title}“ sind nicht bekannt.")
        by_label = [key for key, name in answers.items() if _same(name, label or code)]
        if code in answers:
            if label and not _names(answers[code], label):
                self.doubts.append(f"„{code}“ heißt in der Codeliste „{answers[code]}“, in der Regel „{label}“.")
            return code
        if len(by_label) == 1 and (not code or not label):
            return by_label[0]
        probable = by_label or [key for key, name in answers.items() if label and _names(name, label)]
        if len(probable) == 1:
            meant = f"Gemeint ist wohl „{probable[0]} {answers[probable[0]]}“."
            self.doubts.append(f"„{code or label}“ steht bei „{node.title}“ nicht zur Auswahl. {meant}")
            return probable[0]
        raise UnclearError(f"„{code or label}“ steht bei „{node.title}“ nicht zur Auswahl.")


def _given(leaf: Node) -> Any:
    if leaf.stacked:
        return {"gt": [{"count": leaf.group_id}, 0]}
    return {"not": {"empty": {"answer": leaf.id}}}


def _negated(condition: Any) -> Any:
    return condition["not"] if set(condition) == {"not"} else {"not": condition}


def _same(left: str, right: str) -> bool:
    def bare(text: str) -> str:
        return "".join(sign for sign in text.casefold() if sign.isalnum())

    return bare(left) == bare(right)


def _names(full: str, short: str) -> bool:
    """Whether the words of the rule are those of the list, or some of them."""
    given, known = (set(re.findall(r"\w+", text.casefold())) for text in (short, full))
    return bool(given) and (given <= known or _same(full, short))
