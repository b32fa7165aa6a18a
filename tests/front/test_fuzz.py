"""Whatever is sent to the pages of a form: an answer, never a fault of ours, and the draft stays.

DREHSCHEIBE_FUZZ sets how many attempts there are (a hundred thousand take about half an hour).
"""

import os
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from drehscheibe.applications.models import Draft
from drehscheibe.applications.operations.drafts import open_answers
from drehscheibe.demo import content
from drehscheibe.forms.logic.program import program
from drehscheibe.front import browser
from drehscheibe.tenants.operations import work_as
from tests.cases import filled_draft
from tests.cast import BROWSER_KEY
from tests.papers import PDF, picture

ATTEMPTS = int(os.environ.get("DREHSCHEIBE_FUZZ", "60"))
SLUGS = sorted(
    {
        service["channels"]["online"]["form"]: service["slug"]
        for service in content.services()
        if "online" in service["channels"]
    }.values()
)
BUTTONS = ["add", "remove", "detach", "_refresh", "_rows", "seite", "stand", "csrfmiddlewaretoken"]
NASTY = [
    *(
        "\0",
        "\x1b[2J",
        "\u202e",
        "🐕" * 50,
        "ß" * 9,
        "\u2019",
        "../../etc/passwd",
        "<script>alert(1)</script>",
        "{{7*7}}",
    ),
    *("${jndi:ldap://a}", "' OR 1=1 --", "%s%n", "9" * 400, "-1", "1e309", "NaN", "0x10", "31.2.2027", "\u0663"),
    *("{{7*7}}", "I" * 200, "a" * 20_000, "\r\nSet-Cookie: a=b", "true"),
]
KINDS = [
    *("application/x-www-form-urlencoded", "multipart/form-data", "multipart/form-data; boundary=x", "text/xml"),
    *("application/json", "text/plain", "application/x-www-form-urlencoded; charset=utf-7"),
    'multipart/form-data; boundary=""',
]
VALUES = st.one_of(
    st.sampled_from(NASTY),
    st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=60),
    st.integers().map(str),
    st.dates().map(lambda day: f"{day:%d.%m.%Y}"),
    st.sampled_from(["yes", "no", "1", "2", ""]),
)
CONTENTS = [
    PDF,
    picture(),
    picture("JPEG"),
    b"",
    b"%PDF-1.7",
    b"\x89PNG",
    b"MZ",
    b"<svg onload=alert(1)>",
    b"\0" * 5000,
]
FILES = st.sampled_from(CONTENTS)


class Form:
    """A draft of a form, and the names that its pages know."""

    def __init__(self, slug: str, portal: Any) -> None:
        with work_as(portal):
            self.draft, self.offer = filled_draft(slug, portal)
        self.slug = slug
        document = self.offer.document
        self.steps = [step.id for step in document.steps]
        self.controls = sorted(
            control
            for name, plan in program(document).fields.items()
            for prefix in ("", *(f"{plan.block.group}.{row}." for row in (1, 2, 7) if plan.block.group))
            for _, control in plan.controls(prefix + name)
        )


@pytest.fixture
def forms(musterstadt) -> list[Form]:
    return [Form(slug, musterstadt) for slug in SLUGS]


def pages(form: Form) -> st.SearchStrategy[dict[str, Any]]:
    """A page as somebody might send it: known names, buttons, rows, and names that nobody asked for."""
    rows = [f"{name.split('.')[0]}._rows" for name in form.controls if "." in name]
    names = st.one_of(
        st.sampled_from(form.controls), st.sampled_from([*BUTTONS, *rows]), st.text(min_size=1, max_size=30)
    )
    values = st.one_of(VALUES, st.lists(VALUES, max_size=4), st.sampled_from(form.controls))
    return st.dictionaries(names, values, max_size=15)


@settings(max_examples=ATTEMPTS)
@given(data=st.data())
def test_no_page_that_is_sent_breaks_anything(data: Any, forms: list[Form], guest: Callable[..., Client]) -> None:
    form: Form = data.draw(st.sampled_from(forms))
    visitor = guest(key=BROWSER_KEY)
    step = data.draw(st.sampled_from([*form.steps, "pruefen", "gibt-es-nicht"]))
    sent = data.draw(pages(form))
    if data.draw(st.integers(0, 9)):
        sent["seite"] = browser.page_token(form.draft)
    if data.draw(st.integers(0, 3)) == 0:
        name = data.draw(st.text(max_size=40)) or "a.pdf"
        sent[data.draw(st.sampled_from(form.controls))] = SimpleUploadedFile(name, data.draw(FILES))
    address = f"/antrag/{form.slug}/{form.draft.pk}/{step}/"
    assert visitor.post(address, sent).status_code < 500
    assert visitor.get(address).status_code < 500
    with work_as(form.offer.online_service.tenant):
        found = Draft.objects.select_related("key").get(pk=form.draft.pk)
        assert isinstance(open_answers(found), dict)


@settings(max_examples=ATTEMPTS // 4)
@given(body=st.binary(max_size=400), kind=st.sampled_from(KINDS))
def test_no_broken_message_breaks_anything(
    body: bytes, kind: str, forms: list[Form], guest: Callable[..., Client]
) -> None:
    form = forms[0]
    for address in (f"/antrag/{form.slug}/", f"/antrag/{form.slug}/{form.draft.pk}/{form.steps[0]}/", "/vorgang/"):
        answer = guest(key=BROWSER_KEY).generic("POST", address, body, content_type=kind)
        assert answer.status_code < 500


@settings(max_examples=ATTEMPTS // 4)
@given(path=st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=60), query=VALUES)
def test_no_address_breaks_anything(path: str, query: str, guest: Callable[..., Client], db: None) -> None:
    for address in (f"/suche/?q={query}", f"/{path}", f"/leistungen/{path}/", f"/vorgang/{path}/", f"/antrag/{path}/",
                    f"/antrag/mitteilung/{uuid.uuid4()}/{path}/", f"/echt/?code={query}"):  # fmt: skip
        assert guest().get(address).status_code < 500, address
