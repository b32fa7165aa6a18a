"""Words to read between the questions; nobody answers them."""

from drehscheibe.forms.fields.kind import Kind


class InformationKind(Kind):
    """`label` is the heading, `hint` the text below it."""

    logic = "nothing"
    has_input = False
    control = "info"
