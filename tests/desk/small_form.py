"""A small form of a body's own, with a working copy and a test case, for the tests of the editor."""

from drehscheibe.forms import editing
from drehscheibe.forms.models import Trial
from drehscheibe.forms.operations import publish
from drehscheibe.forms.queries import own_form
from drehscheibe.forms.schema import load
from tests.cast import NOW

EDITOR = "account 1"


def document(slug: str) -> dict:
    """Two questions, the second a choice; then one more step that depends on the first."""

    def both(words: str) -> dict[str, str]:
        return {"de": words, "en": f"{words} (en)"}

    colours = [{"value": one, "label": both(one.capitalize())} for one in ("rot", "blau", "gruen")]
    return {
        "slug": slug,
        "title": both("Anliegen"),
        "purpose": both("Wir brauchen die Angaben, um Ihr Anliegen zu bearbeiten."),
        "legal_basis": both("Artikel 6 DSGVO mit der Satzung"),
        "steps": [
            {
                "id": "fragen",
                "title": both("Zwei Fragen"),
                "blocks": [
                    {
                        "fields": [
                            {
                                "id": "mehr",
                                "type": "yes_no",
                                "label": both("Noch mehr?"),
                                "missing": both("Wählen Sie."),
                            },
                            {
                                "id": "farbe",
                                "type": "choice",
                                "label": both("Welche Farbe?"),
                                "missing": both("Wählen Sie eine Farbe."),
                                "options": colours,
                            },
                        ]
                    }
                ],
            },
            {
                "id": "weiteres",
                "title": both("Was denn noch"),
                "visible": {"answer": "mehr"},
                "blocks": [{"fields": [{"id": "wort", "type": "text", "label": both("Ein Wort")}]}],
            },
        ],
    }


def small_form(slug: str) -> Trial:
    """Publish it in the entered tenant, begin a working copy and keep a test case."""
    publish(document=document(slug), now=NOW)
    form = own_form(slug)
    assert form is not None
    editing.begin(form=form, by=EDITOR, now=NOW)
    return editing.keep_trial(
        document=load(document(slug)),
        name="Ein Testfall",
        raw={"mehr": ["no"], "farbe": ["rot"]},
        parameters={},
        today=NOW.date(),
        by=EDITOR,
        now=NOW,
    )
