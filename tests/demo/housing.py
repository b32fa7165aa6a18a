"""A household of six people, as its application for housing benefit tells it: one applicant and five others."""

from typing import Any

from tests.demo.forms import HOME


def person(first: str, born: str, relation: str, occupation: str, *incomes: str, **more: Any) -> dict[str, Any]:
    facts: dict[str, Any] = {
        "m_vorname": first,
        "m_nachname": "Muster",
        "m_geburtsdatum": born,
        "m_verhaeltnis": relation,
    }
    facts |= {"m_taetigkeit": occupation, "m_hat_einkommen": bool(incomes), "m_einkommen": list(incomes)}
    return facts | more


FAMILY = [
    person("Bo", "1986-08-02", "partner", "arbeit", "lohn", "unterhalt", m_lohn=92_050, m_unterhalt=15_000),
    person("Mia", "2011-11-30", "kind", "schule"),
    person("Jo", "2014-02-14", "kind", "schule"),
    person("Lu", "2008-05-05", "kind", "ausbildung", "sonstiges", m_sonstiges=64_900, m_abzuege=["kranken"]),
    person("Ida", "1951-01-20", "eltern", "rente", "rente", m_rente=81_277),
]
ALONE: dict[str, Any] = {
    "wohnform": "miete",
    "schon_wohngeld": False,
    "andere_leistungen": ["nichts"],
    "vorname": "Alma",
    "nachname": "Muster",
    "geburtsdatum": "1984-03-15",
    "familienstand": "ledig",
    "staat": "deutsch",
    "anschrift": HOME,
    "eingezogen": "2019-03-01",
    "taetigkeit": "arbeit",
    "einkommen": ["lohn"],
    "lohn": 145_000,
    "abzuege": ["steuer", "kranken", "rente"],
    "weitere_personen": False,
    "behinderung": False,
    "zahlt_unterhalt": False,
    "aenderung": False,
    "todesfall": False,
    "flaeche": 58.5,
    "vermieter": "Wohnungsbau Muster eG",
    "vermieter_verwandt": False,
    "kaltmiete": 48_000,
    "nebenkosten": 9_500,
    "heizung": "getrennt",
    "heizkosten": 7_000,
    "hilfe": False,
    "vermoegen_hoch": False,
    "kontoinhaber": "Alma Muster",
    "iban": "DE02120300000000202051",
    "aenderungen": True,
    "wahrheit": True,
}
TOGETHER = ALONE | {"weitere_personen": True, "personen": FAMILY, "alleinerziehend": False, "alle_wissen": True}
