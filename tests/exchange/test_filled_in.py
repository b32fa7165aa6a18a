"""A schema taken in in both versions is one form, and it is filled in over the web to the receipt."""

from urllib.parse import unquote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from lxml import html

from drehscheibe.config import form_commands
from drehscheibe.exchange.fim import genericode
from drehscheibe.exchange.fim.genericode import Lists
from drehscheibe.exchange.reading import read
from tests.cast import NOW
from tests.examples import complete_answers
from tests.exchange import schemata
from tests.exchange.test_real_schemata import DATA, SCHEMATA, equipped
from tests.papers import PDF

HOST = "musterstadt.localhost"


def taken_in(capsys, *files):
    """The version and the address that the command tells."""
    form_commands.import_files(portal=HOST, code_lists=None, publish=True, files=[str(one) for one in files])
    return tuple(capsys.readouterr().out.splitlines()[-2:])


def filled(page, raw):
    """What somebody with these answers sends of a page: its controls, and the button for one more row."""
    [form] = html.fromstring(page.content).xpath("//main//form[@method='post'][.//input[@name='seite']]")
    sent = {}
    for control in form.xpath(".//*[self::input or self::select or self::textarea][@name]"):
        name, sort = control.get("name"), control.get("type")
        if sort == "file":
            if raw.get(name) and not form.xpath(f".//button[@name='detach'][starts-with(@value, '{name}/')]"):
                sent[name] = SimpleUploadedFile("nachweis.pdf", PDF, "application/pdf")
        elif name in raw or sort in {"radio", "checkbox"}:
            sent[name] = raw.get(name, [])
        else:
            sent[name] = control.get("value") or ""
    for group in form.xpath(".//button[@name='add']/@value"):
        anchor = f"f-{group.replace('.', '-')}-"
        rows = form.xpath(f".//fieldset[starts-with(@id, '{anchor}reihe-')] | .//li[starts-with(@id, '{anchor}')]")
        if len(rows) < len(raw.get(f"{group}._rows", ())):
            return sent | {"add": group}
    return sent


def to_the_receipt(visitor, address, raw):
    """The receipt's address, and everything that was read on the way."""
    address, seen = visitor.post(address)["Location"], ""
    for _ in range(60):
        page = visitor.get(address)
        seen += str(html.fromstring(page.content).xpath("string(//main)"))
        answer = visitor.post(unquote(address.partition("#")[0]), filled(page, raw))
        assert answer.status_code == 303, seen[-2_000:]
        address = answer["Location"]
        if address.startswith("/eingang/"):
            return address, seen
    raise AssertionError(seen[-2_000:])


def is_filled_in_to_the_end(visitor, opened, content, lists):
    document = equipped(read(content, lists))
    raw = complete_answers(document, 4, parameters={}, today=NOW.date())
    address, seen = to_the_receipt(visitor, opened, raw)
    assert visitor.get(address).status_code == 200
    assert [sign for sign in ("F0", "G0", "F6", "G6", "F99", "G99") if f"{sign}00" in seen] == []


@pytest.mark.usefixtures("db")
def test_a_schema_of_our_own_in_both_versions_is_one_form_and_filled_in_to_the_receipt(guest, tmp_path, capsys):
    told = set()
    for version in ("2.0", "3.0"):
        (tmp_path / version).write_bytes(schemata.berth(version))
        told.add(taken_in(capsys, tmp_path / version))
    [address] = {address for _, address in told}
    assert {number for number, _ in told} == {"Fassung 1", "unverändert, Fassung 1"}
    is_filled_in_to_the_end(guest(HOST), address, schemata.berth("3.0"), Lists())


@pytest.mark.usefixtures("db")
@pytest.mark.skipif(not DATA.exists(), reason="the schemata are not beside the checkout")
@pytest.mark.parametrize(("folder", "walked"), [(SCHEMATA[0], "3"), (SCHEMATA[1], "2")])
def test_a_real_schema_in_both_versions_is_one_form_and_filled_in_to_the_receipt(guest, capsys, folder, walked):
    lists = [one for one in sorted((DATA / folder).glob("*.xml")) if b"CodeList" in one.read_bytes()[:3_000]]
    files = {version: next((DATA / folder).glob(f"S*xdf{version}.xml")) for version in "23"}
    told = [taken_in(capsys, *lists, files[version]) for version in files]
    assert [number for number, _ in told] == ["Fassung 1", "unverändert, Fassung 1"]
    [address] = {address for _, address in told}
    is_filled_in_to_the_end(guest(HOST), address, files[walked].read_bytes(), genericode.folder(DATA / folder)[0])
