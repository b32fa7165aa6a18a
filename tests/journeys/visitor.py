"""Somebody at a browser: walks pages, checks each with axe, fills in forms as people do."""

import hashlib
import re
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Locator, Page

from tests.journeys.portal import PROJECT, Portal

AXE = (PROJECT / "node_modules/axe-core/axe.min.js").read_text()
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
PATIENCE = 90_000  # milliseconds for what a slow machine needs; nothing waits longer than it has to
BUSY = ".htmx-request, .htmx-swapping, .htmx-settling"  # while changed parts are fetched and put in
TOKENS = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{32,}|\w{64}|\d+")
WORDS = re.compile(r"(?<=>)[^<>]*[^<>\s][^<>]*(?=<)|(?<= href=\")[^\"]*|(?<= value=\")[^\"]*")


class Visitor:
    """A browser window at one town's portal. `errors` collects what the browser complains about (CSP, scripts).

    `also`: a second width at which each page is looked at, without walking there again.
    """

    def __init__(
        self,
        browser: Browser,
        portal: Portal,
        looked_at: Path,
        *,
        width: int = 1280,
        script: bool = True,
        also: int = 0,
    ) -> None:
        self.portal, self.script, self.town, self.looked_at = portal, script, "musterstadt", looked_at
        self.context = browser.new_context(
            viewport={"width": width, "height": 900}, java_script_enabled=script, locale="de-DE", bypass_csp=False
        )
        self.context.set_default_timeout(PATIENCE)
        self.width, self.also = width, also
        self.page: Page = self.context.new_page()
        self.errors: list[str] = []
        self.page.on("console", lambda line: self.errors.append(line.text) if line.type == "error" else None)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))

    def go(self, path: str, town: str | None = None) -> "Visitor":
        self.town = town or self.town
        self.page.goto(self.portal.url(path, self.town))
        return self.look()

    def look(self) -> "Visitor":
        """What every page must be: one main, no sideways scrolling, no axe violation."""
        self.page.wait_for_load_state("load")
        assert self.page.locator("main").count() == 1
        if not self.script:
            return self
        self._fits()
        if self._is_new():
            self._check()
            if self.also:
                self.page.set_viewport_size({"width": self.also, "height": 900})
                self._fits()
                self._check()
                self.page.set_viewport_size({"width": self.width, "height": 900})
        return self

    def _fits(self) -> None:
        wide = self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert wide <= 1, f"{self.page.url} is {wide}px wider than the window"

    def _check(self) -> None:
        self.page.evaluate(AXE)
        found = self.page.evaluate("rules => axe.run(document, rules)", RULES)
        problems = [f"{rule['id']}: {node['html'][:200]}" for rule in found["violations"] for node in rule["nodes"]]
        assert problems == [], f"{self.page.url}: {problems}"

    def _is_new(self) -> bool:
        """Whether no journey has looked at such a page at this width: the same elements in the same states, whatever
        words, numbers and tokens are in them.
        """
        kind = f"{self.width} {WORDS.sub('x', TOKENS.sub('', self.page.content()))}"
        try:
            self.looked_at.joinpath(hashlib.sha256(kind.encode()).hexdigest()).touch(exist_ok=False)
        except FileExistsError:
            return False
        return True

    def fill(self, name: str, value: str) -> "Visitor":
        self.page.locator(f"main [name='{name}']").fill(value)
        return self

    def choose(self, name: str, value: str) -> "Visitor":
        """Radio buttons and boxes by their value, selects too."""
        control = self.page.locator(f"main [name='{name}']").first
        if control.evaluate("one => one.tagName") == "SELECT" if self.script else self._is_select(name):
            control.select_option(value)
        else:
            self.page.locator(f"main [name='{name}'][value='{value}']").check()
        return self.settle()

    def _is_select(self, name: str) -> bool:
        return self.page.locator(f"main select[name='{name}']").count() > 0

    def settle(self) -> "Visitor":
        """Until the page has asked the server for changed parts."""
        if self.script:
            self.page.locator(BUSY).first.wait_for(state="detached")
        return self

    def date(self, name: str, day: str) -> "Visitor":
        for part, value in zip(("day", "month", "year"), day.split("."), strict=True):
            self.fill(f"{name}.{part}", value)
        return self

    def address(self, name: str, street: str, number: str, postcode: str, city: str) -> "Visitor":
        parts = {"street": street, "house_number": number, "postcode": postcode, "city": city}
        for part, value in parts.items():
            self.fill(f"{name}.{part}", value)
        return self

    def upload(self, name: str, files: list[dict[str, Any]]) -> "Visitor":
        """With script the files go up at once: what comes of it is on the page when this returns."""
        self.page.locator(f"main input[type=file][name='{name}']").set_input_files(files)
        return self.settle()

    def press(self, label: str) -> "Visitor":
        return self.click(self.page.locator("main").get_by_role("button", name=label, exact=True).last)

    def follow(self, label: str) -> "Visitor":
        return self.click(self.page.get_by_role("link", name=label).first)

    def click(self, leading_on: Locator) -> "Visitor":
        """Click on what leads to another page, wait until it is there, and look at it."""
        with self.page.expect_navigation():
            leading_on.click()
        return self.look()

    def sign_in(self, person: str, town: str | None = None) -> "Visitor":
        self.go("/anmelden/", town)
        button = f"button[name=person][value={person}], form:has(input[value={person}]) button"
        return self.click(self.page.locator(button).first)

    @property
    def text(self) -> str:
        return self.page.locator("main").inner_text()

    @property
    def path(self) -> str:
        return re.sub(r"^https?://[^/]+", "", self.page.url).split("#")[0]

    def reference(self) -> str:
        found = re.search(r"[A-Z]{2,4}-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]", self.text)
        assert found, self.text
        return found[0]

    def code(self) -> str:
        found = re.search(r"\b([0-9A-Z]{4}-){3}[0-9A-Z]{4}\b", self.text)
        assert found, self.text
        return found[0]

    def photo(self, path: Path) -> None:
        self.page.screenshot(path=path, full_page=True)

    def leave(self) -> None:
        self.context.close()
