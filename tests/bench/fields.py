"""Field types measured within one process: 10,000 random answers for each, and a step of 30 fields.

Run beside the bench's demo with its environment; prints JSON. Statements are counted as in `inside`.
"""

import json
import os
import statistics
import sys
import time
from datetime import date
from random import Random
from typing import Any

os.environ["DJANGO_SETTINGS_MODULE"] = "drehscheibe.config.settings"

ANSWERS = 10_000
TIMES = 30
HOST = "musterstadt.localhost"


def random_answers(times: int) -> dict[str, Any]:
    """How many random answers of each type ended in an exception, and how long one takes on the average."""
    from drehscheibe.forms.fields import TYPES  # noqa: PLC0415  after the environment
    from drehscheibe.forms.fields.kind import Invalid  # noqa: PLC0415
    from drehscheibe.forms.schema import Field  # noqa: PLC0415
    from tests.junk import junk  # noqa: PLC0415

    needed = {
        "choice": {"options": [{"value": "a", "label": "A"}, {"value": "b", "label": "B"}]},
        "identifier": {"scheme": "tax_id"},
        "account": {"source": "name"},
        "code_list": {"code_list": {"uri": "urn:beispiel"}},
    }
    asked = [name for name, kind in TYPES.items() if kind.has_input]
    crashed, took = 0, 0.0
    for name in asked:
        field, dice = Field(id="x", type=name, label="Frage", **needed.get(name, {})), Random(name)  # noqa: S311
        for _ in range(times):
            raw = junk(field, dice)
            began = time.process_time()
            try:
                value = TYPES[name].parse(field, raw, date(2026, 7, 3))
                if value is not None:
                    TYPES[name].summary(field, value, "de")
            except Invalid:
                pass
            except Exception:  # noqa: BLE001  what is counted here
                crashed += 1
            took += time.process_time() - began
    return {"types": len(asked), "crashed": crashed, "microseconds": took / times / len(asked) * 1e6}


def _document() -> dict[str, Any]:
    sorts = ("text", "person_name", "number", "money", "date", "email", "phone", "yes_no", "iban", "time")
    fields = [
        {"id": f"f{place}", "type": sorts[place % len(sorts)], "label": f"Frage {place}", "required": False}
        for place in range(30)
    ]
    steps = [{"id": "eins", "title": "Eins", "blocks": [{"fields": fields}]}]
    return {"slug": "dreissig-felder", "title": "Dreißig", "purpose": "Messen", "legal_basis": "keine", "steps": steps}


def step_of_30() -> dict[str, float]:
    """Statements and time of showing and of saving the step, as a web worker would."""
    from django.db import transaction  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415

    from drehscheibe.catalogue.models import OnlineService  # noqa: PLC0415
    from drehscheibe.forms.operations import publish  # noqa: PLC0415
    from drehscheibe.kernel import clock  # noqa: PLC0415
    from drehscheibe.tenants.operations import work_as  # noqa: PLC0415
    from drehscheibe.tenants.queries import directory  # noqa: PLC0415
    from tests.bench.inside import counted  # noqa: PLC0415

    portal = directory().by_host(HOST)
    with transaction.atomic(), work_as(portal):
        form = publish(document=_document(), now=clock.now())
        known = OnlineService.objects.filter(tenant_id=portal.pk).first()
        known.pk, known.slug, known.form = None, form.slug, form
        known.save(force_insert=True)
    client = Client(HTTP_HOST=HOST)
    time.sleep(1)  # until the process has heard of the publication
    place = client.post(f"/antrag/{form.slug}/").headers["Location"]
    page = client.get(place).content.decode()
    token = page.split('name="seite" value="')[1].split('"')[0]
    sent = {"seite": token, "f0": "Alma", "f2": "7", "_refresh": "1"}
    found: dict[str, float] = {}
    for name, ask in (("shown", lambda: client.get(place)), ("saved", lambda: client.post(place, sent))):
        with counted() as statements:
            assert ask().status_code == 200
        took = []
        for _ in range(TIMES):
            began = time.process_time()
            ask()
            took.append(time.process_time() - began)
        found |= {f"{name}_statements": len(statements), f"{name}_ms": statistics.median(took) * 1000}
    return found


def main() -> None:
    from drehscheibe.config import wsgi  # noqa: PLC0415
    from drehscheibe.kernel import freshness  # noqa: PLC0415

    assert wsgi.application
    end = time.monotonic() + 5
    while freshness.stamp() is None and time.monotonic() < end:
        time.sleep(0.01)
    sys.stdout.write(json.dumps({"junk": random_answers(ANSWERS), "step": step_of_30()}))


if __name__ == "__main__":
    main()
