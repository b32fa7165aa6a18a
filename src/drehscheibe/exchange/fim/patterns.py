"""Patterns of FIM, which are those of XML Schema, as Python's regular expressions that cannot take long.

A pattern is read into a small tree. From it come the expression, an example that fits, and whether matching is
bounded: repeated groups, many open ends or many ways to choose are refused, because such a pattern can run for hours.
"""

import re
from dataclasses import dataclass, field

_LETTERS = "A-Za-zÀ-ÖØ-öø-ɏͰ-ϿЀ-ӿḀ-ỿ"
_UPPER, _LOWER = "A-ZÀ-ÖØ-Þ", "a-zà-öø-ÿß"
_CLASSES = {"L": _LETTERS, "Lu": _UPPER, "Ll": _LOWER, "N": "0-9", "Nd": "0-9", "P": "!-/:-@–„“", "Z": " ", "Zs": " "}
_ESCAPES = {"d": "0-9", "w": _LETTERS + "0-9_", "s": " ", "i": _LETTERS + "_:", "c": _LETTERS + "0-9_:.-"}
_MOST_WAYS = 4_000
_WIDE = 12  # so many more times than needed count as an open end
_LONGEST = 200


class PatternError(ValueError):
    """The pattern cannot be used; the message says why."""


@dataclass
class _Made:
    """A part of the expression, an example for it, in how many ways it matches, and how many open ends it has."""

    text: str = ""
    sample: str = ""
    ways: int = 1
    open_ends: int = 0
    simple: bool = False  # one character


@dataclass
class _Reader:
    pattern: str
    place: int = 0
    depth: int = 0
    made: list[_Made] = field(default_factory=list)

    def peek(self) -> str:
        return self.pattern[self.place : self.place + 1]

    def take(self) -> str:
        found = self.peek()
        if not found:
            raise PatternError("Das Muster ist nicht zu Ende geschrieben.")
        self.place += 1
        return found

    def choice(self) -> _Made:
        self.depth += 1
        if self.depth > 10:
            raise PatternError("Das Muster ist zu tief verschachtelt.")
        branches = [self.row()]
        while self.peek() == "|":
            self.place += 1
            branches.append(self.row())
        self.depth -= 1
        if len(branches) == 1:
            return branches[0]
        text = "|".join(one.text for one in branches)
        return _Made(
            text, branches[0].sample, sum(one.ways for one in branches), max(one.open_ends for one in branches)
        )

    def row(self) -> _Made:
        made = _Made()
        while self.peek() not in {"", "|", ")"}:
            part = self.repeated()
            made.text += part.text
            made.sample += part.sample
            made.ways *= part.ways
            made.open_ends += part.open_ends
            if made.ways > _MOST_WAYS:
                raise PatternError("Das Muster passt auf zu viele Weisen und könnte zu lange dauern.")
        return made

    def repeated(self) -> _Made:
        atom = self.atom()
        least, most, mark = self.times()
        if not mark:
            return atom
        if not atom.text:
            raise PatternError("Im Muster wird eine Stelle wiederholt, an der nichts steht.")
        if not atom.simple:
            if (least, most) == (1, 1):
                return atom
            if (least, most) == (0, 1):
                return _Made(f"{atom.text}?", atom.sample, atom.ways + 1, atom.open_ends)
            raise PatternError("Im Muster wird eine Klammer wiederholt. Das könnte zu lange dauern.")
        if (least, most) == (1, 1):
            return atom
        is_open = most is None or most - least > _WIDE
        ways = 1 if is_open else (most or 0) - least + 1
        return _Made(atom.text + mark, atom.sample * min(max(least, 1), 60), ways, int(is_open))

    def times(self) -> tuple[int, int | None, str]:
        sign = self.peek()
        if sign and sign in "*+?":
            self.place += 1
            return {"*": (0, None, "*"), "+": (1, None, "+"), "?": (0, 1, "?")}[sign]
        found = re.compile(r"\{(\d{1,4})(?:(,)(\d{0,4}))?\}").match(self.pattern, self.place)
        if not found:
            return 1, 1, ""
        self.place = found.end()
        least = int(found[1])
        most = least if not found[2] else int(found[3]) if found[3] else None
        if most is not None and most < least:
            raise PatternError("Im Muster ist eine Anzahl verdreht.")
        return least, most, found[0]

    def atom(self) -> _Made:
        sign = self.take()
        if sign == "(":
            if self.peek() == "?":
                self.place += 1
                if self.take() != ":":
                    raise PatternError("Im Muster steht eine Klammer, die es nur in Programmiersprachen gibt.")
            inner = self.choice()
            if self.take() != ")":
                raise PatternError("Im Muster fehlt eine Klammer.")
            return _Made(f"(?:{inner.text})", inner.sample, inner.ways, inner.open_ends)
        if sign == "[":
            return self.letters()
        if sign == ".":
            return _Made(".", "a", simple=True)
        if sign == "\\":
            return self.one_of(self.escaped())
        if sign in "^$":
            return _Made()
        if sign in "*+?{}])":
            raise PatternError(f"Im Muster steht „{sign}“ an falscher Stelle.")
        return _Made(re.escape(sign), sign, simple=True)

    def escaped(self) -> str:
        """What an escape stands for, as the inside of a class."""
        sign = self.take()
        if sign == "p":
            found = re.compile(r"\{(\w+)\}").match(self.pattern, self.place)
            if not found or found[1] not in _CLASSES:
                raise PatternError("Das Muster nennt eine Art von Zeichen, die hier niemand kennt.")
            self.place = found.end()
            return _CLASSES[found[1]]
        if sign in _ESCAPES:
            return _ESCAPES[sign]
        if sign in {"n", "r", "t"}:
            return " "
        if sign.isalnum():
            raise PatternError(f"Das Muster enthält „\\{sign}“. Das ist nicht übertragbar.")
        return re.escape(sign)

    @staticmethod
    def one_of(inside: str) -> _Made:
        if len(inside.removeprefix("\\")) == 1:
            return _Made(inside if inside.startswith("\\") else re.escape(inside), inside[-1], simple=True)
        return _Made(f"[{inside}]", inside[0], simple=True)

    def letters(self) -> _Made:
        start = "^" if self.peek() == "^" else ""
        self.place += len(start)
        inside = ""
        while (sign := self.take()) != "]" or not inside:
            if sign == "\\":
                inside += self.escaped()
            elif sign == "[":
                raise PatternError("Im Muster wird eine Menge von einer anderen abgezogen. Das ist nicht übertragbar.")
            else:
                inside += f"\\{sign}" if sign in "]^&~|" else sign
        text = f"[{start}{inside}]"
        try:
            known = re.compile(text)
        except (re.error, FutureWarning) as error:
            raise PatternError(f"Eine Menge von Zeichen im Muster ist falsch: {error}") from error
        sample = next((one for one in "aA1 -.@xX0bcdefäÄ/" if known.fullmatch(one)), None) or next(
            (chr(code) for code in range(33, 0x250) if known.fullmatch(chr(code))), None
        )
        if sample is None:
            raise PatternError("Auf eine Menge im Muster passt kein Zeichen.")
        return _Made(text, sample, simple=True)


