"""`drehscheibe form import` and `form export`: what they print, store and publish, and what they refuse."""

import json
import os
import signal

import pytest
from lxml import html

from drehscheibe.catalogue.models import OnlineService, Service
from drehscheibe.config import form_commands
from drehscheibe.config.cli import main, parser
from drehscheibe.forms.models import CodeListVersion, Form, FormVersion, WorkingCopy
from drehscheibe.kernel.models import AuditEvent
from tests.exchange import schemata

HOST = "musterstadt.localhost"
SLUG = "antrag-auf-einen-liegeplatz"


@pytest.fixture
def file(tmp_path):
    """Writes a file and gives its name."""

    def write(content: bytes, name: str = "S99000001V1.0.xml") -> str:
        (tmp_path / name).write_bytes(content)
        return str(tmp_path / name)

    return write


def taken_in(*files: str, publish: bool = True, code_lists: str | None = None) -> None:
    form_commands.import_files(portal=HOST, code_lists=code_lists, publish=publish, files=list(files))


def versions(slug: str = SLUG) -> int:
    return FormVersion.objects.filter(form__slug=slug).count()


def test_import_and_export_are_verbs_of_the_command_line():
    given = vars(parser().parse_args(["form", "import", "--portal", HOST, "--code-lists", "D", "--publish", "a", "b"]))
    assert given == {
        "work": "form_commands.import_files", "portal": HOST, "code_lists": "D", "publish": True, "files": ["a", "b"],
    }  # fmt: skip
    given = vars(parser().parse_args(["form", "export", "--portal", HOST, "mitteilung", "--format", "xdf3"]))
    assert given == {"work": "form_commands.export", "portal": HOST, "slug": "mitteilung", "format": "xdf3"}


def test_a_published_form_opens_for_guests_with_a_page_of_its_own(musterstadt, scope_of, file, guest, capsys):
    taken_in(file(schemata.berth()))
    told = capsys.readouterr().out.splitlines()
    assert told[-2:] == ["Fassung 1", f"/antrag/{SLUG}/"]
    assert any(line.endswith("F99000000002): Datum") and "Zeile 3" in line for line in told)
    visitor = guest(HOST)
    assert visitor.get(f"/leistungen/{SLUG}/").status_code == 200
    started = visitor.post(f"/antrag/{SLUG}/")
    assert started.status_code in {302, 303}
    page = visitor.get(started["Location"])
    seen = str(html.fromstring(page.content).text_content())
    assert (page.status_code, "Familienname" in seen, "F99000" in seen) == (200, True, False)
    with scope_of(musterstadt):
        event = AuditEvent.objects.get(verb="form_published")
        assert (event.actor, event.facts["name"], event.facts["version"]) == ("operator", SLUG, 1)


def test_a_second_import_keeps_the_slug_and_makes_a_new_version(musterstadt, scope_of, file, capsys):
    taken_in(file(schemata.berth()))
    changed = schemata.berth("3.0").replace(b"Leistung in kW", b"Motorleistung in kW")
    taken_in(file(changed.replace(b"Antrag auf einen Liegeplatz", b"Liegeplatz beantragen")))
    assert capsys.readouterr().out.splitlines()[-2:] == ["Fassung 2", f"/antrag/{SLUG}/"]
    with scope_of(musterstadt):
        assert (versions(), OnlineService.objects.filter(form__slug=SLUG).count()) == (2, 1)


def test_the_same_form_in_the_other_version_makes_no_new_version(musterstadt, scope_of, file, capsys):
    taken_in(file(schemata.berth()), file(schemata.berth("3.0"), "drei.xml"))
    assert capsys.readouterr().out.splitlines()[-2] == "unverändert, Fassung 1"
    with scope_of(musterstadt):
        assert versions() == 1


def test_export_ends_quietly_when_nobody_reads_on(musterstadt, monkeypatch, capsys):
    reader, writer = os.pipe()
    os.close(reader)
    before = signal.getsignal(signal.SIGTERM)
    with os.fdopen(writer, "w") as output, monkeypatch.context() as patched:
        patched.setattr("sys.stdout", output)
        assert main(["form", "export", "--portal", HOST, "mitteilung"]) == 141
    signal.signal(signal.SIGTERM, before)
    assert capsys.readouterr().err == ""


