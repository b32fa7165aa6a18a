"""House rules of the pages: what only the elements may know, and what the content security policy forbids."""

import re
from pathlib import Path

import pytest
import yaml

from tests.ui.pages import SOURCE

PAGES = sorted(SOURCE.glob("*/templates/**/*.html"))
ASSETS = SOURCE / "ui" / "assets"
ACCENTS = re.compile(r"--portal-accent: #([0-9a-f]{6})")


def name(path: Path) -> str:
    return path.relative_to(SOURCE).as_posix()


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_a_template_needs_no_inline_style_or_script(path):
    text = path.read_text()
    assert re.findall(r"<style|\sstyle=|\son[a-z]+=\"|javascript:|<script(?![^>]*\ssrc=)", text) == []


@pytest.mark.parametrize("path", [path for path in PAGES if "ui" not in path.parts], ids=name)
def test_only_elements_know_the_classes_of_kern(path):
    assert re.findall(r"kern-[a-z-]+", path.read_text()) == []


def test_every_accent_has_seven_to_one_on_white():
    def light(part: str) -> float:
        value = int(part, 16) / 255
        return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4

    accents = ACCENTS.findall((ASSETS / "portal.css").read_text())
    ratios = {
        accent: 1.05 / (0.2126 * light(accent[:2]) + 0.7152 * light(accent[2:4]) + 0.0722 * light(accent[4:]) + 0.05)
        for accent in accents
    }
    assert len(accents) == 5
    assert {accent: ratio for accent, ratio in ratios.items() if ratio < 7} == {}


def test_the_situations_of_the_demo_have_their_pictures():
    [path] = SOURCE.rglob("situations.yaml")
    situations = yaml.safe_load(path.read_text())
    assert {one["icon"] for one in situations} - {path.stem for path in (ASSETS / "icons").glob("*.svg")} == set()


def test_the_style_sheet_asks_no_other_host():
    assert re.findall(r"(?:https?:)?//[a-z]", (ASSETS / "portal.css").read_text()) == []
