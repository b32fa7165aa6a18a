"""Take forms in from files: each becomes a working copy, with the report of what was understood."""

import json
from contextlib import suppress
from typing import Any, NamedTuple

import yaml
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from drehscheibe.desk.seeing import go_on, who
from drehscheibe.desk.views.forms.found import ADDRESS
from drehscheibe.exchange.fim.genericode import Lists, file_id
from drehscheibe.exchange.hostile import RefusedError
from drehscheibe.exchange.importing import BeingEditedError, Imported, stored, take_in
from drehscheibe.exchange.reading import Read, read
from drehscheibe.forms.faults import FormError
from drehscheibe.identity.access import Access, access
from drehscheibe.identity.actors import actor

MOST_FILES = 30
MOST_YAML = 1_000_000  # bytes


class Sent(NamedTuple):
    """What became of one file: `refusal` says why not, in German as the standards are, or else it was taken in."""

    name: str
    refusal: str = ""
    read: Read | None = None
    taken: Imported | None = None


def _read(content: bytes, lists: Lists) -> Read:
    """Our own JSON or YAML, a FIM schema or a code list. Raises RefusedError, FormError."""
    begin = content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    if begin not in b"<{[\xff\xfe" and b"steps" in content and len(content) < MOST_YAML:
        with suppress(ValueError, yaml.YAMLError, RecursionError):
            # aliases could blow a small file up; documents do without them
            if not any(isinstance(one, yaml.AliasEvent) for one in yaml.parse(content, yaml.SafeLoader)):
                found = yaml.safe_load(content)
                content = json.dumps(found, default=str).encode() if isinstance(found, dict) else content
    return read(content, lists)


@access(Access.FORM_EDITING)
def page(request: Any) -> HttpResponse:
    """The page for the files; POST takes them in, code lists before the schemata that name them."""
    if request.method != "POST":
        return render(request, "desk/forms/taking_in.html", {"errors": [], "sent": []})
    files = request.FILES.getlist("datei")[:MOST_FILES]
    sent = _take_in(request, files)
    if any(one.refusal for one in sent) or not sent:
        sentence = _("Was nicht eingelesen wurde, steht unten mit dem Grund.")
        errors = [("f-datei", sentence if sent else _("Wählen Sie bitte zuerst eine Datei aus."))]
        return render(request, "desk/forms/taking_in.html", {"errors": errors, "sent": sent}, status=422)
    forms = [one for one in sent if one.taken]
    if len(forms) != 1:
        return render(request, "desk/forms/taking_in.html", {"errors": [], "sent": sent})
    slug, has_report = forms[0].taken.slug, bool(forms[0].read.report.remarks)  # type: ignore[union-attr]
    return go_on(f"{ADDRESS}{slug}/durchsicht/" if has_report else f"{ADDRESS}{slug}/", "eingelesen")


def _take_in(request: Any, files: list[Any]) -> list[Sent]:
    lists = Lists(elsewhere=stored)
    later, sent = [], []
    for file in files:
        content = b"" if file.size > settings.UPLOAD_LIMIT else file.read()
        if b"CodeList" in content[:3_000]:
            sent.append(_one(request, file, content, lists))
        else:
            later.append((file, content))
    return sent + [_one(request, file, content, lists) for file, content in later]


def _one(request: Any, file: Any, content: bytes, lists: Lists) -> Sent:
    if file.size > settings.UPLOAD_LIMIT:
        most = settings.UPLOAD_LIMIT // 1_000_000
        return Sent(file.name, f"Die Datei ist größer als {most} MB. So große Formulare gibt es nicht.")
    try:
        found = _read(content, lists)
        taken = take_in(found=found, online=False, by=actor(request.account), now=request.now)
    except BeingEditedError as known:
        name = who(known.copy.edited_by)
        told = f"Daran arbeitet schon {name}. Verwerfen oder veröffentlichen Sie zuerst „{known.copy.slug}“."
        return Sent(file.name, told)
    except (RefusedError, FormError) as error:
        return Sent(file.name, str(error))
    for one in found.lists if taken is None else ():
        lists.lists.append(one)
        lists.by_file[file_id(file.name)] = one
    return Sent(file.name, read=found, taken=taken)
