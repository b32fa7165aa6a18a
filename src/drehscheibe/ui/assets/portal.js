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
    if (form && event.target.matches("input[type=radio], input[type=checkbox], select, input[data-at-once]")) {
      form.dispatchEvent(new CustomEvent("refresh"));
    }
  });

  /* Files go up as soon as they are chosen; then the focus is back where they were chosen. */
  let choosing = null;
  document.addEventListener("change", (event) => {
    if (!event.target.matches("form[data-refresh] input[data-at-once]")) return;
    choosing = event.target.id;
    const state = event.target.parentElement.querySelector("[data-uploading]");
    if (state) state.textContent = state.dataset.uploading;
  });

  /* What was typed while the server answered stays. */
  const typed = (form) =>
    new Map([...form.querySelectorAll("input:not([type=radio], [type=checkbox], [type=file]), textarea")].map((box) => [box.id, box.value]));
  let asked = new Map();
  let late = [];
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (event.detail.elt.matches("form[data-refresh]")) asked = typed(event.detail.elt);
  });
  document.addEventListener("htmx:beforeSwap", (event) => {
    const form = event.detail.target.id === "felder" && event.detail.target.closest("form[data-refresh]");
    late = form ? [...typed(form)].filter(([id, value]) => id && asked.get(id) !== value) : [];
  });
  document.addEventListener("htmx:afterSwap", () => {
    late.forEach(([id, value]) => document.getElementById(id) && (document.getElementById(id).value = value));
    if (choosing) document.getElementById(choosing)?.focus();
    choosing = null;
    offerLocating();
  });

  /* Where the device can say where it is, it may fill in the coordinates. */
  const offerLocating = () => {
    document.querySelectorAll("[data-locate]").forEach((place) => (place.hidden = !navigator.geolocation));
  };
  document.addEventListener("click", (event) => {
    const place = event.target.closest("[data-locate] button")?.parentElement;
    if (!place) return;
    const box = document.getElementById(place.dataset.locate);
    const state = place.querySelector("[role=status]");
    state.textContent = "";
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        box.value = `${coords.latitude.toFixed(6)}, ${coords.longitude.toFixed(6)}`;
        box.focus();
      },
      () => (state.textContent = place.dataset.denied),
      { enableHighAccuracy: true, timeout: 20000 },
    );
  });

  /* What was typed is kept on the way: after each answer, and when the page is left. Files wait for the button. */
  const PAUSE_MS = 300; // a button pressed right after typing carries the answers itself
  const LONGEST_MS = 5000;
  const LOOK_MS = 20;
  const unsaved = new Set();
  const answers = (form) => {
    const data = new FormData(form);
    for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
    data.set("_save", "1");
    return data;
  };
  document.addEventListener("input", (event) => {
    const form = event.target.closest("form[data-refresh]");
    if (form) unsaved.add(form);
  });
  const keeping = new Map(); // form: when it will be kept, or the request that keeps it
  const keep = async (form) => {
    unsaved.delete(form);
    const saved = await fetch(location.href, { method: "POST", body: answers(form) }).catch(() => null);
    if (saved?.status !== 204) unsaved.add(form);
    form.querySelectorAll("[data-saved]").forEach((line) => (line.hidden = saved?.status !== 204));
  };
  document.addEventListener("change", (event) => {
    const form = event.target.closest("form[data-refresh]");
    if (!form || !event.target.matches("input, textarea") || event.target.matches("[type=radio], [type=checkbox], [type=file]")) return;
    clearTimeout(keeping.get(form)?.timer);
    const before = keeping.get(form)?.request;
    const timer = setTimeout(() => keeping.set(form, { request: Promise.resolve(before).then(() => keep(form)) }), PAUSE_MS);
    keeping.set(form, { timer, request: before });
  });

  /* The button's answers come last: what is still on its way would otherwise arrive after them and undo them. */
  const changing = (form) => form.matches(".htmx-request") || form.querySelector(".htmx-swapping, .htmx-settling");
  const changed = (form) =>
    new Promise((done) => {
      const look = () => (changing(form) ? setTimeout(look, LOOK_MS) : done());
      look();
    });
  const waited = new WeakSet();
  const onItsWay = (form) => {
    const { timer, request } = keeping.get(form) ?? {};
    clearTimeout(timer);
    keeping.delete(form);
    return request || changing(form) ? Promise.all([request, changed(form)]) : null;
  };
  const press = (form, { name, value } = {}) =>
    form.requestSubmit(name ? form.querySelector(`button[name="${CSS.escape(name)}"][value="${CSS.escape(value)}"]`) : null);
  document.addEventListener(
    "submit",
    (event) => {
      const form = event.target;
      if (!form.matches("[data-refresh]")) return;
      if (waited.delete(form)) return;
      const before = onItsWay(form);
      unsaved.delete(form);
      if (!before) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      const longest = new Promise((done) => setTimeout(done, LONGEST_MS));
      const button = event.submitter ?? {};
      const again = () => {
        waited.add(form);
        press(form, button);
      };
      /* While this event is on its way a browser takes no other: a moment later. */
      Promise.race([before, longest]).then(() => setTimeout(again));
    },
    true,
  );
  window.addEventListener("pagehide", () => {
    unsaved.forEach((form) => navigator.sendBeacon(location.href, answers(form)));
    unsaved.clear();
  });

  /* An open menu closes with Escape and gives the focus back. */
  document.addEventListener("keydown", (event) => {
    const menu = event.key === "Escape" && event.target.closest("details[data-menu][open]");
    if (menu) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });

  const begin = () => {
    focusFirst();
    offerLocating();
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin);
  else begin();
})();

