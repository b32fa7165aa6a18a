"""Publish forms."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from drehscheibe.forms.logic import publishable
from drehscheibe.forms.models import Form, FormVersion
from drehscheibe.forms.schema import load
from drehscheibe.kernel import freshness, scope


def publish(*, document: Mapping[str, Any], now: datetime) -> Form:
    """Publish `document` as the newest version of the entered tenant's form of that slug.

    Equal documents make no new version; running drafts keep theirs. Raises FormError, which names each place,
    when the document cannot be filled in.
    """
    checked = publishable(load(document))
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
