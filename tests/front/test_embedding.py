"""The portal's search on other websites: one script, from this portal alone; the portal's own pages stay closed."""

import re

from drehscheibe.catalogue import embedding
from drehscheibe.config.safety import CSP
from tests.cast import account


def test_the_script_may_be_loaded_by_any_website_and_names_no_other(guest):
    answer = guest().get(embedding.SCRIPT)
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/javascript; charset=utf-8")
    assert answer["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert re.findall(r"https?://", answer.content.decode()) == []
    assert "innerHTML" not in answer.content.decode()
    assert guest().get(embedding.SCRIPT, headers={"If-None-Match": answer["ETag"]}).status_code == 304


def test_what_the_script_asks_for_is_open_and_pages_are_not(guest):
    asked = guest().get("/api/v1/leistungen", {"topic": "umwelt", "limit": 200})
    assert asked["Access-Control-Allow-Origin"] == "*"
    assert {"name", "url", "language", "online_url"} <= set(asked.json()["items"][0])
    page = guest().get("/suche/")
    assert "Access-Control-Allow-Origin" not in page
    assert page["Content-Security-Policy"].split(" form-action")[0] == CSP.split(" form-action")[0]
    assert page["Cross-Origin-Resource-Policy"] == "same-origin"


def test_the_lines_to_copy_are_a_script_and_a_link_for_who_has_none(db):
    lines = embedding.snippet("https://a.example", show="liste", department="steuern", language="en")
    script, without = lines.splitlines()
    options = 'data-zeigen="liste" data-amt="steuern" data-sprache="en"'
    assert script == f'<script src="https://a.example/einbetten.js" {options} async></script>'
    assert without == (
        '<noscript><a href="https://a.example/aemter/steuern/">Leistungen im Serviceportal</a></noscript>'
    )


def test_who_runs_the_portal_gets_the_lines_they_choose(client_for, musterstadt):
    client = client_for(account("verwaltung@musterstadt"))
    chosen = {"zeigen": "liste", "thema": "umwelt", "amt": "<x>"}
    told = client.get("/amt/verwaltung/einbetten/", chosen).content.decode()
    assert "data-thema=&#34;umwelt&#34;" in told
    assert "data-amt" not in told
    assert "einbetten.js" in client.get("/offene-daten/").content.decode()
