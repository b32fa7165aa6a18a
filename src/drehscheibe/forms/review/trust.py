"""Too high a trust level: who needs no more than a name is not sent away for an electronic identity (eIDAS Art. 8)."""

import re
from collections.abc import Iterator

from drehscheibe.forms.review.remark import WORDS, Remark, Surroundings, Weight, asked, remark
from drehscheibe.forms.schema import FormDocument, text

SUBSTANTIAL, HIGH = 20, 30
_IDENTIFYING = re.compile(WORDS["identifying"], re.IGNORECASE)
_WRITTEN_FORM = re.compile(WORDS["written_form"], re.IGNORECASE)


def remarks(document: FormDocument, surroundings: Surroundings, /) -> Iterator[Remark]:
    notices = f"{text(document.legal_basis, 'de').text} {text(document.purpose, 'de').text}"
    if surroundings.trust_level >= HIGH and not _WRITTEN_FORM.search(notices):
        yield remark(Weight.WARNING, "trust_high")
    elif surroundings.trust_level >= SUBSTANTIAL and not any(
        _IDENTIFYING.search(one.label) or one.field.type in {"iban", "address", "tax_id"}
        for one in asked(document)
        if one.is_input and one.field.required is not False
    ):
        yield remark(Weight.WARNING, "trust_substantial")