def translate(pattern: str) -> tuple[str, str]:
    """Python's expression and an example that fits. Raise PatternError when it cannot be used safely."""
    if len(pattern) > _LONGEST:
        raise PatternError(f"Das Muster hat mehr als {_LONGEST} Zeichen.")
    reader = _Reader(pattern)
    made = reader.choice()
    if reader.place < len(pattern):
        raise PatternError("Im Muster ist eine Klammer zu viel.")
    if made.open_ends > 2:
        raise PatternError("Das Muster hat mehr als zwei offene Enden und könnte zu lange dauern.")
    if len(made.text) > _LONGEST:
        raise PatternError("Das Muster wird übersetzt zu lang.")
    sample = made.sample.strip() or made.sample
    if not re.fullmatch(made.text, sample):
        raise PatternError("Zum Muster lässt sich kein Beispiel finden.")
    return made.text, sample


def fits(pattern: str, text: str) -> bool:
    return re.fullmatch(pattern, text) is not None


def told(pattern: str) -> dict[str, str] | None:
    """What to say to whoever misses the usual patterns; None for others."""
    if least := re.fullmatch(r"\.\{(\d+),\}", pattern):
        number = least[1]
        return {
            "de": f"Bitte geben Sie mindestens {number} Zeichen an.",
            "en": f"Please enter at least {number} characters.",
        }
    if pattern == "[0-9]{1,30}":
        return {"de": "Bitte geben Sie nur Ziffern an.", "en": "Please enter digits only."}
    if exact := re.fullmatch(r"\[0-9\](?:\{(\d+)\})?", pattern):
        number = exact[1] or "1"
        return {"de": f"Bitte geben Sie {number} Ziffern an.", "en": f"Please enter {number} digits."}
    return None
