# ruff: noqa: E501  one fault reads best on one line
"""Good forms made worse, one fault at a time: what the linter must find. Each names the form, the change, the remark."""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

Plain = dict[str, Any]
DOGS, PARKING, CERTIFICATE, USE, MESSAGE, HOUSING = (
    "hundesteuer-anmelden",
    "bewohnerparkausweis",
    "urkunde-anfordern",
    "sondernutzung",
    "mitteilung",
    "wohngeld",
)


class Fault(NamedTuple):
    """`remark`: the rule that has to speak; `service` changes what is known of the service, not the form."""

    name: str
    form: str
    change: Callable[[Plain], Any]
    remark: str
    service: Plain = {}


def fields(form: Plain) -> Iterator[tuple[Plain, Plain, Plain]]:
    """Step, block and field of everything asked."""
    for step in form["steps"]:
        for block in step["blocks"]:
            yield from ((step, block, field) for field in block["fields"])


def field(form: Plain, name: str) -> Plain:
    return next(one for _, _, one in fields(form) if one["id"] == name)


def step(form: Plain, name: str) -> Plain:
    return next(one for one in form["steps"] if one["id"] == name)


def put(name: str, **facts: Any) -> Callable[[Plain], Any]:
    """Set facts of a question."""
    return lambda form: field(form, name).update(facts)


def drop(name: str, *facts: str) -> Callable[[Plain], Any]:
    """Take facts of a question away."""
    return lambda form: [field(form, name).pop(fact) for fact in facts]


def of_step(name: str, **facts: Any) -> Callable[[Plain], Any]:
    return lambda form: step(form, name).update(facts)


def of_form(**facts: Any) -> Callable[[Plain], Any]:
    return lambda form: form.update(facts)


def add(name: str, *more: Plain) -> Callable[[Plain], Any]:
    """Ask more in the first block of a step."""
    return lambda form: step(form, name)["blocks"][0]["fields"].extend(more)


def both(words: str) -> dict[str, str]:
    return {"de": words, "en": "In English."}


def ask(name: str, label: str, kind: str = "text", **more: Any) -> Plain:
    return {"id": name, "type": kind, "label": both(label), "missing": both("Geben Sie es ein."), **more}


