"""The search over many portals: built, asked, and judged, in one process and a database of its own.

Run as `python -m tests.bench.findability`; prints JSON. The lists and the queries lie beside the checkout; where they
are not, a made-up list takes their place and nothing is judged.
"""

import csv
import json
import random
import resource
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from tests.shared_data import LEIKA, OZG, QUERIES

PORTALS = 36
TIMES = 4
_TOPICS = ("Umwelt", "Gesundheit", "Bildung")


def _lists(folder: Path) -> list[Path]:
    if OZG.exists():
        return [OZG, LEIKA]
    made = folder / "liste.csv"
    rows = [f"{19000 + i},Leistung {chr(97 + i % 26)}{i} Anzeige,,{_TOPICS[i % 3]}" for i in range(557)]
    made.write_text("\n".join(["ozg_id,ozg_leistung,lage,themenfeld", *rows]))
    return [made]


def _copies(first: Any, count: int) -> None:
    """The first portal's services in so many others, in one statement each: seeding is not what is measured."""
    from django.db import connection, transaction  # noqa: PLC0415  after the settings

    from drehscheibe.catalogue.models import Service  # noqa: PLC0415
    from drehscheibe.kernel import scope  # noqa: PLC0415
    from drehscheibe.tenants.operations import create_portal, set_department  # noqa: PLC0415

    columns = [f.column for f in Service._meta.concrete_fields if f.column not in {"id", "tenant_id", "department_id"}]
    names = ", ".join(f'"{column}"' for column in columns)
    for number in range(1, count):
        with transaction.atomic():
            tenant = create_portal(
                slug=f"m{number}", name=f"Messstadt {number}", prefix=f"M{number:02}", hosts=[f"m{number}.localhost"]
            )
            with scope.enter(tenant.pk, [tenant.pk, first.pk]):
                office = set_department(slug="zentrale", name={"de": "Zentrale"}, contact={})
                with connection.cursor() as cursor:
                    cursor.execute(
                        f"INSERT INTO catalogue_service (tenant_id, department_id, {names}) "
                        f"SELECT %s, %s, {names} FROM catalogue_service WHERE tenant_id = %s",
                        [tenant.pk, office.pk, first.pk],
                    )


def judged(found: list[list[str]], wanted: list[list[str]]) -> dict[str, float]:
    """hit@1, hit@3 and mean reciprocal rank."""
    ranks = [
        next((place for place, one in enumerate(ids) if one in good), 99)
        for ids, good in zip(found, wanted, strict=True)
    ]
    count = len(ranks)
    return {
        "hit1": sum(rank == 0 for rank in ranks) / count,
        "hit3": sum(rank < 3 for rank in ranks) / count,
        "mrr": sum(1 / (rank + 1) for rank in ranks if rank < 10) / count,
    }


def measure() -> dict[str, Any]:
    from django.test import Client  # noqa: PLC0415  after the settings

    from drehscheibe.catalogue import searching  # noqa: PLC0415
    from drehscheibe.catalogue.importing.operations import bring_in  # noqa: PLC0415
    from drehscheibe.catalogue.search import building, reading  # noqa: PLC0415
    from drehscheibe.kernel import clock  # noqa: PLC0415
    from drehscheibe.tenants.operations import create_portal, work_as  # noqa: PLC0415

    found: dict[str, Any] = {}
    first = create_portal(slug="m0", name="Messstadt", prefix="M00", hosts=["m0.localhost"])
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        for path in _lists(Path(folder)):
            with work_as(first):
                bring_in(path=path, is_draft=False, by="bench", now=clock.now())
        found["import"] = time.perf_counter() - began
    _copies(first, PORTALS)
    began, spent = time.perf_counter(), time.process_time()
    found["documents"] = building.refresh(anew=True)
    found["build"], found["build_cpu"] = time.perf_counter() - began, time.process_time() - spent
    reading.opened()
    phrases = _phrases()
    took, ids = [], []
    for _ in range(TIMES):
        for phrase, _good in phrases:
            began = time.perf_counter()
            with work_as(first):
                services = searching.search(phrase, limit=20, with_reasons=True).services
            took.append((time.perf_counter() - began) * 1000)
            ids.append([service.ozg_id for service in services])
    found["search_p50"], found["search_p95"] = statistics.median(took), statistics.quantiles(took, n=20)[-1]
    good = [wanted for _, wanted in phrases]
    if any(good):
        found |= judged(ids[: len(good)], good)
        order = random.Random(7).sample(range(len(good)), len(good))  # noqa: S311  a half that is always the same
        held = order[len(order) // 2 :]
        found["held_hit3"] = judged([ids[i] for i in held], [good[i] for i in held])["hit3"]
    pages, client = [], Client(HTTP_HOST="m0.localhost")
    for phrase, _good in phrases:
        began = time.perf_counter()
        assert client.get("/suche/", {"q": phrase}).status_code == 200
        pages.append((time.perf_counter() - began) * 1000)
    found["page_p95"] = statistics.quantiles(pages, n=20)[-1]
    asked = time.process_time()
    for phrase, _good in phrases:
        assert client.get("/api/v1/leistungen", {"q": phrase, "limit": 20}).status_code == 200
    found["api_ms"] = (time.process_time() - asked) * 1000 / len(phrases)
    found |= _all_portals(first)
    found["memory"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return found


def _all_portals(first: Any) -> dict[str, Any]:
    """What the lead's page of all portals asks and how long it takes, the second time."""
    from django.db import connection  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    from drehscheibe.insights import portals  # noqa: PLC0415
    from drehscheibe.tenants.operations import work_as  # noqa: PLC0415

    found: dict[str, Any] = {}
    for _ in range(2):
        began = time.perf_counter()
        with work_as(first), CaptureQueriesContext(connection) as asked:
            assert len(portals.portals()) == PORTALS
        found = {"portals_s": time.perf_counter() - began, "portals_statements": len(asked)}
    return found


def _phrases() -> list[tuple[str, list[str]]]:
    if not QUERIES.exists():
        return [(word, []) for word in ("anzeige", "leistung a26", "leistng", "ausweis", "hund anmelden") * 4]
    with QUERIES.open(encoding="utf-8") as file:
        return [(row["query"], row["ozg_ids"].split("|")) for row in csv.DictReader(file)]


def main() -> None:
    from django.core.management import call_command  # noqa: PLC0415

    import tests.conftest  # noqa: F401, PLC0415  starts the database of the tests
    from drehscheibe.config import schema  # noqa: PLC0415
    from drehscheibe.kernel import freshness  # noqa: PLC0415
    from tests import database  # noqa: PLC0415

    name = f"{database.NAME}_findability"
    database._order("CREATE DATABASE {}", name)
    try:
        database._use(name, as_owner=True)
        call_command("migrate", verbosity=0, interactive=False)
        schema.grant()
        database._use(name)
        freshness.start_listening()
        while freshness.stamp() is None:
            time.sleep(0.01)
        sys.stdout.write(json.dumps(measure()))
    finally:
        database.connection.close()
        database._end_other_sessions()
        database._order("DROP DATABASE {}", name)


if __name__ == "__main__":
    main()
