// What an agent types is kept in this tab until it is sent: an expired session, a reload, a lost network lose nothing.
(() => {
  "use strict";
  const PREFIX = "grc.brouillon:";
  const name = (field) => `${PREFIX}${field.dataset.keep}`;
  const read = (key) => { try { return sessionStorage.getItem(key); } catch { return null; } };
  const write = (key, value) => { try { if (value) sessionStorage.setItem(key, value); else sessionStorage.removeItem(key); } catch { /* no storage: nothing to keep */ } };

  function restore(root) {
    for (const field of root.querySelectorAll("[data-keep]")) {
      const kept = read(name(field));
      if (kept && !field.value) field.value = kept;
    }
  }
  document.addEventListener("input", (event) => {
    if (event.target.dataset && event.target.dataset.keep) write(name(event.target), event.target.value);
  });
  // The server says which drafts were sent: only then are they forgotten.
  function forget(root) {
    for (const mark of root.querySelectorAll("[data-sent]")) write(`${PREFIX}${mark.dataset.sent}`, "");
  }
  forget(document);
  restore(document);
  document.addEventListener("htmx:afterSwap", (event) => { forget(document); restore(event.target); });
  document.addEventListener("htmx:responseError", lost);
  document.addEventListener("htmx:sendError", lost);
  function lost() {
    const said = document.getElementById("annonce");
    const words = document.getElementById("reseau");
    if (said) said.textContent = said.dataset.lost;
    if (words) words.hidden = false;
  }
  // A double click sends once.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || form.hasAttribute("hx-post")) return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "1";
    window.addEventListener("pageshow", () => delete form.dataset.sent, { once: true });
  });
})();
