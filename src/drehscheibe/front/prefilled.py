"""Answers that a link to a form has given already: `/antrag/mitteilung/?antwort_weg=rueckruf` asks for a call."""

from collections.abc import Mapping

from drehscheibe.forms.schema import FormDocument, Group


def prefilled(document: FormDocument, given: Mapping[str, str]) -> dict[str, str]:
    """Of what is given, the answers to questions with options; everything else is ignored."""
    asked = (field for _, block, field in document.fields() if not isinstance(block, Group) and not field.multiple)
    options = {field.id: {option.value for option in field.options} for field in asked}
    return {name: given[name] for name, known in options.items() if given.get(name) in known}
