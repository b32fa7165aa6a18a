"""Words to read, nothing to answer: `label` is the heading, `hint` the text below it."""

from drehscheibe.forms.fields.kind import Kind


class InformationKind(Kind):
    logic = "nothing"
    has_input = False
    control = "info"
