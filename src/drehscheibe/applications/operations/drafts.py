"""Start a draft and save what was typed."""

import json
import uuid
from datetime import datetime

from django.db import connection
from django.db.models import QuerySet

from drehscheibe.applications.acts import Channel
from drehscheibe.applications.models import Draft
from drehscheibe.catalogue.online import Offer
from drehscheibe.forms.answers import Kept
from drehscheibe.forms.journey import Raw
from drehscheibe.identity.models import Account
from drehscheibe.kernel import clock, crypto, files, references, rows, scope
from drehscheibe.kernel.models import CaseKey, StoredFile
from drehscheibe.tenants.models import Tenant

KEPT_DAYS = 30
# Every step saves: written out, this takes less than half the time that the ORM takes.
_SAVE = """
UPDATE applications_draft SET sealed = %s, changed = %s, expires = %s, browser = %s, warned = NULL
WHERE id = %s AND tenant_id = %s
"""


def start_draft(
    *,
    offer: Offer,
    portal: Tenant,
    browser: bytes,
    account: Account | None,
    language: str,
    now: datetime,
    raw: Raw | None = None,
    draft_id: uuid.UUID | None = None,
    channel: Channel = Channel.ONLINE,
    recorded_by: Account | None = None,
) -> Draft:
    """A draft of `offer`, in the responsible body's scope, empty but for answers already given (`raw`).

    `browser` is the sending browser's keyed hash; `draft_id` an id that nobody can guess, or (None) a new one.
    `recorded_by`: staff that fills it in for somebody who came by another `channel` than online.
    """
    draft_id = draft_id or uuid.uuid4()
    key = crypto.create_case_key(draft_id)
    draft = Draft(
        id=draft_id,
        tenant_id=offer.body_id,
        portal=portal,
        online_service=offer.online_service,
        form_version=offer.version,
        key=key,
        account=account,
        browser=browser,
        code=references.code_digest(references.access_code(draft_id)),
        language=language,
        created=now,
        channel=channel,
        recorded_by=recorded_by,
    )
    _seal(draft, raw or {}, now)
    rows.insert(draft)
    return draft


def _seal(draft: Draft, raw: Raw, now: datetime) -> None:
    draft.sealed = crypto.cipher(draft.key).seal("draft", json.dumps(raw, ensure_ascii=False).encode())
    draft.changed, draft.expires = now, clock.days_after(now, KEPT_DAYS)


def open_answers(draft: Draft) -> Kept:
    """What was typed so far."""
    raw: Kept = json.loads(crypto.cipher(draft.key).open("draft", draft.sealed))
    return raw


def save_answers(*, draft: Draft, raw: Raw, browser: bytes, now: datetime) -> None:
    """Keep what was typed, and the browser that typed it last (a lost cookie has been replaced)."""
    _seal(draft, raw, now)
    draft.browser = browser
    kept = [draft.sealed, draft.changed, draft.expires, draft.browser, draft.pk, scope.current().tenant_id]
    with connection.cursor() as cursor:
        cursor.execute(_SAVE, kept)


def delete_expired(*, now: datetime) -> int:
    """Delete the entered body's expired drafts; how many."""
    return _delete(Draft.objects.filter(expires__lte=now))


def delete_of(*, account: Account) -> int:
    """Delete the account's drafts in the entered body; how many."""
    return _delete(Draft.objects.filter(account=account))


def discard(*, draft: Draft) -> None:
    """Delete one draft with its files."""
    _delete(Draft.objects.filter(pk=draft.pk))


def _delete(drafts: "QuerySet[Draft]") -> int:
    """Files first, then the key, and with the key all that was encrypted by it."""
    doomed = list(drafts.select_for_update().values_list("pk", flat=True))
    for file in StoredFile.objects.filter(key__in=doomed):
        files.delete(file)
    CaseKey.objects.filter(pk__in=doomed).delete()
    return len(doomed)
