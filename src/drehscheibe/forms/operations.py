"""Publish forms, and keep code lists."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from drehscheibe.forms.code_lists import CodeList
from drehscheibe.forms.logic import publishable
from drehscheibe.forms.models import CodeListVersion, Form, FormVersion
from drehscheibe.forms.queries import equip, pinned
from drehscheibe.forms.schema import FormError, load
from drehscheibe.kernel import freshness, scope


def publish(*, document: Mapping[str, Any], now: datetime) -> Form:
    """Publish `document` as the newest version of the entered tenant's form of that slug.

    Equal documents make no new version; running drafts keep theirs, and code lists are pinned to their contents of
    now. Raises FormError, which names each place, when the document cannot be filled in.
    """
    checked = load(pinned(document))
    if findings := equip(checked):
        raise FormError(findings)
    publishable(checked)
    plain = checked.model_dump(mode="json", exclude_defaults=True, by_alias=True)
    digest = hashlib.sha256(json.dumps(plain, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
    tenant_id = scope.current().tenant_id
    form, _ = Form.objects.get_or_create(tenant_id=tenant_id, slug=checked.slug)
    newest = FormVersion.objects.filter(form=form).order_by("-number").first()
    if newest is None or newest.digest != digest:
        number = newest.number + 1 if newest else 1
        FormVersion.objects.create(
            tenant_id=tenant_id, form=form, number=number, document=plain, digest=digest, published=now
        )
        freshness.announce()
    return form


def keep_code_list(*, code_list: CodeList, now: datetime) -> CodeListVersion:
    """Keep a version of a code list for the entered tenant and the bodies below it; the same list only once.

    Other contents under the same URI and version stand beside the first: forms name a list with its digest.
    """
    told = {"uri": code_list.uri, "version": code_list.version, "digest": code_list.digest}
    row, _ = CodeListVersion.objects.get_or_create(
        tenant_id=scope.current().tenant_id, **told, defaults={"content": code_list.plain(), "stored": now}
    )
    return row
