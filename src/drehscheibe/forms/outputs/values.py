"""The answers for machines: JSON by the names of the schema, XML for forms that come from FIM, and plain text."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any

from drehscheibe.forms.logic.plans import FieldPlan
from drehscheibe.forms.outputs.shape import Branch, Leaf, shape
from drehscheibe.forms.participants import own_values
from drehscheibe.forms.schema import FormDocument

XFALL = "urn:fim-de:xfall:datenschema:xdf3"


class NotFromFimError(ValueError):
    """The form names no FIM schema, so that nobody knows what its XML should be."""


def as_json(
    document: FormDocument, values: Mapping[str, Any], people: Sequence[Mapping[str, Any]] = ()
) -> dict[str, Any]:
    """`Journey.values` as `outputs.schema.json_schema` describes them. Money in cents, days as ISO dates.

    `people` have signed a part: who, when and which answers stand under `_participants`.
    """
    told = _object(shape(document), values)
    if people:
        told["_participants"] = [
            {
                "role": one["role"],
                "name": one["name"],
                "signer": one["signer"],
                "signed": one["signed"].isoformat(timespec="seconds"),
                "sha256": one["digest"],
                "answers": sorted(own_values(document, values, one["role"])),
            }
            for one in people
        ]
    return told


def _object(branch: Branch, values: Mapping[str, Any]) -> dict[str, Any]:
    told: dict[str, Any] = {}
    for name, member in branch.named():
        found = _leaf(member, values) if isinstance(member, Leaf) else _branch(member, values)
        if found is not None:
            told[name] = found
    return told


def _leaf(leaf: Leaf, values: Mapping[str, Any]) -> Any:
    value = values.get(leaf.plan.field.id)
    if leaf.part and value is not None:
        return leaf.plan.kind.part(leaf.plan.field, value, leaf.part) or None
    return value


def _branch(branch: Branch, values: Mapping[str, Any]) -> Any:
    if branch.group is None:
        return _object(branch, values) or None
    rows = values.get(branch.group.group)
    return None if rows is None else [_object(branch, row) for row in rows]


def as_xml(document: FormDocument, values: Mapping[str, Any]) -> bytes:
    """The answers as XFall's data schema has them: elements named by FIM, in the order of the form.

    What the FIM schema does not know is left out. Raise NotFromFimError.
    """
    from lxml import etree  # noqa: PLC0415  only for those who need it

    root = shape(document)
    if not root.fim:
        raise NotFromFimError(document.slug)
    names: dict[Any, str] = {None: XFALL}
    top = etree.Element(etree.QName(XFALL, root.fim), nsmap=names)
    _write(top, root, values)
    written: bytes = etree.tostring(top, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return written


def _write(parent: Any, branch: Branch, values: Mapping[str, Any]) -> None:
    from lxml import etree  # noqa: PLC0415

    for member in branch.members:
        if isinstance(member, Leaf):
            for words in _texts(member, _leaf(member, values)) if member.fim else ():
                etree.SubElement(parent, etree.QName(XFALL, member.fim)).text = words
            continue
        rows = [values] if member.group is None else values.get(member.group.group) or []
        for row in rows:
            if not member.fim:
                _write(parent, member, row)
            elif _object(member, row):
                _write(etree.SubElement(parent, etree.QName(XFALL, member.fim)), member, row)


def _texts(leaf: Leaf, value: Any) -> Iterator[str]:
    """A value as XML has it: one element each."""
    if value is None:
        return
    for one in value if isinstance(value, list) else [value]:
        yield _text(leaf.plan, one)


def _text(plan: FieldPlan, value: Any) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case int() if "money" in {plan.kind.logic, plan.result}:
            return f"{value / 100:.2f}"
        case dict():
            return (
                str(value["name"]) if "name" in value else " ".join(str(part) for part in value.values() if part != "")
            )
    return _ascii_domain(str(value)) if plan.field.type == "email" else str(value)


def _ascii_domain(address: str) -> str:
    """An e-mail address as the schemata of FIM want it: `a@müller.example` is `a@xn--mller-kva.example`."""
    name, _, domain = address.rpartition("@")
    with suppress(UnicodeError):
        return f"{name}@{domain.encode('idna').decode()}"
    return address


def as_text(sections: Sequence[Mapping[str, Any]]) -> str:
    """A declaration as plain text, made of the sections that people have read before they sent it."""
    lines: list[str] = []
    for section in sections:
        lines += ["", section["title"], "=" * len(section["title"])]
        lines += [section["by"]] if section.get("by") else []
        for block in section["blocks"]:
            lines += ["", block["title"], "-" * len(block["title"])] if block["title"] else [""]
            for line in block["lines"]:
                first, *more = str(line["text"]).split("\n")
                lines += [f"{line['label']}: {first}", *(f"  {one}" for one in more)]
    return "\n".join(lines[1:]) + "\n"
