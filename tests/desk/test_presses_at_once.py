"""Several presses of one button at the very same moment have one effect."""

import pytest
from django.test import Client

from drehscheibe.applications.models import Application
from drehscheibe.identity.models import TrustLevel
from drehscheibe.tenants.operations import work_as
from tests.cases import filled_draft, send
from tests.cast import MUSTERSTADT, account, tenant
from tests.database import at_once

PRESSES = {
    "zuweisung": ({}, "assignments"),
    "rueckfrage": ({"text": "Wie alt ist der Hund?"}, "questions"),
    "entscheidung": ({"outcome": "granted", "text": "Alles da.", "geprueft": "ja"}, "decision"),
}


@pytest.mark.parametrize("verb", PRESSES)
def test_five_presses_at_once_have_one_effect(committing_database, verb):
    typed, relation = PRESSES[verb]
    town, clerk = tenant("musterstadt"), account("sachbearbeitung@musterstadt")
    with work_as(town):
        case = send(*filled_draft("hundesteuer-anmelden", town))
    browsers = [Client(HTTP_HOST=MUSTERSTADT) for _ in range(5)]
    for browser in browsers:
        browser.force_login(clerk)
        signed_in = browser.session
        signed_in["trust_level"] = int(TrustLevel.SUBSTANTIAL)  # staff have used a second factor
        signed_in.save()
    address = f"/amt/vorgaenge/{case.reference}/{verb}/"
    answers = at_once(5, lambda number: browsers[number].post(address, typed).status_code)
    with work_as(town):
        effects = Application.objects.filter(pk=case.pk, **{f"{relation}__isnull": False}).values_list(relation).count()
    assert (answers, effects) == ([303] * 5, 1)
