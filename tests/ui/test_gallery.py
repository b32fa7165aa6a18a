"""All elements in a chromium, under the strict content security policy: axe, sizes, focus, and the small script."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from drehscheibe.forms.controls import BlockView, Choice, Control, ErrorView, FieldView, RowView, StepView
from drehscheibe.forms.schema import Phrase
from tests.ui.pages import ENVIRONMENTS, request

ROOT = Path(__file__).resolve().parents[2]
ASSETS = ROOT / "var" / "assets"
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; font-src 'self'; "
    "form-action 'self'; connect-src 'self'; base-uri 'none'; frame-ancestors 'none'"
)
TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".woff2": "font/woff2"}
PARTS = ["all", "hero", "form", "receipt"]

pytestmark = pytest.mark.journey


def question(*controls: Control, fieldset: bool = False) -> FieldView:
    label = Phrase("Frage", "de")
    return FieldView(controls[0].name, "any", label, None, fieldset=fieldset, required=True, controls=controls)


def step(more: FieldView | None = None) -> StepView:
    options = (Choice("yes", Phrase("Ja", "de"), None, "f-x"), Choice("no", Phrase("Nein", "de"), None, "f-x-2"))
    date = [Control("text", f"seit.{part}", Phrase(part, "de"), width=2, error="Fehlt.") for part in ("day", "month")]
    fields = (
        question(Control("text", "name", Phrase("Name", "de"), Phrase("Ein Hinweis", "de"), error="Der Name fehlt.")),
        question(*date, fieldset=True),
        question(Control("radio", "x", Phrase("Frage", "de"), options=options, values=("no",)), fieldset=True),
        question(Control("output", "steuer", Phrase("Steuer", "de"), values=("96,00 €",))),
        question(Control("info", "info", Phrase("Gut zu wissen", "de"), Phrase("Ein Satz.", "de"))),
    )
    row = RowView("1", Phrase("Hund 1", "de"), (*fields, more) if more else fields, "hunde.1")
    add = Phrase("Noch ein Hund", "de")
    block = BlockView("hunde", group=True, title=add, intro=None, rows=(row,), add="hunde", add_label=add)
    errors = (ErrorView("f-name", "Der Name fehlt."),)
    return StepView("s", Phrase("Ihr Hund", "de"), None, (block,), errors, untranslated=False, takes_files=False)


class Gallery(BaseHTTPRequestHandler):
    """Serves /de/<part>, /en/<part> and the built assets; counts what was posted."""

    posted = 0

    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        if path.startswith("/static/"):
            file = ASSETS / path.removeprefix("/static/")
            return self.answer(file.read_bytes(), TYPES[file.suffix])
        language, part = path.strip("/").split("/")
        return self.page(language, part, step())

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if b"_refresh" in body:
            self.page("de", "form", step(question(Control("text", "neu", Phrase("Neue Frage", "de")))))
        else:
            Gallery.posted += 1
            self.send_response(204)
            self.end_headers()

    def page(self, language: str, part: str, view: StepView) -> None:
        template = ENVIRONMENTS[language].get_template("gallery.html")
        html = template.render(request=request(language, "/leistungen/"), csrf_input="", part=part, step=view)
        self.answer(html.encode(), "text/html; charset=utf-8")

    def answer(self, body: bytes, media_type: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Security-Policy", POLICY)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Gallery)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("width", [375, 1280])
@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("language", ["de", "en"])
def test_axe_finds_nothing_and_nothing_overflows(chromium, address, language, part, width):
    context = chromium.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text) if message.type == "error" else None)
    page.goto(f"{address}/{language}/{part}")
    page.evaluate(AXE.read_text())
    violations = page.evaluate("axe.run().then(result => result.violations.map(v => [v.id, v.nodes.map(n => n.html)]))")
    wider = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    context.close()
    assert (violations, refused, wider) == ([], [], 0)


def test_the_error_summary_has_the_focus_and_its_link_leads_to_the_control(chromium, address):
    page = chromium.new_page()
    page.goto(f"{address}/de/form")
    assert page.evaluate("document.activeElement.className").endswith("portal-errors")
    page.click(".portal-errors a")
    assert page.evaluate("document.activeElement.id") == "f-name"
    page.close()


def test_a_second_press_sends_nothing(chromium, address):
    page = chromium.new_page()
    page.goto(f"{address}/de/form")
    before = Gallery.posted
    with page.expect_response("**/gesendet"):
        page.get_by_role("button", name="Weiter").dblclick()
    page.wait_for_timeout(200)
    assert Gallery.posted - before == 1
    page.close()


def test_a_choice_brings_the_next_question_and_keeps_focus_and_place(chromium, address):
    page = chromium.new_page()
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text) if message.type == "error" else None)
    page.goto(f"{address}/de/form")
    page.get_by_label("Ja").check()
    page.get_by_label("Neue Frage").wait_for()
    assert page.evaluate("document.activeElement.id") == "f-x"
    assert (page.url, refused) == (f"{address}/de/form", [])
    page.close()


def test_the_menu_of_a_phone_closes_with_escape(chromium, address):
    page = chromium.new_page(viewport={"width": 375, "height": 800})
    page.goto(f"{address}/de/all")
    page.get_by_text("Menü").click()
    assert page.get_by_role("link", name="Leistungen A–Z").is_visible()
    page.keyboard.press("Escape")
    assert not page.get_by_role("link", name="Leistungen A–Z").is_visible()
    page.close()


def test_without_script_the_wide_page_shows_its_navigation(chromium, address):
    context = chromium.new_context(java_script_enabled=False, viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.goto(f"{address}/de/all")
    assert page.get_by_role("link", name="Leistungen A–Z").is_visible()
    context.close()