/* Security keys (WebAuthn): ask the browser for the answer of the key and send it with the form. */
(() => {
  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (one) => one.charCodeAt(0));
  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const descriptors = (list) => list?.map((one) => ({ ...one, id: bytes(one.id) }));

  const understood = ({ publicKey }) => {
    const options = { ...publicKey, challenge: bytes(publicKey.challenge) };
    if (options.user) options.user = { ...options.user, id: bytes(options.user.id) };
    if (options.excludeCredentials) options.excludeCredentials = descriptors(options.excludeCredentials);
    if (options.allowCredentials) options.allowCredentials = descriptors(options.allowCredentials);
    return { publicKey: options };
  };

  const answered = (credential) => {
    const response = {};
    for (const part of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (credential.response[part]) response[part] = text(credential.response[part]);
    }
    if (credential.response.getTransports) response.transports = credential.response.getTransports();
    return JSON.stringify({
      type: credential.type,
      id: credential.id,
      rawId: text(credential.rawId),
      authenticatorAttachment: credential.authenticatorAttachment,
      clientExtensionResults: credential.getClientExtensionResults(),
      response,
    });
  };

  /* Without an answer (cancelled, no key) the form goes out empty, and the server's page says what to do. */
  const ask = async (form) => {
    try {
      const options = understood(JSON.parse(form.dataset.options));
      form.elements.schluessel.value = answered(await navigator.credentials[form.dataset.key](options));
    } catch (reason) {
      form.elements.schluessel.value = "";
    }
    form.submit();
  };

  document.querySelectorAll("form[data-key]").forEach((form) => {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      ask(form);
    });
  });
})();

/* Suggestions while typing: a combobox with a list of services (ARIA APG); choosing one searches for it. */
(() => {
  const PAUSE_MS = 150;
  document.querySelectorAll("input[data-suggest]").forEach((box) => {
    const list = Object.assign(document.createElement("ul"), { id: `${box.id}-vorschlaege`, className: "portal-suggestions", hidden: true });
    const told = Object.assign(document.createElement("span"), { className: "portal-spoken" });
    const attributes = (one, values) => Object.entries(values).forEach(([name, value]) => one.setAttribute(name, value));
    attributes(list, { role: "listbox", "aria-label": box.dataset.suggested });
    attributes(told, { role: "status" });
    attributes(box, { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id });
    box.parentElement.append(list, told);
    let waiting, asked, at = -1;

    const mark = (place) => {
      at = place;
      [...list.children].forEach((one, number) => one.setAttribute("aria-selected", String(number === at)));
      if (at < 0) return box.removeAttribute("aria-activedescendant");
      box.setAttribute("aria-activedescendant", list.children[at].id);
      list.children[at].scrollIntoView({ block: "nearest" });
    };
    const show = (names) => {
      list.replaceChildren(
        ...names.map((name, number) => {
          const one = Object.assign(document.createElement("li"), { id: `${list.id}-${number}`, textContent: name });
          one.setAttribute("role", "option");
          return one;
        }),
      );
      list.hidden = !names.length;
      box.setAttribute("aria-expanded", String(!list.hidden));
      told.textContent = names.length ? `${box.dataset.suggested}: ${names.length}` : "";
      mark(-1);
    };
    const choose = (one) => {
      box.value = one.textContent;
      show([]);
      box.form.requestSubmit();
    };

    box.addEventListener("input", () => {
      clearTimeout(waiting);
      asked?.abort();
      const typed = box.value.trim();
      if (typed.length < 2) return show([]);
      waiting = setTimeout(async () => {
        asked = new AbortController();
        try {
          const answer = await fetch(`${box.dataset.suggest}?q=${encodeURIComponent(typed)}`, { signal: asked.signal });
          if (document.activeElement === box) show((await answer.json()).names);
        } catch {
          /* without suggestions the search works all the same */
        }
      }, PAUSE_MS);
    });
    box.addEventListener("keydown", (event) => {
      const last = list.children.length - 1;
      if (event.key === "Escape" && !list.hidden) show([]);
      else if (event.key === "ArrowDown" && last >= 0) mark(at < last ? at + 1 : 0);
      else if (event.key === "ArrowUp" && last >= 0) mark(at > 0 ? at - 1 : last);
      else if (event.key === "Enter" && at >= 0) choose(list.children[at]);
      else return;
      event.preventDefault();
    });
    list.addEventListener("mousedown", (event) => event.preventDefault()); /* the box keeps the focus */
    list.addEventListener("click", (event) => event.target.matches("li") && choose(event.target));
    box.addEventListener("blur", () => show([]));
  });
})();
