/* Keys for lists of cases. They work only where the page offers them, never while typing, and can be switched off. */
"use strict";

(() => {
  const STORED = "drehscheibe.keys";
  const help = document.querySelector("[data-keys]");
  if (!help) return;
  help.hidden = false;

  const toggle = help.querySelector("input[type=checkbox]");
  const isOn = () => {
    try {
      return localStorage.getItem(STORED) !== "off";
    } catch {
      return true;
    }
  };
  toggle.checked = isOn();
  toggle.addEventListener("change", () => {
    try {
      localStorage.setItem(STORED, toggle.checked ? "on" : "off");
    } catch { /* without storage the choice counts for this page */ }
  });

  const rows = () => [...document.querySelectorAll(".portal-table tbody th a")];
  const step = (by) => {
    const links = rows();
    const place = links.indexOf(document.activeElement);
    const next = place < 0 ? (by > 0 ? 0 : links.length - 1) : place + by;
    links[Math.max(0, Math.min(next, links.length - 1))]?.focus();
  };
  const follow = (rel) => document.querySelector(`main a[rel="${rel}"]`)?.click();
  const KEYS = {
    j: () => step(1),
    k: () => step(-1),
    n: () => follow("next"),
    p: () => follow("prev"),
    "/": () => document.getElementById("f-q")?.focus(),
  };
  document.addEventListener("keydown", (event) => {
    if (!toggle.checked || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.target.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]")) return;
    const act = KEYS[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
})();

/* A text snippet goes into the box one wrote in last; without a box it stays where it is, to be copied. */
(() => {
  const boxes = [...document.querySelectorAll("main textarea")];
  let last = boxes[0];
  document.addEventListener("focusin", (event) => {
    if (event.target.matches("main textarea")) last = event.target;
  });
  if (!last) return;
  document.querySelectorAll("[data-snippet]").forEach((snippet) => {
    const words = snippet.textContent.trim();
    const button = document.createElement("button");
    button.type = "button";
    button.className = "kern-btn kern-btn--tertiary";
    button.textContent = snippet.dataset.insert;
    button.setAttribute("aria-label", `${button.textContent}: ${snippet.dataset.snippet}`);
    button.addEventListener("click", () => {
      last.setRangeText(words, last.selectionStart, last.selectionEnd, "end");
      last.focus();
    });
    snippet.append(button);
  });
})();
