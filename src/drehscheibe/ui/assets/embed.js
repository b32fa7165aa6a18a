/* The portal's search or a list of its services on another website. The script's own tag says what: data-zeigen="suche"
   or "liste", data-thema, data-amt, data-sprache. It asks only the portal that it comes from, and sets text, never HTML. */
"use strict";

(() => {
  const tag = document.currentScript;
  if (!tag) return;
  const portal = new URL(tag.src).origin;
  const language = tag.dataset.sprache === "en" ? "en" : "de";
  const words = {
    de: {
      search: "Leistungen im Rathaus suchen", find: "Suchen", all: "Alle Leistungen im Serviceportal", online: "online",
      nothing: "Nichts gefunden. Versuchen Sie ein anderes Wort.", found: (n) => (n === 1 ? "1 Leistung" : `${n} Leistungen`),
      more: "Alle Treffer im Serviceportal", away: "Die Leistungen lassen sich gerade nicht laden.",
    },
    en: {
      search: "Search services of the town hall", find: "Search", all: "All services in the service portal", online: "online",
      nothing: "Nothing found. Try another word.", found: (n) => (n === 1 ? "1 service" : `${n} services`),
      more: "All results in the service portal", away: "The services cannot be loaded at present.",
    },
  }[language];

  const make = (name, attributes = {}, ...children) => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...children);
    return element;
  };
  const link = (href, text) => make("a", { href }, text);
  const address = (path, given) => {
    const url = new URL(path, portal);
    for (const [key, value] of Object.entries(given)) if (value) url.searchParams.set(key, value);
    return url.href;
  };
  const ask = async (given) => {
    const answer = await fetch(address("/api/v1/leistungen", given), { headers: { "Accept-Language": language }, credentials: "omit" });
    if (!answer.ok) throw new Error(String(answer.status));
    return answer.json();
  };
  const list = (items) => make("ul", { class: "drehscheibe-liste" }, ...items.map((item) => {
    const entry = make("li", { lang: item.language }, link(item.url, item.name));
    if (item.online_url) entry.append(" (", words.online, ")");
    return entry;
  }));
  const root = make("div", { class: "drehscheibe", lang: language });
  tag.after(root);

  const showList = async () => {
    const given = { topic: tag.dataset.thema, department: tag.dataset.amt, limit: "200" };
    try {
      root.append(list((await ask(given)).items));
    } catch {
      root.append(make("p", {}, words.away));
    }
    root.append(make("p", {}, link(address("/leistungen/", {}), words.all)));
  };

  const showSearch = () => {
    const id = `drehscheibe-${document.querySelectorAll(".drehscheibe").length}`;
    const input = make("input", { id, type: "search", name: "q", maxlength: "200", autocomplete: "off", enterkeyhint: "search" });
    const said = make("p", { role: "status" });
    const results = make("div");
    const form = make("form", { role: "search", method: "get", action: address("/suche/", {}) },
      make("label", { for: id }, words.search), " ", input, " ", make("button", { type: "submit" }, words.find));
    form.addEventListener("submit", async (event) => {
      const q = input.value.trim();
      if (!q) return;
      event.preventDefault();
      try {
        const { items, count } = await ask({ q, limit: "8" });
        said.textContent = count ? words.found(count) : words.nothing;
        results.replaceChildren(list(items), make("p", {}, link(address("/suche/", { q }), words.more)));
      } catch {
        form.submit(); /* the portal's own page answers instead */
      }
    });
    root.append(form, said, results, make("p", {}, link(address("/leistungen/", {}), words.all)));
  };

  if (tag.dataset.zeigen === "liste") showList();
  else showSearch();
})();
