// The single counter by keyboard: Alt 1, 2, 3 go to a column; arrows and Enter choose; what is typed keeps itself.
// Without scripts every button of the page does the same work.
(() => {
  "use strict";
  const form = document.getElementById("demande");
  if (!form) return;
  const byId = (id) => document.getElementById(id);

  // -- columns. The physical key, for the upper row of a French keyboard types no digit --------------------------
  const COLUMNS = {
    Digit1: () => byId("chercher"),
    Digit2: () => byId("dit"),
    Digit3: () => form.querySelector("[name=_reponse]:checked") || form.querySelector("[name=_reponse]"),
  };
  const answerFirst = () => {
    const empty = [...form.querySelectorAll("#questions :is(input, select, textarea)")]
      .filter((control) => control.type !== "hidden" && control.type !== "file" && control.offsetParent !== null)
      .find((control) => (control.type === "radio" ? !group(control).some((one) => one.checked) : control.type !== "checkbox" && !control.value));
    return empty || null;
  };
  const group = (radio) => [...form.querySelectorAll(`[name="${CSS.escape(radio.name)}"]`)];
  document.addEventListener("keydown", (event) => {
    if (event.altKey && !event.ctrlKey && !event.metaKey && COLUMNS[event.code]) {
      event.preventDefault();
      // Alt 2 again, once the procedure is chosen: the first question without answer.
      const target = event.code === "Digit2" && document.activeElement === byId("dit") ? answerFirst() || byId("dit") : COLUMNS[event.code]();
      if (target) { target.focus(); if (target.select && target.type !== "radio") target.select(); }
      return;
    }
    if ((event.ctrlKey || event.metaKey) && event.key === "Enter" && !event.defaultPrevented) {
      event.preventDefault();
      form.requestSubmit(form.querySelector("[data-main]"));
    }
  });

  // -- lists under a search box: arrows walk, Enter chooses --------------------------------------------------------
  const lists = [
    { box: "chercher", item: "[data-person]", straight: false },
    { box: "dit", item: "[data-proposal]", straight: true },
  ];
  const walk = (items, from, step) => {
    const next = items[Math.max(0, Math.min(items.length - 1, from + step))];
    if (next) next.focus();
  };
  for (const list of lists) {
    form.addEventListener("keydown", (event) => {
      const box = byId(list.box), items = [...form.querySelectorAll(list.item)];
      const here = items.indexOf(event.target);
      if (event.target !== box && here < 0) return;
      if (event.key === "ArrowDown") { event.preventDefault(); walk(items, here, 1); }
      else if (event.key === "ArrowUp") { event.preventDefault(); if (here <= 0) box.focus(); else walk(items, here, -1); }
      else if (event.key === "Enter" && event.target === box && !event.ctrlKey) {
        event.preventDefault();
        settled(box).then(() => {
          const first = form.querySelector(list.item);
          if (!first) return;
          // A person is looked at before being chosen; a procedure is easily changed.
          if (list.straight) first.click(); else first.focus();
        });
      }
    });
  }
  // The list belongs to what the box says now, not to what it said a moment ago.
  const answered = new Map(lists.map(({ box }) => [box, byId(box) && byId(box).value]));
  document.addEventListener("htmx:afterSwap", (event) => {
    const source = event.detail.requestConfig && event.detail.requestConfig.elt;
    if (source && answered.has(source.id)) answered.set(source.id, new URLSearchParams(event.detail.pathInfo.finalRequestPath.split("?")[1]).get(source.name) || "");
  });
  const settled = (box) => new Promise((done) => {
    const until = Date.now() + 3000;
    const look = () => (answered.get(box.id) === box.value || Date.now() > until ? done() : window.setTimeout(look, 30));
    look();
  });

  // -- Enter within a question goes to the next one; it never sends the page ----------------------------------------
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.ctrlKey || event.metaKey || event.defaultPrevented) return;
    const target = event.target;
    if (target.closest("#creation") && target.matches("input:not([type=checkbox])")) {
      event.preventDefault();
      form.requestSubmit(form.querySelector("[data-create]"));
      return;
    }
    if (target.closest("#faire") && target.matches("input")) {
      event.preventDefault();
      form.requestSubmit(form.querySelector("[data-main]"));
      return;
    }
    if (!target.matches("#questions input:not([type=file]), #questions select, .way-field")) return;
    event.preventDefault();
    const stops = [...form.querySelectorAll(":is(#questions, .how-answers) :is(input, select, textarea):not([type=hidden])")]
      .filter((one) => one.offsetParent !== null && (one.type !== "radio" || one.checked || one === group(one)[0]) && (one === target || one.name !== target.name));
    const next = stops[stops.indexOf(target) + 1];
    if (next) next.focus();
  });
  document.addEventListener("keydown", (event) => {
    const close = event.key === "Escape" && form.querySelector("[data-close]");
    if (close && !document.querySelector("dialog[open]")) { event.preventDefault(); form.requestSubmit(close); }
  });

  // -- what is typed keeps itself: a second and a half after the last key, and when one leaves -------------------------
  const draft = form.querySelector("[name=_brouillon]");
  let timer = null, changed = false;
  const keep = async (leaving) => {
    if (!changed || !draft) return;
    changed = false;
    const data = new FormData(form);
    for (const [name, value] of [...data.entries()]) if (value instanceof File) data.delete(name);
    try {
      const answer = await fetch(form.dataset.keepUrl, { method: "POST", body: data, keepalive: leaving, headers: { "HX-Request": "true" }, credentials: "same-origin" });
      if (!answer.ok || answer.redirected) { changed = true; return; }
      const place = byId("garde");
      if (place && !leaving) place.outerHTML = await answer.text();
    } catch { changed = true; /* the network is down: tried again at the next key */ }
  };
  form.addEventListener("input", (event) => {
    if (event.target.type === "file") return;
    changed = true;
    window.clearTimeout(timer);
    timer = window.setTimeout(() => keep(false), 1500);
  });
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") keep(true); });
  form.addEventListener("submit", () => { changed = false; window.clearTimeout(timer); });

  // -- a file chosen or photographed leaves at once --------------------------------------------------------------------
  form.addEventListener("change", (event) => {
    const zone = event.target.type === "file" && event.target.closest("[data-upload]");
    const button = zone && zone.querySelector("[name=action][value=joindre]");
    if (button && event.target.files.length) form.requestSubmit(button);
  });

  // -- questions that appear: what was typed while the answer was on its way is put back ---------------------------------
  const stateOf = (control) => (["radio", "checkbox"].includes(control.type) ? control.checked : control.value);
  const states = () => new Map([...document.querySelectorAll("#questions :is(input, select, textarea)[id]")].filter((one) => one.type !== "file").map((one) => [one.id, stateOf(one)]));
  const asked = new WeakMap();
  let before = null, held = null, again = [];
  document.addEventListener("htmx:beforeRequest", (event) => asked.set(event.detail.xhr, states()));
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.target.id !== "questions") return;
    before = states();
    held = document.activeElement && document.activeElement.id;
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    const known = asked.get(event.detail.xhr);
    if (event.detail.target.id !== "questions" || !known || !before) return;
    for (const [id, state] of before) {
      const control = byId(id);
      if (!control || known.get(id) === state || stateOf(control) === state) continue;
      if (typeof state === "boolean") control.checked = state; else control.value = state;
      control.dispatchEvent(new Event("input", { bubbles: true }));
      if (state === true || control.tagName === "SELECT") again.push(id);
    }
    before = null;
    if (held && byId(held)) byId(held).focus();
  });
  // Asked again: the answer on its way was for a page that is no more. htmx hears the new questions once they settle.
  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.detail.target.id !== "questions") return;
    for (const id of again.splice(0)) if (byId(id)) byId(id).dispatchEvent(new Event("change", { bubbles: true }));
  });

  // -- where the hands begin: the server said it, unless the page came back with something to correct -------------------
  const faults = byId("manques");
  if (faults) {
    const first = faults.querySelector("a");
    const target = first && byId(first.getAttribute("href").slice(1));
    if (target) target.focus();
  } else if (form.dataset.first !== undefined || !form.querySelector("[autofocus]")) {
    const empty = answerFirst();
    if (empty) empty.focus({ preventScroll: true });
  }
})();
