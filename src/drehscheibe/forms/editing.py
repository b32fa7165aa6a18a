"""Working copies: what editors change before it is published, one for each form of a body.

A change names the revision it has seen; who comes second is told, and nothing is overwritten. Published versions are
never changed. Everything leaves a note in the body's journal.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction

from drehscheibe.forms import revising, trials
from drehscheibe.forms.models import Form, FormVersion, Trial, WorkingCopy
from drehscheibe.forms.operations import publish
from drehscheibe.forms.queries import equip, newest_version
from drehscheibe.forms.schema import FormDocument, Message, load
from drehscheibe.kernel import scope
from drehscheibe.kernel.revisions import ChangedMeanwhileError, must_be_others, must_be_seen
from drehscheibe.tenants import journal


class TrialsFailedError(RuntimeError):
    """Something else comes of test cases than was expected; `failed` says what, by name of the test case."""

    def __init__(self, failed: Mapping[str, Sequence[Message]]) -> None:
        super().__init__(", ".join(failed))
        self.failed = failed


@transaction.atomic
def begin(*, form: Form, by: str, now: datetime) -> WorkingCopy:
    """The working copy of a form of the entered tenant; made of its newest version where there is none yet."""
    newest = newest_version(form)
    copy, is_new = WorkingCopy.objects.get_or_create(
        tenant_id=form.tenant_id,
        slug=form.slug,
        defaults={"document": newest.document, "base": newest, "edited_by": by, "edited": now},
    )
    if is_new:
        journal.note("form_begun", by=by, now=now, facts={"form": form.slug, "version": newest.number})
    return copy


@transaction.atomic
def take_in(*, document: Mapping[str, Any], report: Sequence[str], by: str, now: datetime) -> WorkingCopy:
    """Make an imported document the working copy of the form of its slug.

    `report`: what the import understood, guessed or left to do. Raises FormError for what is no document, and
    ChangedMeanwhileError where a working copy is there already.
    """
    plain = as_plain(load(document))
    known = WorkingCopy.objects.filter(slug=plain["slug"]).first()
    if known:
        raise ChangedMeanwhileError(known)
    base = FormVersion.objects.filter(form__slug=plain["slug"], tenant_id=scope.current().tenant_id).last()
    copy = WorkingCopy.objects.create(
        tenant_id=scope.current().tenant_id,
        slug=plain["slug"],
        document=plain,
        base=base,
        report=list(report),
        edited_by=by,
        edited=now,
    )
    journal.note("form_imported", by=by, now=now, facts={"form": copy.slug})
    return copy


def _locked(slug: str, seen: int) -> WorkingCopy:
    """The working copy at the revision that was seen. Raises WorkingCopy.DoesNotExist, ChangedMeanwhileError."""
    copy = WorkingCopy.objects.select_for_update().get(slug=slug)
    must_be_seen(copy, seen)
    return copy


@transaction.atomic
def change(*, slug: str, seen: int, what: revising.Change, about: str, by: str, now: datetime) -> WorkingCopy:
    """Change the working copy at revision `seen`; `about` names the place for the journal.

    Raises ChangedMeanwhileError, FormError when the result is no document, and what `what` raises.
    """
    copy = _locked(slug, seen)
    fresh = as_plain(load(what(copy.document)))
    if fresh != copy.document:
        _save(copy, fresh, by, now)
        journal.note("form_changed", by=by, now=now, facts={"form": slug, "place": about})
    return copy


@transaction.atomic
def plan_offer(*, slug: str, seen: int, offer: Mapping[str, Any], by: str, now: datetime) -> None:
    """Say how the form is to become an online service once it is published; {} for not at all.

    It is a change as any other, for four eyes, too. Raises ChangedMeanwhileError.
    """
    copy = _locked(slug, seen)
    if offer != copy.offer:
        copy.offer = dict(offer)
        _save(copy, copy.document, by, now)
        journal.note("form_offer_planned", by=by, now=now, facts={"form": slug, **offer})


def _save(copy: WorkingCopy, document: dict[str, Any], by: str, now: datetime) -> None:
    copy.document, copy.edited_by, copy.edited = document, by, now
    copy.revision += 1
    copy.save()


@transaction.atomic
def restore(*, version: FormVersion, seen: int, by: str, now: datetime) -> WorkingCopy:
    """Make an older version of an own form the working copy again. `seen`: revision of the working copy, 0 for none.

    Raises ChangedMeanwhileError where the working copy is not at that revision.
    """
    slug = version.form.slug
    copy = WorkingCopy.objects.select_for_update().filter(slug=slug).first()
    if (copy.revision if copy else 0) != seen:
        raise ChangedMeanwhileError(copy or begin(form=version.form, by=by, now=now))
    if copy is None:
        copy = begin(form=version.form, by=by, now=now)
    _save(copy, version.document, by, now)
    journal.note("form_restored", by=by, now=now, facts={"form": slug, "version": version.number})
    return copy


@transaction.atomic
def discard(*, slug: str, seen: int, by: str, now: datetime) -> None:
    """Throw the working copy away; published versions stay. Raises ChangedMeanwhileError."""
    _locked(slug, seen).delete()
    journal.note("form_discarded", by=by, now=now, facts={"form": slug})


@transaction.atomic
def publish_copy(*, slug: str, seen: int, by: str, now: datetime) -> FormVersion:
    """Publish the working copy, and be done with it.

    Raises SameEyesError for who changed it last, TrialsFailedError, FormError for what cannot be filled in,
    ChangedMeanwhileError.
    """
    copy = _locked(slug, seen)
    must_be_others(copy, by)
    failed = failing(slug, document_of(copy))
    if failed:
        raise TrialsFailedError(failed)
    form = publish(document=copy.document, now=now)
    version = newest_version(form)
    copy.delete()
    facts = {"form": slug, "version": version.number, "edited_by": copy.edited_by}
    journal.note("form_published", by=by, now=now, facts=facts)
    return version


def as_plain(document: FormDocument) -> dict[str, Any]:
    """A document as it is kept."""
    return document.model_dump(mode="json", exclude_defaults=True, by_alias=True)


def document_of(row: WorkingCopy | FormVersion) -> FormDocument:
    """The document of a row, with the code lists it names."""
    document = FormDocument.model_validate(row.document)
    equip(document)
    return document


def failing(slug: str, document: FormDocument) -> dict[str, list[Message]]:
    """The test cases of which something else comes with this document: what, by name."""
    found = {trial.name: differences_of(trial, document) for trial in Trial.objects.filter(slug=slug).order_by("name")}
    return {name: different for name, different in found.items() if different}


def differences_of(trial: Trial, document: FormDocument) -> list[Message]:
    """What is different with this document from what the test case expects."""
    observed = trials.observe(document, trial.raw, parameters=trial.parameters, today=trial.today)
    return trials.differences(document, trials.expected(trial.expected), observed)


@transaction.atomic
def keep_trial(
    *,
    document: FormDocument,
    name: str,
    raw: Mapping[str, Sequence[str]],
    parameters: Mapping[str, Any],
    today: date,
    by: str,
    now: datetime,
    wanted: trials.Course | None = None,
) -> Trial:
    """Keep a filled form as a test case of the entered tenant's form; the same name replaces.

    `today`: the day on which the form is filled in. `wanted`: what should come of it; what comes of it now if nothing
    is said.
    """
    course = wanted or trials.observe(document, raw, parameters=parameters, today=today)
    facts = {"raw": {key: list(values) for key, values in raw.items()}, "parameters": dict(parameters)}
    trial, _ = Trial.objects.update_or_create(
        tenant_id=scope.current().tenant_id,
        slug=document.slug,
        name=name,
        defaults={**facts, "today": today, "expected": course.plain()},
    )
    journal.note("trial_kept", by=by, now=now, facts={"form": document.slug, "trial": name})
    return trial


@transaction.atomic
def update_trial(*, trial: Trial, document: FormDocument, by: str, now: datetime) -> None:
    """Expect from now on what comes of the test case with this document: somebody has looked at it and means it."""
    observed = trials.observe(document, trial.raw, parameters=trial.parameters, today=trial.today)
    trial.expected = observed.plain()
    trial.save(update_fields=["expected"])
    journal.note("trial_updated", by=by, now=now, facts={"form": trial.slug, "trial": trial.name})


@transaction.atomic
def drop_trial(*, trial: Trial, by: str, now: datetime) -> None:
    """Keep a test case no longer."""
    trial.delete()
    journal.note("trial_dropped", by=by, now=now, facts={"form": trial.slug, "trial": trial.name})
