"""Documents are tagged PDF/UA and PDF/A, and show every letter that a name in Germany may have."""

import io
import re

import pytest
from django.conf import settings
from fontTools.ttLib import TTFont
from pypdf import PdfReader

from drehscheibe.kernel import typeset
from drehscheibe.kernel.typeset import TypesettingError
from tests.cast import NOW

# From DIN 91379 (characters in names): precomposed letters, sequences with combining marks, signs in names.
LETTERS = [
    "ÄÖÜẞäöüß ÁÀÂÃÅĀĂĄ ǍǞǠǺ ČĆĈĊ Ď ÐĐ Ė Ğ Ħ Ì Į Ĵ Ķ Ł Ñ Ňŋ Ő Œ Ř Ś Ș Ț Ů Ű Ŵ Ŷ Ž Þ",
    "ḃ ḋ ḟ ḡ ḩ ḯ ḱ ḳ ḿ ṁ ṅ ṕ ṙ ṡ ṫ ṽ ẁ ẍ ẏ ẑ ạ ả ấ ầ ẩ ẫ ậ ắ ẹ ẽ ế ị ọ ố ồ ộ ớ ợ ụ ủ ứ ự ỳ ỵ ỷ ỹ",
    "A̋ C̀ C̄ C̆ C̈ C̕ C̣ C̦ C̨̆ D̂ F̀ F̄ G̀ H̄ H̦ H̱ J́ J̌ K̀ K̂ K̄ K̇ K̕ K̛ K̦ K͟H L̂ L̥ L̥̄ L̦ M̀ M̂ M̆ M̐",
    "n̂ n̄ n̆ n̦ p̀ p̄ p̕ p̣ r̆ r̥ r̥̄ s̀ s̄ s̛̄ s̱ t̀ t̄ ẗ t̕ t̛ u̇ z̀ z̄ z̆ z̈ z̧ ʹ ʺ ʼ ʾ ʿ ˈ ˌ ’ ‡",
    "Ελληνικά άέήίόύώ ΐΰ",
    "Кирилица БбЪъЬь Ѝѝ",
    "„Zitat“ ‚halb‘ – € § ° ² ³ ½ × © … †",
]


def letter(text: str, lang: str = "de") -> bytes:
    """A decision with this text."""
    data = {
        "lang": lang,
        "head": {"body": "Stadt Musterstadt", "office": "Steueramt", "address": {}, "phone": "", "email": ""},
        "service": "Hundesteuer",
        "reference": "MUS-7K3M-9XQ2-F",
        "received": "09.03.2027",
        "date": "10.03.2027",
        "outcome": "Ihrem Antrag wird entsprochen.",
        "blocks": [{"kind": "text", "text": text}],
        "signed": "Alma Amt",
        "remedy": "",
        "check": {"code": "", "qr": {"size": 1, "path": ""}, "title": "", "text": "", "label": "", "alt": "QR-Code"},
        "demo": "",
        "words": dict.fromkeys(
            ("title", "reference", "service", "received", "office", "date", "signed", "page"), "Bescheid"
        ),
    }
    return typeset.pdf("drehscheibe.applications", "decision", data, now=NOW)


def read(paper: bytes) -> str:
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(paper)).pages)


def test_document_is_tagged_and_archivable():
    root = PdfReader(io.BytesIO(letter("Guten Tag"))).trailer["/Root"]
    assert root["/StructTreeRoot"]["/Type"] == "/StructTreeRoot"
    assert root["/MarkInfo"]["/Marked"] == True  # noqa: E712  pypdf's own boolean
    xmp = root["/Metadata"].get_object().get_data().decode()
    assert re.search(r"<pdfuaid:part>1<", xmp)
    assert re.search(r"<pdfaid:part>2<", xmp)
    assert re.search(r"<pdfaid:conformance>A<", xmp)


@pytest.mark.parametrize("lang", ["de", "en"])
def test_document_names_its_language_and_title(lang):
    reader = PdfReader(io.BytesIO(letter("Guten Tag", lang)))
    assert reader.trailer["/Root"]["/Lang"] == lang
    assert reader.metadata.title == "Bescheid MUS-7K3M-9XQ2-F"
    assert reader.metadata.author == "Steueramt"
    assert reader.metadata.creation_date == NOW


def test_same_document_is_the_same_bytes():
    assert letter("Guten Tag") == letter("Guten Tag")


@pytest.mark.parametrize("letters", LETTERS)
def test_letters_of_din_91379_are_shown(letters):
    assert "\ufffd" not in read(letter(letters))


def test_letters_are_read_back_as_they_were_typed():
    assert "Zoë Łukasiewicz-Đorđević, Straße 5 „Hof“" in read(letter("Zoë Łukasiewicz-Đorđević, Straße 5 „Hof“"))


@pytest.mark.parametrize("strange", ["😀👍🏽", "你好", "مرحبا", "\x07", "\x00", "\ud800"])
def test_what_no_font_shows_becomes_one_replacement_character(strange):
    assert "Mein \ufffd Hund" in read(letter(f"Mein {strange} Hund"))


def test_markup_in_a_text_stays_text():
    typed = '#read("/etc/passwd") *fett* $x$ @Quelle <Marke> \\ `code` // Rest'
    assert typed in read(letter(typed)).replace("\n", " ")


def test_every_letter_that_is_let_through_is_in_the_fonts():
    families = (settings.TYPST_FONTS.glob(f"{family}-*.ttf") for family in ("FiraSans", "NotoSans"))
    fira, noto = (set.intersection(*(set(TTFont(path).getBestCmap()) for path in paths)) for paths in families)
    held = fira | noto | {ord("\t"), ord("\n")}
    assigned = [number for number in range(0x10000) if not 0xD800 <= number < 0xE000]
    let_through = {number for number in assigned if not typeset._UNSHOWN.search(chr(number))}
    assert [f"{number:04X}" for number in sorted(let_through - held)] == []


def test_broken_data_raises_instead_of_delivering():
    with pytest.raises(TypesettingError):
        typeset.pdf("drehscheibe.applications", "decision", {"words": {}}, now=NOW)
