"""Publish forms, keep code lists, and keep the municipalities and postcodes that this installation knows."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from drehscheibe.forms.code_lists import CodeList
from drehscheibe.forms.faults import FormError
from drehscheibe.forms.logic import publishable
from drehscheibe.forms.models import CodeListVersion, Form, FormVersion, Municipality, PostcodePlace
from drehscheibe.forms.place_lists import MunicipalityRow, PostcodeRow
from drehscheibe.forms.queries import equip, pinned
from drehscheibe.forms.schema import load
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


@transaction.atomic
def keep_places(*, municipalities: Iterable[MunicipalityRow], postcodes: Iterable[PostcodeRow]) -> int:
    """Let these lists stand instead of those before; an empty one leaves what is there.

    Returns how many postcodes name a municipality that is not known. A running server knows it with its next request.
    """
    towns = {row.ars: Municipality(**row._asdict()) for row in municipalities}
    if towns:
        told = ["name", "district", "state", "latitude", "longitude"]
        Municipality.objects.bulk_create(
            towns.values(), batch_size=2_000, update_conflicts=True, unique_fields=["ars"], update_fields=told
        )
        Municipality.objects.exclude(pk__in=list(towns)).delete()
    rows, known = list(postcodes), set(Municipality.objects.values_list("pk", flat=True))
    if rows:
        PostcodePlace.objects.all().delete()
        made = {
            (row.postcode, row.name, row.ars if row.ars in known else None): PostcodePlace(
                postcode=row.postcode, name=row.name, municipality_id=row.ars if row.ars in known else None
            )
            for row in rows
        }
        PostcodePlace.objects.bulk_create(made.values(), batch_size=5_000)
    freshness.announce()
    return sum(row.ars not in known for row in rows)