def test_without_publish_a_form_is_kept_and_opens_for_nobody(musterstadt, scope_of, file, guest, capsys):
    taken_in(file(schemata.berth()), publish=False)
    assert "noch nicht online" in capsys.readouterr().out
    with scope_of(musterstadt):
        assert (versions(), Service.objects.filter(slug=SLUG).exists(), WorkingCopy.objects.get().slug) == (
            0,
            False,
            SLUG,
        )
    assert guest(HOST).get(f"/antrag/{SLUG}/").status_code == 404


def test_a_form_that_is_online_changes_only_with_publish(musterstadt, scope_of, file):
    taken_in(file(schemata.berth()))
    taken_in(file(schemata.berth().replace(b"Leistung in kW", b"Kilowatt")), publish=False)
    with scope_of(musterstadt):
        assert (versions(), WorkingCopy.objects.get().slug) == (1, SLUG)
    with pytest.raises(form_commands.FormsRefusedError, match="wird gerade bearbeitet"):
        taken_in(file(schemata.berth()), publish=False)


def test_a_slug_of_another_form_is_left_alone(musterstadt, scope_of, file, capsys):
    content = schemata.berth().replace(b"Antrag auf einen Liegeplatz", b"Hundesteuer anmelden")
    taken_in(file(content))
    assert capsys.readouterr().out.splitlines()[-1] == "/antrag/hundesteuer-anmelden-2/"


def test_what_is_refused_leaves_nothing_behind_and_the_other_files_are_taken(musterstadt, scope_of, file, capsys):
    bad = file(b'<!DOCTYPE a [<!ENTITY a "b">]><a>&a;</a>', "boese.xml")
    with pytest.raises(form_commands.FormsRefusedError, match=r"boese.xml: Die Datei enthält eine Dokumenttyp"):
        taken_in(bad, file(schemata.berth()), "gibt-es-nicht.xml")
    assert capsys.readouterr().out.splitlines()[-1] == f"/antrag/{SLUG}/"
    with scope_of(musterstadt):
        assert versions() == 1


def test_code_lists_come_from_a_folder_from_the_files_named_or_from_what_is_kept(
    musterstadt, scope_of, file, tmp_path, capsys
):
    rows = [(f"{number:03}", f"Boot {number}") for number in range(40)]
    chosen = schemata.schema([("1:1", "F99000001", "Boot", {"list": ("urn:x:boote", "1")})])
    file(schemata.code_list(rows), "C99000001_genericode.xml")
    taken_in(file(chosen), code_lists=str(tmp_path))
    with scope_of(musterstadt):
        assert CodeListVersion.objects.get(uri="urn:x:boote").version == "1"
        before = FormVersion.objects.get(form__slug="liegeplatz").digest
    capsys.readouterr()
    taken_in(file(chosen))
    assert "unverändert" in capsys.readouterr().out
    with scope_of(musterstadt):
        assert FormVersion.objects.get(form__slug="liegeplatz").digest == before


def test_a_code_list_alone_is_kept_for_later(musterstadt, scope_of, file, capsys):
    taken_in(file(schemata.code_list(schemata.BOATS)))
    assert "Codeliste „urn:x:boote“ 1 gespeichert." in capsys.readouterr().out
    with scope_of(musterstadt):
        assert CodeListVersion.objects.filter(uri="urn:x:boote").exists()


def test_what_was_exported_comes_back_without_a_new_version(musterstadt, scope_of, file, capsysbinary):
    taken_in(file(schemata.berth()))
    capsysbinary.readouterr()
    for form in ("xdf3", "json"):
        form_commands.export(portal=HOST, slug=SLUG, format=form)
        taken_in(file(capsysbinary.readouterr().out, f"zurueck.{form}"))
        assert "unverändert, Fassung 1".encode() in capsysbinary.readouterr().out
    with scope_of(musterstadt):
        assert (versions(), Form.objects.filter(slug=SLUG).count()) == (1, 1)


def test_our_own_json_is_taken_as_it_is(musterstadt, scope_of, file, capsys):
    fields = [{"id": "name", "type": "text", "label": {"de": "Name"}}]
    step = {"id": "person", "title": "Person", "blocks": [{"fields": fields}]}
    source = {"slug": "probe", "title": "Probe", "purpose": "Probe", "legal_basis": "§ 1", "steps": [step]}
    taken_in(file(json.dumps(source).encode(), "probe.json"))
    assert capsys.readouterr().out.splitlines()[-1] == "/antrag/probe/"
    source["steps"][0]["blocks"][0]["fields"][0]["visible"] = {"answer": "gibt_es_nicht"}
    with pytest.raises(form_commands.FormsRefusedError, match="gibt_es_nicht"):
        taken_in(file(json.dumps(source).encode(), "probe.json"))
