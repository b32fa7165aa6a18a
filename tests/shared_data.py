"""Real lists that lie beside the checkout; tests that need them are skipped where they do not."""

import os
from pathlib import Path

import pytest

FOLDER = Path(
    os.environ.get("DREHSCHEIBE_SHARED_DATA") or Path(__file__).resolve().parents[1].parent / "shared" / "data"
)
OZG = FOLDER / "ozg" / "ozg_leistungen.csv"
LEIKA = FOLDER / "ozg" / "leika_leistungen.csv"
QUERIES = FOLDER / "search" / "queries.csv"
needs_lists = pytest.mark.skipif(not OZG.exists(), reason="the OZG and LeiKa lists are not beside the checkout")
