"""House rules of the pages: what only the elements may know, and what the content security policy forbids."""

import re
from pathlib import Path

import pytest
import yaml

from drehscheibe.tenants import colours
from tests.ui.pages import SOURCE

PAGES = sorted(SOURCE.glob("*/templates/**/*.html"))
ASSETS = SOURCE / "ui" / "assets"
ACCENTS = re.compile(r"--portal-colour: #([0-9a-f]{6})")


def name(path: Path) -> str:
    return path.relative_to(SOURCE).as_posix()


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_a_template_needs_no_inline_style_or_script(path):
    text = path.read_text()
    assert re.findall(r"<style|\sstyle=|\son[a-z]+=\"|javascript:|<script(?![^>]*\ssrc=)", text) == []


@pytest.mark.parametrize("path", [path for path in PAGES if "ui" not in path.parts], ids=name)
def test_only_elements_know_the_classes_of_kern(path):
    assert re.findall(r"kern-[a-z-]+", path.read_text()) == []


def test_every_accent_of_the_style_sheet_has_seven_to_one_on_white():
    css = (ASSETS / "portal.css").read_text()
    assert len(ACCENTS.findall(css)) == len(colours.ACCENTS) + 1  # and the one for portals without a choice
    assert [colour for colour in ACCENTS.findall(css) if colours.contrast_on_white(f"#{colour}") < 7] == []
    named = dict(re.findall(r"accent--(\w+) \{ --portal-colour: (#[0-9a-f]{6})", css))
    assert named == {name: colour for name, (colour, _) in colours.ACCENTS.items()}


@pytest.mark.parametrize(
    ("colour", "contrast"), [("#000000", 21), ("#ffffff", 1), ("#767676", 4.5), ("#595959", 7), ("#ffd400", 1.4)]
)
def test_contrast_is_that_of_wcag(colour, contrast):
    assert abs(colours.contrast_on_white(colour) - contrast) < 0.1


def test_a_colour_that_is_too_light_is_not_offered(monkeypatch):
    monkeypatch.setitem(colours.ACCENTS, "sun", ("#ffd400", "Sonne"))
    assert "sun" not in colours.offered()
    assert "petrol" in colours.offered()


def test_the_situations_of_the_demo_have_their_pictures():
    [path] = SOURCE.rglob("situations.yaml")
    situations = yaml.safe_load(path.read_text())
    assert {one["icon"] for one in situations} - {path.stem for path in (ASSETS / "icons").glob("*.svg")} == set()


def test_the_style_sheet_asks_no_other_host():
    assert re.findall(r"(?:https?:)?//[a-z]", (ASSETS / "portal.css").read_text()) == []
