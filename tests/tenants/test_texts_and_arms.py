"""Texts of pages as they are typed and shown, and pictures with nothing but their picture."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drehscheibe.demo import content
from drehscheibe.tenants import arms, blocks, naming
from tests.pictures import chunk, png

BODIES = [(slug, body) for slug, page in content.pages().items() for body in page["body"].values()]


@pytest.mark.parametrize(("slug", "body"), BODIES, ids=str)
def test_every_page_of_the_demo_is_typed_and_read_without_a_loss(slug, body):
    assert blocks.read(blocks.typed(body)) == body


@given(st.text(alphabet="ab #->\n/", max_size=60))
def test_what_was_read_once_stays_the_same(typed):
    try:
        read = blocks.read(typed)
    except blocks.UnsafeLinkError:
        return
    assert blocks.read(blocks.typed(read)) == read


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "JaVaScRiPt:x", "//boese.example/", "http://x.example/", "data:text/html,x", "\\\\x"],
)
def test_a_link_that_could_harm_is_refused(address):
    with pytest.raises(blocks.UnsafeLinkError):
        blocks.read(f"-> {address} Klick")


def test_a_picture_keeps_nothing_but_its_picture():
    hidden = chunk(b"tEXt", b"Comment\0<script>") + chunk(b"eXIf", b"GPS")
    assert arms.clean(png(more=hidden) + b"<?php") == png()
    assert arms.clean(png()) == png()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"GIF89a",
        b"\x89PNG\r\n\x1a\n",
        png()[:-4],
        png()[:-20] + b"\0" + png()[-19:],
        png(width=3000),
        png(pixels=b"short"),
        png(pixels=b"\0" * 10_000_000),
        png(interlaced=1),
        png() + b"\0" * 300_000,
    ],
    ids=["empty", "svg", "gif", "head", "cut", "bit", "wide", "few", "bomb", "interlaced", "heavy"],
)
def test_what_is_no_plain_picture_is_refused(content):
    with pytest.raises(arms.NotAPictureError):
        arms.clean(content)


@pytest.mark.parametrize(
    ("name", "slug"), [("Bürgerbüro", "buergerbuero"), ("Straßen & Wege", "strassen-wege"), ("!", "")]
)
def test_slugs_spell_umlauts_out(name, slug):
    assert naming.slug_of(name) == slug


def test_prefixes_never_meet():
    taken: set[str] = set()
    for _ in range(20):
        prefix = naming.free_prefix("neudorf", taken)
        assert prefix is not None
        assert prefix not in taken
        assert 2 <= len(prefix) <= 4
        taken.add(prefix)
