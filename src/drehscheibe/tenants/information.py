"""The legal and informational pages that every portal has, by slug."""

from django.utils.translation import gettext_noop

TITLES = {
    "impressum": gettext_noop("Impressum"),
    "datenschutz": gettext_noop("Datenschutz"),
    "erklaerung-zur-barrierefreiheit": gettext_noop("Erklärung zur Barrierefreiheit"),
    "leichte-sprache": gettext_noop("Leichte Sprache"),
    "gebaerdensprache": gettext_noop("Gebärdensprache"),
    "echt": gettext_noop("So erkennen Sie unser Portal"),
}
