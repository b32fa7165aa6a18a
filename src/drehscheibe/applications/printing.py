"""The batch of a print run: each letter with a page for its address, ready for both sides of the paper."""

import io
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from drehscheibe.applications.delivery import Letter, PrintRun
from drehscheibe.applications.operations.announcement import address_lines
from drehscheibe.applications.operations.paper import letterhead_arms
from drehscheibe.kernel import files, typeset


def batch(run: PrintRun) -> bytes:
    """One PDF of all letters of the run. Each begins on a sheet of its own. It is never kept."""
    import pikepdf  # noqa: PLC0415  for the few who print

    letters = Letter.objects.filter(run=run).select_related(
        "announcement__document__key", "announcement__application__key",
        "announcement__application__department", "announcement__application__tenant",
    )  # fmt: skip
    out = io.BytesIO()
    with pikepdf.new() as whole:
        for letter in letters.order_by("pk"):
            for part in (_cover(letter, run), files.read(letter.announcement.document)):
                with pikepdf.open(io.BytesIO(part)) as pages:
                    whole.pages.extend(pages.pages)
                if len(whole.pages) % 2:
                    whole.add_blank_page(page_size=(595, 842))
        whole.save(out)
    return out.getvalue()


def _cover(letter: Letter, run: PrintRun) -> bytes:
    application = letter.announcement.application
    body, office = application.tenant, application.department.name["de"]
    address = body.contact.get("address", {})
    place = " · ".join(
        part
        for part in (
            body.name,
            address.get("street", ""),
            f"{address.get('postal_code', '')} {address.get('city', '')}",
        )
        if part.strip()
    )
    with translation.override("de"):
        text = (
            _("Sie haben diesen Bescheid im Portal noch nicht abgerufen. Hier bekommen Sie ihn zur Kenntnis.")
            if letter.is_copy
            else _("Hier bekommen Sie Ihren Bescheid.")
        )
        data: dict[str, Any] = {
            **letterhead_arms(body),
            "title": _("Ihr Bescheid"),
            "office": office,
            "sender": place,
            "address": address_lines(letter),
            "text": text,
            "facts": [(_("Vorgangsnummer"), application.reference), (_("Zuständig"), office)],
        }
    return typeset.pdf("drehscheibe.applications", "cover", data, now=run.at)
