"""Evidence: what the service tells people to have at hand can also be handed in with the form."""

import re
from collections.abc import Iterator

from drehscheibe.forms.review.remark import WORDS, Remark, Surroundings, Weight, asked, remark, texts
from drehscheibe.forms.schema import FormDocument

_PAPERS = re.compile(WORDS["papers"], re.IGNORECASE)
_NO_PAPERS = re.compile(WORDS["no_papers"], re.IGNORECASE)
_ATTACHING = re.compile(WORDS["attaching"], re.IGNORECASE)


def remarks(document: FormDocument, surroundings: Surroundings, /) -> Iterator[Remark]:
    if any(one.field.type == "upload" for one in asked(document)):
        return
    wanted = [line for line in surroundings.documents if _PAPERS.search(line) and not _NO_PAPERS.search(line)]
    if wanted:
        yield remark(Weight.ERROR, "evidence_not_asked", papers="; ".join(wanted[:4]))
    for said in texts(document):
        if _ATTACHING.search(said.words):
            yield remark(Weight.ERROR, "attaching_without_upload", said.step, said.field)
