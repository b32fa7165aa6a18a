"""Fill in any form in the browser by raw answers, page by page, rows and their own pages included."""

from urllib.parse import urlsplit

from drehscheibe.forms.journey import Raw
from tests.journeys.dog_tax import PDF
from tests.journeys.visitor import Visitor

MOST_PAGES = 120


def fill_in(visitor: Visitor, raw: Raw) -> None:
    """Page by page until the page to check or to invite; what an answer brings up is filled in when it is there."""
    for _ in range(MOST_PAGES):
        if urlsplit(visitor.path).path.endswith(("/pruefen/", "/beteiligte/")):
            return
        while _fill(visitor, raw):
            visitor.settle()
        if not _add_row(visitor, raw):
            visitor.press("Weiter")
    raise AssertionError(visitor.text)


def _add_row(visitor: Visitor, raw: Raw) -> bool:
    """Press the button of the first group that has fewer rows than the answers; whether there was one."""
    for button in visitor.page.locator("main button[name=add]").all():
        group = button.get_attribute("value") or ""
        anchor = f"f-{group.replace('.', '-')}-"
        there = visitor.page.locator(f"main fieldset[id^='{anchor}reihe-'], main li.portal-rows__row[id^='{anchor}']")
        if there.count() < len(raw.get(f"{group}._rows", [])):
            visitor.click(button)
            return True
    return False


def _fill(visitor: Visitor, raw: Raw) -> bool:
    """Fill in what the page shows and is still empty; whether a choice was made that may bring up more."""
    for control in visitor.page.locator("main form :is(input, textarea, select)[name]").all():
        name, sort = control.get_attribute("name") or "", control.get_attribute("type")
        typed = raw.get(name, [])
        if sort in {"radio", "checkbox"}:
            if control.get_attribute("value") in typed and not control.is_checked():
                control.check()
                return True
        elif sort == "file":
            stored = visitor.page.locator(f"main button[name=detach][value^='{name}/']").count()
            if typed and not stored:
                visitor.upload(name, [PDF])
        elif typed and typed[0] and control.input_value() != typed[0]:
            if visitor.page.locator(f"main select[name='{name}']").count():
                control.select_option(typed[0])
                return True
            control.fill(typed[0])
    return False
