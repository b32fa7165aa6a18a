"""What the pages of the editor of forms look up: own forms and their working copies."""

from dataclasses import dataclass

from django.http import Http404

from drehscheibe.forms.editing import document_of
from drehscheibe.forms.models import Form, FormVersion, WorkingCopy
from drehscheibe.forms.queries import nearest_form, newest_version, own_form
from drehscheibe.forms.schema import FormDocument

ADDRESS = "/amt/formulare/"


def copy_of(slug: str) -> WorkingCopy:
    """The working copy of this slug. Raises Http404."""
    found = WorkingCopy.objects.filter(slug=slug).first()
    if found is None:
        raise Http404
    return found


def form_of(slug: str) -> Form:
    """The body's own form of this slug. Raises Http404."""
    found = own_form(slug)
    if found is None:
        raise Http404
    return found


@dataclass(frozen=True)
class Shown:
    """A form as the editor sees it: its working copy, else its newest version, own or of a body above."""

    slug: str
    document: FormDocument
    copy: WorkingCopy | None
    newest: FormVersion | None
    is_own: bool


def shown(slug: str) -> Shown:
    """Raises Http404 where the body neither has nor uses such a form."""
    copy, form = WorkingCopy.objects.filter(slug=slug).first(), nearest_form(slug)
    if copy is None and form is None:
        raise Http404
    newest = newest_version(form) if form else None
    own = own_form(slug) is not None or copy is not None
    source = copy or newest
    assert source is not None  # noqa: S101  one of the two is there
    return Shown(slug, document_of(source), copy, newest, own)
