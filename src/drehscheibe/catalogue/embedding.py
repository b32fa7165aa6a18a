"""What a website puts into its pages to show the portal's search or a list of its services: one script tag."""

from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

SCRIPT = "/einbetten.js"
SEARCH, LIST = "suche", "liste"


def snippet(address: str, *, show: str = SEARCH, topic: str = "", department: str = "", language: str = "de") -> str:
    """The lines to copy. `address`: `https://host` of the portal; `topic`, `department`: slugs that a list is limited
    to. Who has no scripts gets a link to the same on the portal.
    """
    path = f"/themen/{topic}/" if topic else f"/aemter/{department}/" if department else "/leistungen/"
    chosen = {"zeigen": show, "thema": topic, "amt": department, "sprache": language if language != "de" else ""}
    told = format_html_join("", ' data-{}="{}"', ((name, value) for name, value in chosen.items() if value))
    label = _("Leistungen im Serviceportal")
    script = format_html('<script src="{}{}"{} async></script>', address, SCRIPT, told)
    without = format_html('<noscript><a href="{}{}">{}</a></noscript>', address, path, label)
    return f"{script}\n{without}"  # text to be shown, not markup of our page
