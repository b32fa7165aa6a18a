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


def _linear(share: float) -> float:
    return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4


def _in_the_dark(colour: str, white: float) -> str:
    """`color-mix(in oklab, colour, #fff white)` as the style sheet writes it for dark systems."""
    red, green, blue = (_linear(int(colour[place : place + 2], 16) / 255) for place in (1, 3, 5))
    lms = (
        0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue,
        0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue,
        0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue,
    )
    # white is (1, 0, 0) in OKLab, and OKLab is linear in the cube roots of LMS, where white is (1, 1, 1)
    long, middle, short = ((part ** (1 / 3) * (1 - white) + white) ** 3 for part in lms)
    mixed = (
        4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short,
    )
    back = [1.055 * max(part, 0) ** (1 / 2.4) - 0.055 if part > 0.0031308 else 12.92 * max(part, 0) for part in mixed]
    return "#" + "".join(f"{round(min(part, 1) * 255):02x}" for part in back)


def test_every_accent_is_readable_in_the_dark_too():
    css = (ASSETS / "portal.css").read_text()
    dark = css[css.index("prefers-color-scheme: dark") :]
    [white] = re.findall(r"--portal-accent: color-mix\(in oklab, var\(--portal-colour\), #fff (\d+)%\)", dark)
    [paper] = re.findall(r"--portal-paper: (#[0-9a-f]{6})", dark)
    on_paper = [
        colours.contrast_on_white(paper) / colours.contrast_on_white(_in_the_dark(f"#{colour}", int(white) / 100))
        for colour in ACCENTS.findall(css)
    ]
    assert min(on_paper) >= 7
