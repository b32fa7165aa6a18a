/* Small comforts on top of pages that work without any script. */
"use strict";

(() => {
  const RESEND_AFTER_MS = 10000;

  /* The browser lands on the error summary or the confirmation, so that a screen reader starts there. */
  const focusFirst = () => document.querySelector("[data-focus]")?.focus();

  /* A second press of the same button within ten seconds is swallowed; the first one carries the form. */
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented) return;
    const now = Date.now();
    if (form.dataset.sentAt && now - Number(form.dataset.sentAt) < RESEND_AFTER_MS) event.preventDefault();
    else form.dataset.sentAt = String(now);
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) document.querySelectorAll("form[data-sent-at]").forEach((form) => delete form.dataset.sentAt);
  });

  /* A choice may show or hide later questions of the same step: ask the server for the changed part. */
  document.addEventListener("change", (event) => {
    const form = event.target.closest("form[data-refresh]");
    if (form && event.target.matches("input[type=radio], input[type=checkbox], select")) {
      form.dispatchEvent(new CustomEvent("refresh"));
    }
  });

  /* An open menu closes with Escape and gives the focus back. */
  document.addEventListener("keydown", (event) => {
    const menu = event.key === "Escape" && event.target.closest("details[data-menu][open]");
    if (menu) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", focusFirst);
  else focusFirst();
})();
