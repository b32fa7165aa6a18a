"""Build what browser and typesetter load into `var/assets/`: python tools/assets.py [--node-modules DIR] [--force].

One style sheet (KERN, our icons and arms, `portal.css`), one script of ours, htmx, subset web fonts, and TrueType fonts
for letters (typst reads no woff2). The same inputs give the same bytes; unchanged inputs are skipped.
"""

import argparse
import hashlib
import logging
import re
import shutil
import sys
from pathlib import Path
from urllib.parse import quote

from fontTools import subset
from fontTools.ttLib import TTFont

ROOT = Path(__file__).resolve().parent.parent
OWN = ROOT / "src" / "drehscheibe" / "ui" / "assets"
TARGET = ROOT / "var" / "assets"
WEIGHTS = {"Regular": "400", "SemiBold": "500 700"}  # the second serves every heavier weight KERN asks for
TYPST_FONTS = (
    "fira-sans/FiraSans-Regular",
    "fira-sans/FiraSans-SemiBold",
    "fira-sans/FiraSans-Bold",
    "noto-sans/NotoSans-Regular",  # carries the DIN 91379 letters that Fira Sans lacks
    "noto-sans/NotoSans-Bold",
)
# Latin, Latin Extended-A and -B, Latin Extended Additional, marks and signs: DIN 91379 as far as Fira Sans can draw it
LETTERS = (
    "20-7e a0-24f 259 292 2b9-2bf 2c6-2dd 300-337 1e00-1eff 2010-2015 2018-201e 2020-2022 2026 202f 2030 "
    "2032 2033 2039 203a 20ac 2190-2193 2212 2264 2265"
)


def code_points(ranges: str) -> set[int]:
    """The numbers named by hexadecimal ranges such as "20-7e a0"."""
    points: set[int] = set()
    for part in ranges.split():
        first, _, last = part.partition("-")
        points.update(range(int(first, 16), int(last or first, 16) + 1))
    return points


def web_font(source: Path, target: Path) -> None:
    options = subset.Options()
    options.flavor = "woff2"
    options.layout_features = ["kern", "mark", "mkmk", "ccmp", "locl", "liga", "tnum", "lnum"]
    options.hinting = False
    options.recalc_timestamp = False
    font = TTFont(source, recalcTimestamp=False)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=code_points(LETTERS))
    subsetter.subset(font)
    font.flavor = "woff2"
    font.save(target)


def typst_font(source: Path, target: Path) -> None:
    font = TTFont(source, recalcTimestamp=False)
    font.flavor = None
    font.save(target)


def font_faces() -> str:
    return "".join(
        f'@font-face{{font-family:"Fira Sans";src:url("fonts/FiraSans-{name}.woff2") format("woff2");'
        f"font-weight:{weight};font-style:normal;font-display:swap}}\n"
        for name, weight in WEIGHTS.items()
    )


def dark_by_system(kern: str) -> str:
    """KERN's dark values once more, for visitors whose system asks for them; KERN itself waits for an attribute."""
    [values] = re.findall(r"\[data-kern-theme=dark\],\.kern-dark\{(--[^}]*)\}", kern)
    return f"@media screen and (prefers-color-scheme:dark){{html[data-kern-theme]{{{values}}}}}\n"


def data_uri(svg: Path) -> str:
    picture = quote(" ".join(svg.read_text().split()), safe=" /:=,;()")
    return f'url("data:image/svg+xml,{picture}")'


def pictures() -> str:
    """Our icons as masks that take the colour of the text, the arms of the demo's towns as pictures."""
    icons = sorted((OWN / "icons").glob("*.svg"))
    rules = [f".portal-icon--{svg.stem}{{--portal-icon:{data_uri(svg)}}}" for svg in icons]
    for svg in sorted((OWN / "arms").glob("*.svg")):
        where = "" if svg.stem == "default" else f".portal--{svg.stem} "
        rules.append(f"{where}.portal-arms{{background-image:{data_uri(svg)}}}")
    skyline = data_uri(OWN / "skyline.svg")
    return "\n".join([*rules, f":root{{--portal-skyline:{skyline}}}"]) + "\n"


def fingerprint(inputs: list[Path]) -> str:
    digest = hashlib.sha256()
    for path in inputs:
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def build(node_modules: Path, *, force: bool) -> str:
    """Build what changed; returns one sentence about it. Raises FileNotFoundError when `npm ci` has not been run."""
    kern = node_modules / "@kern-ux" / "native" / "dist"
    web = [kern / "fonts" / "fira-sans" / f"FiraSans-{name}.woff2" for name in WEIGHTS]
    print_fonts = [kern / "fonts" / f"{name}.woff2" for name in TYPST_FONTS]
    htmx = node_modules / "htmx.org" / "dist" / "htmx.min.js"
    own = sorted(path for path in OWN.rglob("*") if path.is_file())
    mark = fingerprint([Path(__file__), kern / "kern.min.css", htmx, *web, *print_fonts, *own])
    stamp = TARGET / ".stamp"
    if not force and stamp.exists() and stamp.read_text() == mark:
        return "Assets are up to date."
    fresh, stale = TARGET.with_name("assets.new"), TARGET.with_name("assets.old")
    for leftover in (fresh, stale):
        shutil.rmtree(leftover, ignore_errors=True)
    (fresh / "fonts").mkdir(parents=True)
    (fresh / "typst-fonts").mkdir()
    for source in web:
        web_font(source, fresh / "fonts" / source.name)
    for source in print_fonts:
        typst_font(source, fresh / "typst-fonts" / f"{source.stem}.ttf")
    kern_sheet = (kern / "kern.min.css").read_text().removeprefix("\ufeff")
    sheet = [font_faces(), kern_sheet, "\n", dark_by_system(kern_sheet)]
    sheet += [pictures(), (OWN / "portal.css").read_text()]
    (fresh / "drehscheibe.css").write_text("".join(sheet).replace('@charset "UTF-8";', ""))
    for source in (htmx, OWN / "portal.js", OWN / "desk.js", OWN / "favicon.svg", *sorted(OWN.glob("icon-*.png"))):
        shutil.copyfile(source, fresh / source.name)
    (fresh / ".stamp").write_text(mark)
    if TARGET.exists():  # whoever reads meanwhile finds the old or the new, complete
        TARGET.rename(stale)
    fresh.rename(TARGET)
    shutil.rmtree(stale, ignore_errors=True)
    return f"Assets built in {TARGET.relative_to(ROOT)}."


def main() -> int:
    logging.getLogger("fontTools").setLevel(logging.ERROR)
    parser = argparse.ArgumentParser(description="Build var/assets from node_modules and src/drehscheibe/ui/assets.")
    parser.add_argument("--node-modules", type=Path, default=ROOT / "node_modules")
    parser.add_argument("--force", action="store_true", help="build although nothing changed")
    options = parser.parse_args()
    try:
        print(build(options.node_modules, force=options.force))
    except FileNotFoundError as missing:
        print(f"{missing.filename} is missing. Run 'npm ci' (or 'make setup') first.", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
