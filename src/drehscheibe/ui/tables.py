"""Tables to take away as CSV, for spreadsheet programs: no cell is ever read as a formula."""

import csv
import io
from collections.abc import Iterable, Sequence

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from drehscheibe.ui.spreadsheets import harmless


def csv_file(head: Sequence[str], rows: Iterable[Sequence[str]], name: str) -> HttpResponse:
    """The table as a file to save: UTF-8 with a mark, semicolons, every cell quoted."""
    written = io.StringIO()
    writer = csv.writer(written, delimiter=";", quoting=csv.QUOTE_ALL)
    writer.writerow(head)
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    headers = {
        "Content-Disposition": content_disposition_header(as_attachment=True, filename=name) or "attachment",
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "Cache-Control": "no-store",
    }
    return HttpResponse("\ufeff" + written.getvalue(), content_type="text/csv; charset=utf-8", headers=headers)
