"""The Jinja2 environment of all pages."""

from collections.abc import Callable, MutableMapping
from contextlib import suppress
from contextvars import ContextVar
from datetime import date, datetime
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.templatetags.static import static
from django.utils import formats, translation
from jinja2 import Environment, FileSystemBytecodeCache
from jinja2.bccache import Bucket
from markupsafe import Markup

from drehscheibe.catalogue.telling import money
from drehscheibe.demo.tour import bar as tour_bar
from drehscheibe.forms.controls import StepView
from drehscheibe.front.mailbox import waiting
from drehscheibe.kernel import clock
from drehscheibe.kernel.revisions import marked

_language: ContextVar[str] = ContextVar("page_language", default="de")  # a page asks some hundred times


def local_text(texts: Any, language: str | None = None) -> str:
    """The text in the page's language, else in German. Texts are mappings of language to string."""
    if isinstance(texts, str):
        return texts
    wanted = language or _language.get()
    return str(texts.get(wanted) or texts.get("de") or "") if texts else ""


def local_list(texts: Any) -> list[str]:
    """Like `local_text`, for lists of strings per language."""
    if not isinstance(texts, dict):
        return list(texts or [])
    return list(texts.get(_language.get()) or texts.get("de") or [])


def is_untranslated(texts: Any) -> bool:
    """Whether the page's language is missing, so that the German text must be marked as such."""
    wanted = _language.get()
    return isinstance(texts, dict) and wanted != "de" and not texts.get(wanted)


def moment(value: datetime) -> str:
    """Date and time in Berlin."""
    local = value.astimezone(clock.BERLIN)
    if _language.get() == "en":
        return f"{local.day} {local:%B %Y, %H:%M}"
    return f"{local:%d.%m.%Y, %H:%M} Uhr"


def day_in_words(value: date) -> str:
    """A day as people say it: 14. Juni 2027."""
    is_english = translation.get_language() == "en"
    return formats.date_format(value, "j F Y" if is_english else "j. F Y", use_l10n=False)


def day(value: date) -> str:
    """The calendar day; of a moment, that in Berlin."""
    local = value.astimezone(clock.BERLIN) if isinstance(value, datetime) else value
    return f"{local.day} {local:%B %Y}" if translation.get_language() == "en" else f"{local:%d.%m.%Y}"


@lru_cache(maxsize=4000)
def _translated(text: str, language: str) -> Markup:
    with translation.override(language):
        return Markup(translation.gettext(text))  # noqa: S704  texts of our own


def gettext(text: str, **values: Any) -> Markup:
    """The text in the page's language, values escaped: as Jinja2's newer style, but each text is looked up once."""
    found = _translated(text, _language.get())
    return found % values if "%" in found else found


def _step_drawer(built: Environment) -> Callable[..., Markup]:
    """What draws a step's questions. Those that nobody has answered yet are drawn once and kept; answers never are."""

    def draw(view: StepView, base: str) -> Markup:
        macro = built.get_template("ui/fields.html").module.step_view  # type: ignore[attr-defined]
        return Markup(macro(view, base))  # noqa: S704  our own template's, escaped there

    @lru_cache(maxsize=300)
    def draw_once(view: StepView, language: str) -> Markup:  # noqa: ARG001  the template asks for it
        return draw(view, "")

    return lambda view, base="": draw_once(view, _language.get()) if view.is_blank else draw(view, base)


class _Compiled(FileSystemBytecodeCache):
    """Compiled templates beside the built assets: a process that starts need not compile them again.

    Each counts for the very text it was made of. A full disk costs time, never a page.
    """

    def dump_bytecode(self, bucket: Bucket) -> None:
        with suppress(OSError):
            Path(self.directory).mkdir(exist_ok=True)
            super().dump_bytecode(bucket)


class _Environment(Environment):
    """All templates have the same globals, in one dictionary: Jinja compares them at each import, which takes time."""

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        return {**self.globals, **d} if d else self.globals


def environment(**options: Any) -> Environment:
    """Build the environment: autoescaping, gettext, and the few filters that pages use."""
    options["autoescape"] = True
    options["bytecode_cache"] = _Compiled(str(settings.STATIC_ROOT.with_name("templates")))
    options["trim_blocks"] = options["lstrip_blocks"] = True
    built = _Environment(extensions=["jinja2.ext.i18n"], **options)
    built.install_gettext_callables(  # type: ignore[attr-defined]
        translation.gettext, translation.ngettext, newstyle=True
    )
    built.globals.update(
        _=gettext,
        gettext=gettext,
        static=lru_cache(static),
        demo_mode=settings.DEMO,
        is_untranslated=is_untranslated,
        marked=marked,
    )
    built.globals["draw_step"] = _step_drawer(built)
    built.filters.update(
        t=local_text, t_list=local_list, money=money, moment=moment, day=day, day_in_words=day_in_words
    )
    return built


def page_context(request: HttpRequest) -> dict[str, Any]:
    """What every page may use. Called once for each page: the language that is active then is the page's."""
    language = translation.get_language() or "de"
    _language.set(language)
    portal = getattr(request, "portal", None)
    tour = tour_bar(request) if settings.DEMO else None
    return {"portal": portal, "language": language, "waiting": partial(waiting, request), "tour": tour}
