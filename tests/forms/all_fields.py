"""A form with a field of every type, and the code list it names."""

from pathlib import Path
from typing import Any

import yaml

from drehscheibe.catalogue.models import OnlineService
from drehscheibe.forms.code_lists import CodeList, code_list
from drehscheibe.forms.operations import keep_code_list, publish
from drehscheibe.kernel import clock
from drehscheibe.tenants.operations import work_as
from drehscheibe.tenants.queries import directory


def document() -> dict[str, Any]:
    return yaml.safe_load((Path(__file__).parent / "all_fields.yaml").read_text())


def professions() -> CodeList:
    """Long enough to be searched."""
    rows = [(f"{number:03}", f"Beruf Nummer {number}", f"Profession number {number}") for number in range(250)]
    columns = [{"id": "key"}, {"id": "name"}, {"id": "english"}]
    labels = {"de": "name", "en": "english"}
    return code_list(uri="urn:beispiel:berufe", version="1", columns=columns, rows=rows, key="key", labels=labels)


def offer() -> None:
    """Offer the form online in Musterstadt, on the database of the process that calls."""
    town, now = directory().by_host("musterstadt.localhost"), clock.now()
    assert town is not None
    with work_as(town):
        keep_code_list(code_list=professions(), now=now)
        form = publish(document=document(), now=now)
        offered = OnlineService.objects.filter(tenant_id=town.pk, is_contact=False).earliest("pk")
        offered.pk, offered.slug, offered.form, offered.trust_level = None, form.slug, form, 0
        offered.save(force_insert=True)
