"""Municipalities and postcodes from the command line."""

from pathlib import Path

from drehscheibe.forms.operations import keep_places
from drehscheibe.forms.place_lists import PlaceList, read_list

SHOWN = 20  # lines left out that are told one by one


def bring(*, files: list[str]) -> None:
    """Read all files, then keep them in one transaction. Raises ValueError with the reason; nothing is kept then."""
    lists = [_read(name) for name in files]
    municipalities = [row for one in lists for row in one.municipalities]
    postcodes = [row for one in lists for row in one.postcodes]
    unknown = keep_places(municipalities=municipalities, postcodes=postcodes)
    for one in lists:
        _report(one)
    if unknown:
        print(f"Bei {unknown} Zeilen mit Postleitzahlen ist die Gemeinde nicht bekannt.")  # noqa: T201
    print("Formulare kennen jetzt diese Orte.")  # noqa: T201  the command line speaks here


def _read(name: str) -> PlaceList:
    try:
        content = Path(name).read_bytes()
    except OSError as error:
        raise ValueError(f"{name}: Die Datei lässt sich nicht lesen ({error.strerror}).") from error
    return read_list(name, content)


def _report(one: PlaceList) -> None:
    """What was taken of a file, and each line that was not, with its reason."""
    taken = [(len(one.municipalities), "Gemeinden"), (len(one.postcodes), "Orte mit Postleitzahl")]
    told = ", ".join(f"{count} {what}" for count, what in taken if count)
    print(f"{one.file}: {told} übernommen, {len(one.left_out)} Zeilen ausgelassen")  # noqa: T201  as above
    for number, reason in one.left_out[:SHOWN]:
        print(f"  Zeile {number}: {reason}")  # noqa: T201  as above
    if len(one.left_out) > SHOWN:
        print(f"  und {len(one.left_out) - SHOWN} weitere")  # noqa: T201  as above