FAULTS = [
    # accessibility
    Fault("a label that is empty", MESSAGE, put("betreff", label=both("Feld 1")), "empty_label"),
    Fault("a label that says nothing", DOGS, put("vorname", label=both("Eingabe:")), "empty_label"),
    Fault("a label that is an id", PARKING, put("nachname", label=both("nachname_2")), "cryptic_label"),
    Fault("a label from a schema", HOUSING, put("vorname", label=both("F60000228")), "cryptic_label"),
    Fault("a hint that repeats", DOGS, put("iban", hint=both("IBAN")), "hint_repeats_label"),
    Fault("one label twice", MESSAGE, put("nachname", label=both("Vorname"), autocomplete="off"), "label_twice"),
    Fault(
        "a pattern nobody explains",
        MESSAGE,
        put("vorname", pattern="[A-Z].*", sample="Alma", pattern_message=both("Beginnen Sie groß.")),
        "form_not_told",
    ),
    Fault("a pattern without a message", MESSAGE, put("betreff", pattern=".*", sample="x"), "pattern_without_words"),
    Fault(
        "a choice of one",
        DOGS,
        lambda form: field(form, "assistenz_art").update(options=field(form, "assistenz_art")["options"][:1]),
        "single_option",
    ),
    Fault(
        "one answer twice",
        PARKING,
        lambda form: field(form, "nutzung")["options"].append(
            {**field(form, "nutzung")["options"][0], "value": "noch_einmal"}
        ),
        "option_twice",
    ),
    Fault(
        "an answer that is an id",
        CERTIFICATE,
        lambda form: field(form, "urkunde")["options"][0].update(label=both("ART_GEBURT")),
        "cryptic_option",
    ),
    Fault("a token that is none", DOGS, put("vorname", autocomplete="first-name"), "unknown_token"),
    Fault("a token misspelt", MESSAGE, put("email", autocomplete="e-mail"), "unknown_token"),
    Fault("a token of another type", MESSAGE, put("telefon", autocomplete="email"), "wrong_token"),
    Fault("the token of the first name at the last", DOGS, put("nachname", autocomplete="given-name"), "wrong_token"),
    Fault("the token of the birthday at a telephone", MESSAGE, put("telefon", autocomplete="bday"), "wrong_token"),
    Fault("no token at the first name", MESSAGE, drop("vorname", "autocomplete"), "token_missing"),
    Fault("no token at the last name", DOGS, drop("nachname", "autocomplete"), "token_missing"),
    Fault("no token at the birthday", DOGS, drop("geburtsdatum", "autocomplete"), "token_missing"),
    Fault("a colour", MESSAGE, of_step("person", intro=both("Füllen Sie die rot markierten Felder aus.")), "only_seen"),
    Fault("a place on the screen", DOGS, put("iban", hint=both("Drücken Sie die Schaltfläche rechts.")), "only_seen"),
    Fault(
        "an error text that blames", MESSAGE, put("betreff", missing=both("Ungültige Eingabe")), "blaming_error_text"
    ),
    Fault(
        "an error text that names a duty", PARKING, put("vorname", missing=both("Pflichtfeld")), "blaming_error_text"
    ),
    Fault("a question without error text", MESSAGE, drop("betreff", "missing"), "error_text_missing"),
    Fault("another question without error text", DOGS, drop("lastschrift", "missing"), "error_text_missing"),
    Fault("a step called step", MESSAGE, of_step("person", title=both("Schritt 2")), "empty_title"),
    Fault("a step called general", DOGS, of_step("zahlung", title=both("Allgemeines")), "empty_title"),
    Fault("two steps of one title", MESSAGE, of_step("antwort", title=both("Wer sind Sie?")), "title_twice"),
    Fault(
        "a page too long",
        MESSAGE,
        add(
            "person",
            *(
                ask(f"mehr{place}", f"Name des Hundes Nummer {word}")
                for place, word in enumerate(
                    ["eins", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn"]
                )
            ),
        ),
        "long_page",
    ),
    Fault(
        "a text without English", MESSAGE, put("betreff", hint={"de": "Ein paar Worte genügen."}), "text_not_translated"
    ),
    Fault("a text without German", PARKING, put("vorname", hint={"en": "As in your passport."}), "no_german"),
    # data minimisation
    Fault("religion", MESSAGE, add("person", ask("konfession", "Konfession")), "no_purpose"),
    Fault(
        "a diagnosis",
        PARKING,
        lambda form: form["steps"][0]["blocks"][0]["fields"].append(ask("diagnose", "Diagnose")),
        "no_purpose",
    ),
    Fault(
        "a disability whose purpose is gone",
        DOGS,
        put("assistenz_art", label=both("Art der Behinderung"), purpose=None, legal_basis=None),
        "no_purpose",
    ),
    Fault("income", MESSAGE, add("person", ask("gehalt", "Gehalt im Monat", "money")), "no_purpose"),
    Fault("nationality", MESSAGE, add("person", ask("nation", "Staatsangehörigkeit")), "no_purpose"),
    Fault("a tax id", MESSAGE, add("person", ask("nummer", "Steuer-Identifikationsnummer")), "no_purpose"),
    Fault("a form of address", MESSAGE, add("person", ask("anrede", "Anrede")), "no_purpose"),
    Fault(
        "a trade union",
        HOUSING,
        lambda form: form["steps"][0]["blocks"][0]["fields"].append(ask("bund", "Gewerkschaft")),
        "no_purpose",
    ),
    Fault("a remark that is required", DOGS, put("bemerkung", required=True), "remarks_required"),
    Fault(
        "a copy of the identity card",
        MESSAGE,
        put("anhang", label=both("Kopie Ihres Personalausweises"), hint=both("Als PDF oder Foto.")),
        "identity_copy",
    ),
    Fault("no purpose", MESSAGE, of_form(purpose=both("Antrag")), "empty_purpose"),
    Fault(
        "a purpose that says nothing",
        DOGS,
        of_form(purpose=both("Die Daten dienen der Bearbeitung des Antrags.")),
        "empty_purpose",
    ),
    Fault("no law", PARKING, of_form(legal_basis=both("Das Amt braucht die Angaben.")), "no_law"),
    Fault("no retention", DOGS, lambda form: form.pop("retention"), "no_retention"),
    Fault(
        "a birthday asked twice",
        DOGS,
        add("zahlung", ask("noch_einmal", "Ihr Tag der Geburt", "date", autocomplete="bday")),
        "asked_twice",
    ),
    Fault(
        "telephone and e-mail",
        MESSAGE,
        lambda form: (put("email", required=True)(form), add("person", ask("rufnummer", "Rufnummer", "phone"))(form)),
        "two_ways_required",
    ),
    # plain language
    Fault(
        "a long sentence",
        MESSAGE,
        of_step(
            "person",
            intro=both(
                "Tragen Sie hier bitte Ihren vollen Namen so ein, wie er auf Ihrem Ausweis oder Ihrem Pass oder in einem anderen amtlichen Papier steht, das noch gilt."
            ),
        ),
        "long_sentence",
    ),
    Fault(
        "a long hint",
        DOGS,
        put(
            "bemerkung",
            hint=both(
                "Hier können Sie alles angeben, was für die Entscheidung über die Höhe der Steuer und über eine mögliche Ermäßigung aus Ihrer Sicht noch von Bedeutung ist."
            ),
        ),
        "long_sentence",
    ),
    Fault("a passive", MESSAGE, of_step("antwort", intro=both("Ihre Angaben werden vom Amt geprüft.")), "passive"),
    Fault("a passive of the past", DOGS, put("bemerkung", hint=both("Der Betrag wurde schon festgesetzt.")), "passive"),
    Fault(
        "many nouns",
        PARKING,
        lambda form: form["steps"][0].update(
            intro=both(
                "Die Verlängerung der Gültigkeit bedarf der Zahlung der Verwaltungsgebühr nach Prüfung der Berechtigung."
            )
        ),
        "nouns",
    ),
    Fault("an exclamation mark", MESSAGE, put("nachricht", hint=both("Füllen Sie alles aus!")), "shouting"),
    Fault("capitals", MESSAGE, put("nachricht", hint=both("BITTE ALLES GENAU AUSFÜLLEN")), "shouting"),
    Fault("two negations", DOGS, put("gefaehrlich", label=both("Ist der Hund nicht ohne Gefahr?")), "double_negative"),
    Fault("z. B.", MESSAGE, put("betreff", hint=both("Ein paar Worte, z. B. der Anlass.")), "abbreviation"),
    Fault("ggf.", DOGS, put("iban", hint=both("ggf. auch eine fremde")), "abbreviation"),
    Fault("bzw.", PARKING, put("vorname", hint=both("Vorname bzw. Rufname.")), "abbreviation"),
    Fault("Nr.", CERTIFICATE, put("registernummer", label=both("Register-Nr.")), "abbreviation"),
    Fault("the applicant", MESSAGE, of_step("person", title=both("Angaben zum Antragsteller")), "office_word"),
    Fault("without delay", DOGS, put("aenderungen", hint=both("Melden Sie es unverzüglich.")), "office_word"),
    Fault("a photograph of old", MESSAGE, put("anhang", label=both("Lichtbild")), "office_word"),
    Fault(
        "regarding", MESSAGE, put("nachricht", hint=both("Schreiben Sie uns bezüglich des Bescheids.")), "office_word"
    ),
    Fault("an acronym", DOGS, put("bemerkung", label=both("Nummer im ZEVIS")), "unexplained"),
    Fault("another acronym", MESSAGE, put("anhang", hint=both("Zum Beispiel der Auszug aus dem BZRG.")), "unexplained"),
    # logic
    Fault(
        "a question that does not exist",
        MESSAGE,
        of_step("rueckruf", visible={"eq": [{"answer": "weg"}, "rueckruf"]}),
        "fault",
    ),
    Fault(
        "an answer that is not offered",
        MESSAGE,
        of_step("rueckruf", visible={"eq": [{"answer": "antwort_weg"}, "brief"]}),
        "fault",
    ),
    Fault(
        "a circle",
        DOGS,
        lambda form: (
            put("lastschrift", visible={"answer": "gefragt"})(form),
            add("zahlung", ask("gefragt", "Ist das Konto bekannt?", "yes_no", visible={"answer": "lastschrift"}))(form),
        ),
        "fault",
    ),
    Fault("number and text", DOGS, of_step("lastschrift", visible={"gt": [{"answer": "lastschrift"}, 3]}), "fault"),
    Fault(
        "a step always there",
        MESSAGE,
        of_step("rueckruf", visible={"in": [{"answer": "antwort_weg"}, ["portal", "rueckruf", "keine"]]}),
        "always_step",
    ),
    Fault(
        "a question always there",
        DOGS,
        put("bemerkung", visible={"or": [{"answer": "lastschrift"}, {"not": {"answer": "lastschrift"}}]}),
        "always_field",
    ),
    Fault(
        "a step never there",
        MESSAGE,
        of_step(
            "rueckruf",
            visible={
                "and": [{"eq": [{"answer": "antwort_weg"}, "portal"]}, {"eq": [{"answer": "antwort_weg"}, "rueckruf"]}]
            },
        ),
        "never_step",
    ),
    Fault(
        "a question never there",
        DOGS,
        put("bemerkung", visible={"and": [{"answer": "lastschrift"}, {"not": {"answer": "lastschrift"}}]}),
        "never_field",
    ),
    Fault(
        "an answer always refused",
        CERTIFICATE,
        put(
            "hier_eingetragen",
            refuse=[
                {
                    "when": {"or": [{"answer": "hier_eingetragen"}, {"not": {"answer": "hier_eingetragen"}}]},
                    "message": both("Das geht nicht."),
                }
            ],
        ),
        "always_refusal",
    ),
    Fault(
        "a condition on what comes later",
        MESSAGE,
        put("anhang", visible={"eq": [{"answer": "antwort_weg"}, "portal"]}),
        "too_early",
    ),
    Fault(
        "a rate nobody uses",
        DOGS,
        lambda form: form["parameters"].update(fee={"type": "money", "label": both("Gebühr für die Marke")}),
        "unused_rate",
    ),
    Fault(
        "an e-mail address that the account knows",
        MESSAGE,
        put("email", autocomplete="off"),
        "known_to_account",
        {"trust_level": 10},
    ),
    Fault(
        "a name that the account knows",
        MESSAGE,
        put("vorname", label=both("Ihr Name"), autocomplete="off"),
        "known_to_account",
    ),
    Fault(
        "a firm that the account knows",
        MESSAGE,
        add("person", ask("firma", "Name der Firma", autocomplete="off")),
        "known_to_account",
    ),
    # trust and evidence
    Fault("an identity card for a message", MESSAGE, of_form(), "trust_substantial", {"trust_level": 20}),
    Fault("the highest level without a law", DOGS, of_form(), "trust_high", {"trust_level": 30}),
    Fault(
        "evidence never asked for",
        MESSAGE,
        lambda form: step(form, "nachricht")["blocks"][0].update(
            fields=[one for one in step(form, "nachricht")["blocks"][0]["fields"] if one["id"] != "anhang"]
        ),
        "evidence_not_asked",
        {"documents": ("die Bescheinigung der Schule",)},
    ),
    Fault(
        "certificates never asked for",
        CERTIFICATE,
        lambda form: [
            block.update(fields=[one for one in block["fields"] if one["type"] != "upload"])
            for one in form["steps"]
            for block in one["blocks"]
        ],
        "evidence_not_asked",
        {"documents": ("eine Vollmacht",)},
    ),
    Fault(
        "attach what cannot be attached",
        MESSAGE,
        lambda form: (
            step(form, "nachricht")["blocks"][0]["fields"].pop(2),
            put("nachricht", hint=both("Laden Sie den Bescheid hoch."))(form),
        ),
        "attaching_without_upload",
    ),
]
