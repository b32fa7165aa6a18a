"""`drehscheibe form check`: what it prints, and when it refuses."""

from copy import deepcopy

import pytest

from drehscheibe.config import form_commands
from drehscheibe.config.cli import parser
from drehscheibe.demo import content
from drehscheibe.forms.operations import publish
from drehscheibe.tenants.founding import DoesNotFitError

HOST = "musterstadt.localhost"


def test_check_is_a_verb_with_portal_and_form():
    given = vars(parser().parse_args(["form", "check", "--portal", HOST, "mitteilung"]))
    assert given == {"work": "form_commands.check", "portal": HOST, "slug": "mitteilung"}


@pytest.mark.parametrize("slug", ["hundesteuer-anmelden", "geburtsurkunde", "urkunde-anfordern"])
def test_good_form_passes_by_its_own_name_and_by_its_services(db, capsys, slug):
    form_commands.check(portal=HOST, slug=slug)
    assert capsys.readouterr().out.splitlines()[-1].startswith(f"{slug}: kein Fehler")


def test_serious_finding_is_told_with_place_and_advice_and_refused(kreis, scope_of, now, capsys):
    source = deepcopy(next(one for one in content.forms() if one["slug"] == "mitteilung"))
    source["steps"][1]["blocks"][0]["fields"][0]["label"] = {"de": "Feld 1", "en": "Field 1"}
    with scope_of(kreis):
        publish(document=source, now=now)
    with pytest.raises(form_commands.FormIsFaultyError):
        form_commands.check(portal="localhost", slug="mitteilung")
    told = capsys.readouterr().out
    assert told.startswith("Fehler: Schritt „Wer sind Sie?“, Frage „Feld 1“\n  Die Beschriftung sagt nicht")
    assert "Schreiben Sie die Frage so" in told


def test_unknown_form_and_unknown_portal_are_refused(db):
    with pytest.raises(form_commands.UnknownFormError):
        form_commands.check(portal=HOST, slug="gibt-es-nicht")
    with pytest.raises(DoesNotFitError):
        form_commands.check(portal="nirgends.example", slug="mitteilung")
