// What an agent types is kept in this tab until it is sent: an expired session, a reload, a lost network lose nothing.
(() => {
  "use strict";
  // What the page asks by itself: it moves no focus and says no failure.
  const POLLS = ["presence", "appel-en-cours", "plis"];
  // Another agent who signs in on this machine does not find what the first one typed.
  const PREFIX = `grc.brouillon:${document.body.dataset.agent || ""}:`;
  const read = (key) => { try { return sessionStorage.getItem(key); } catch { return null; } };
  const write = (key, value) => {
    try { if (value) sessionStorage.setItem(key, value); else sessionStorage.removeItem(key); } catch { /* nothing can be kept here */ }
  };
  const said = document.getElementById("annonce");

  function restore() {
    for (const field of document.querySelectorAll("[data-keep]")) {
      const kept = read(PREFIX + field.dataset.keep);
      if (kept && !field.value) field.value = kept;
    }
  }
  // The server says which writing was done: only then is it forgotten.
  function forget() {
    for (const mark of document.querySelectorAll(".flash[data-sent]")) {
      const start = `${PREFIX}${mark.dataset.sent}:`;
      try {
        for (const key of Object.keys(sessionStorage)) if (key.startsWith(start)) sessionStorage.removeItem(key);
      } catch { /* nothing was kept */ }
    }
  }
  function announce() {
    const words = [...document.querySelectorAll("#messages .flash, #refus")].map((one) => one.textContent.trim());
    if (said && words.length) said.textContent = words.join(" ");
  }
  // After an exchange the keyboard goes on from what changed, never from the top of the page.
  function settle(event) {
    announce();
    const error = document.querySelector("#dock [aria-invalid=true]");
    const shown = document.querySelector("#apercu");
    const field = document.querySelector("#dock [data-first]");
    const opened = event.detail.requestConfig && event.detail.requestConfig.verb === "get";
    const next = error || shown || (opened || document.querySelector("#refus") ? field : null);
    const done = !opened && document.querySelector("#messages .flash");
    if (next) next.focus();
    else if (done || document.activeElement === document.body) document.getElementById("contenu").focus({ preventScroll: true });
    const story = document.querySelector(".work > .scroll");
    if (story && !shown && document.querySelector("#messages .flash")) story.scrollTop = story.scrollHeight;
  }

  document.addEventListener("input", (event) => {
    const field = event.target;
    if (field.dataset && field.dataset.keep) write(PREFIX + field.dataset.keep, field.value);
  });
  // A refusal is a page too: it holds what was typed and the sentence that says why.
  document.addEventListener("htmx:beforeSwap", (event) => {
    // A whole page is no fragment (an old token): the words stay where they are, with what to do.
    if (/^\s*<!doctype/i.test(event.detail.xhr.responseText)) {
      event.detail.shouldSwap = false;
      const place = document.getElementById("messages"), old = document.getElementById("page-ancienne");
      if (place && old) {
        place.replaceChildren(old.content.cloneNode(true));
        place.querySelector("a").href = location.href;
        place.querySelector("a").focus();
      }
      return;
    }
    if ([403, 409, 422].includes(event.detail.xhr.status) && event.detail.target.id === "contenu") {
      event.detail.shouldSwap = true;
      event.detail.isError = false;
    }
  });
  // In the same breath as the swap: a field shown empty for an instant takes the next key, and the kept words are lost.
  document.addEventListener("htmx:afterSwap", (event) => {
    if (POLLS.includes(event.detail.target.id)) return;
    forget();
    restore();
  });
  document.addEventListener("htmx:afterSettle", (event) => { if (!POLLS.includes(event.detail.target.id)) settle(event); });
  // Who else reads this request is told whether I am writing.
  document.addEventListener("htmx:configRequest", (event) => {
    if (event.target.id !== "presence") return;
    if ([...document.querySelectorAll("#dock textarea")].some((field) => field.value)) event.detail.parameters.ecrit = "1";
  });
  for (const trouble of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) {
    document.addEventListener(trouble, (event) => {
      if (said && !POLLS.includes(event.target.id)) said.textContent = said.dataset.lost;
    });
  }
  // A double click sends once.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || form.hasAttribute("hx-post")) return;
    if (form.dataset.going) { event.preventDefault(); return; }
    form.dataset.going = "1";
  });
  // Names of the files chosen, beside our own label: the native words are those of the browser’s language.
  document.addEventListener("change", (event) => {
    const field = event.target;
    const names = field.type === "file" && field.parentElement.querySelector("[data-names]");
    if (!names) return;
    const chosen = [...field.files].map((file) => file.name);
    names.textContent = chosen.length > 2 ? field.dataset.files.replace("{n}", chosen.length) : chosen.join(", ");
    names.title = chosen.join(", ");
  });
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-going]")) delete form.dataset.going;
  });
  forget();
  restore();
  const refused = document.querySelector("#dock [aria-invalid=true], #apercu") || (document.querySelector("#refus") && document.querySelector("#dock [data-first]"));
  if (refused) refused.focus();
})();
