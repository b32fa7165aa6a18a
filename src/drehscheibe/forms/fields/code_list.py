"""Answers from a versioned code list (`forms.code_lists`): kept as the entry's key, shown by its label.

Expressions may name its columns: `{answer: staat.iso-2}`. Where the list is not known, any text is taken.
"""

from drehscheibe.forms.code_lists import CodeList
from drehscheibe.forms.fields.selection import Selection
from drehscheibe.forms.schema import Field


class CodeListKind(Selection):
    uses = frozenset({"code_list", "multiple", "display"})

    def listed(self, field: Field, /) -> CodeList | None:
        return field.known if isinstance(field.known, CodeList) else None

    def faults(self, field: Field, /) -> list[str]:
        return super().faults(field) if field.code_list else ["Welche Codeliste? Nennen Sie sie in „code_list“."]
