// The mail of the day by keyboard: arrows walk through letters and pages, Ctrl Enter registers from anywhere.
// Without scripts every link and button of the page does the same work.
(() => {
  "use strict";
  const form = document.querySelector("[data-main-form]");
  const off = () => document.body.dataset.keys === "off" || document.querySelector("dialog[open]");
  const typing = (target) => target.closest("input:not([type=checkbox]), textarea, select, [contenteditable], .post-sheet[data-zoom], .post-text");

  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key === "Enter" && !event.defaultPrevented && form) {
      event.preventDefault();
      form.requestSubmit(form.querySelector("[data-main]") || undefined);
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || off() || typing(event.target)) return;
    const link = event.key.startsWith("Arrow") && document.querySelector(`[data-go="${event.key}"]`);
    if (link) { event.preventDefault(); link.click(); }
  });

  // Enter in a field goes to the next one: a letter is registered by its button, or Ctrl Enter.
  if (form) form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.ctrlKey || event.metaKey || !event.target.matches("input, select")) return;
    event.preventDefault();
    const stops = [...form.querySelectorAll("input:not([type=hidden]), select, button:not([tabindex])")].filter((one) => one.offsetParent !== null && (one.type !== "radio" || one.checked));
    const next = stops[stops.indexOf(event.target) + 1];
    if (next) next.focus();
  });

  // What is typed for a letter stays in this tab until it is registered, whatever page is looked at meanwhile.
  let typed = false;
  const own = form && form.id === "enregistrer" ? form : null;
  if (own) {
    own.addEventListener("input", () => { typed = true; });
    if (!own.hasAttribute("data-typed")) for (const field of own.querySelectorAll("[data-keep]")) {
      let kept = null;
      try { kept = sessionStorage.getItem(`grc.brouillon:${document.body.dataset.agent || ""}:${field.dataset.keep}`); } catch { /* nothing was kept */ }
      if (kept) { field.value = kept; typed = true; }
    }
    const wrong = own.querySelector("[aria-invalid=true], .post-people .error");
    if (wrong) (wrong.matches("input, select") ? wrong : own.querySelector("[name=person]")).focus();
  }
  // A page was read again, or a batch came in: the proposals are renewed unless somebody is typing.
  document.addEventListener("plis-lus", () => { if (!typed) window.location.reload(); });

  // Opening what a link speaks of, printing, enlarging.
  const folded = (id) => { const one = document.getElementById(id); if (one && one.tagName === "DETAILS") { one.open = true; const first = one.querySelector("input:not([type=hidden]), select"); if (first) first.focus(); } return one; };
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-open]");
    if (opener && folded(opener.dataset.open)) { event.preventDefault(); event.stopPropagation(); }
    if (event.target.closest("[data-print]")) window.print();
  });
  const aside = document.getElementById("ecarter");
  if (aside) aside.addEventListener("toggle", () => { if (aside.open) aside.querySelector("#motif").focus(); });

  // Files dropped anywhere on the page are those of the scanner.
  const scans = document.getElementById("scans");
  const add = document.getElementById("ajouter");
  if (scans && add) {
    const holds = (event) => event.dataTransfer && [...event.dataTransfer.types].includes("Files");
    document.addEventListener("dragover", (event) => { if (holds(event)) { event.preventDefault(); document.body.dataset.dropping = ""; } });
    document.addEventListener("dragleave", (event) => { if (!event.relatedTarget) delete document.body.dataset.dropping; });
    document.addEventListener("drop", (event) => {
      delete document.body.dataset.dropping;
      if (!holds(event)) return;
      event.preventDefault();
      scans.files = event.dataTransfer.files;
      add.open = true;
      document.querySelector("#ajout button[type=submit]").focus();
    });
    add.addEventListener("toggle", () => { if (add.open) scans.focus(); });
  }
  const current = document.querySelector(".post-item[data-on]");
  if (current) current.scrollIntoView({ block: "nearest" });
})();
