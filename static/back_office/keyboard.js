// Single-key shortcuts of the agents. They can be switched off (WCAG 2.1.4); the choice stays on this machine.
(() => {
  "use strict";
  // On a narrow screen the views are one line: the current one is brought into it.
  const view = document.querySelector(".rail .views [aria-current]");
  if (view) view.parentElement.scrollLeft = view.offsetLeft - view.parentElement.offsetLeft - 8;
  const STORE = "grc.raccourcis";
  const body = document.body;
  const dialog = document.getElementById("raccourcis");
  const toggle = document.getElementById("raccourcis-actifs");
  const enabled = () => { try { return localStorage.getItem(STORE) !== "non"; } catch { return true; } };
  const show = () => { body.dataset.keys = enabled() ? "on" : "off"; if (toggle) toggle.checked = enabled(); };
  show();
  if (toggle) toggle.addEventListener("change", () => {
    try { localStorage.setItem(STORE, toggle.checked ? "oui" : "non"); } catch { /* private browsing: kept for this page only */ }
    body.dataset.keys = toggle.checked ? "on" : "off";
  });

  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-dialog]");
    if (opener) {
      const target = document.getElementById(opener.dataset.dialog);
      if (target && target.showModal) { event.preventDefault(); target.showModal(); }
      return;
    }
    const copier = event.target.closest("[data-copy]");
    if (copier && navigator.clipboard) navigator.clipboard.writeText(copier.dataset.copy).then(() => {
      const said = document.getElementById("annonce");
      if (said) said.textContent = copier.dataset.said;
    });
    for (const menu of document.querySelectorAll("details.filter[open]")) {
      if (!menu.contains(event.target)) menu.open = false;
    }
  });

  const typing = (target) => target.closest("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]");

  function rows() { return [...document.querySelectorAll(".list tr[data-row]")]; }
  function current() { return document.querySelector(".list tr[data-cursor]"); }
  function move(step) {
    const all = rows();
    if (!all.length) return;
    const here = all.indexOf(current());
    const next = all[Math.max(0, Math.min(all.length - 1, here < 0 ? 0 : here + step))];
    for (const row of all) delete row.dataset.cursor;
    next.dataset.cursor = "";
    const link = next.querySelector("th a");
    if (link) link.focus({ preventScroll: true });
    next.scrollIntoView({ block: "nearest" });
  }

  function press(key) {
    // What is open in the dock comes before the way out of the page.
    const wanted = `[data-press="${CSS.escape(key)}"]`;
    const target = document.querySelector(`#dock ${wanted}`) || document.querySelector(wanted);
    if (!target || target.closest("[hidden]")) return false;
    if (target.matches("input, textarea, select")) target.focus(); else target.click();
    return true;
  }

  function onList(key) {
    if (key === "j") move(1);
    else if (key === "k") move(-1);
    else if (key === "x") {
      const row = current();
      if (!row) { move(0); return true; }
      row.querySelector(".pick").click();
    } else return false;
    return true;
  }

  document.addEventListener("keydown", (event) => {
    const target = event.target;
    if ((event.ctrlKey || event.metaKey) && event.key === "Enter" && target.form) {
      event.preventDefault();
      target.form.requestSubmit(target.form.querySelector("[data-main]") || undefined);
      return;
    }
    if (event.key === "Escape") { leave(target); return; }
    if (event.ctrlKey || event.metaKey || event.altKey || body.dataset.keys === "off") return;
    if (typing(target) || document.querySelector("dialog[open]")) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const done = key === "?" ? openHelp() : (rows().length && onList(key)) || press(key);
    if (done) event.preventDefault();
  });

  function openHelp() { if (dialog && !dialog.open) dialog.showModal(); return Boolean(dialog); }
  function leave(target) {
    const menu = target.closest && target.closest("details.filter[open]");
    if (menu) { menu.open = false; menu.querySelector("summary").focus(); return; }
    if (typing(target)) { target.blur(); return; }
    if (!document.querySelector("dialog[open]")) press("Escape");
  }
})();
