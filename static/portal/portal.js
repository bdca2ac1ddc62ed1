// Small comforts of the citizens' pages. Everything works without them.
(() => {
  "use strict";

  // The error summary takes the focus, so that it is read first.
  const focusSummary = (root) => {
    const summary = root.querySelector(".ds-error-summary");
    const asked = /^#f-/.test(window.location.hash) && document.querySelector(`[id^="${CSS.escape(window.location.hash.slice(1))}"]`);
    if (asked && summary) asked.focus();
    else if (summary) summary.focus({ preventScroll: false });
  };

  // A link of the summary leads into the control itself.
  document.addEventListener("click", (event) => {
    const link = event.target.closest(".ds-error-summary a[href^='#']");
    const target = link && document.getElementById(link.hash.slice(1));
    if (!target) return;
    event.preventDefault();
    target.focus();
    target.scrollIntoView({ block: "center" });
  });

  document.addEventListener("click", async (event) => {
    const copy = event.target.closest("[data-copy]");
    if (copy) {
      await navigator.clipboard.writeText(copy.dataset.copy);
      const said = document.getElementById(copy.dataset.said);
      if (said) said.textContent = copy.dataset.done;
    }
    if (event.target.closest("[data-print]")) window.print();
  });

  // A second click on the button that sends changes nothing: the first one is on its way.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("[data-once]")) return;
    if (form.dataset.gone) event.preventDefault();
    form.dataset.gone = "1";
    window.setTimeout(() => delete form.dataset.gone, 15000);
  });
  window.addEventListener("pageshow", () => {
    document.querySelectorAll("[data-gone]").forEach((form) => delete form.dataset.gone);
  });

  // Files chosen for a message: their names and sizes under our own button.
  const weigh = (size) => (size < 1e6 ? `${Math.max(1, Math.round(size / 1000))} Ko` : `${(size / 1e6).toFixed(1).replace(".", ",")} Mo`);
  const showPicked = (input) => {
    const list = input.closest(".ds-field").querySelector("[data-picked]");
    if (!list) return;
    list.replaceChildren(...[...input.files].map((file) => {
      const row = document.createElement("li");
      const name = document.createElement("strong");
      const size = document.createElement("span");
      row.className = "picked";
      name.textContent = file.name;
      size.className = "muted";
      size.textContent = weigh(file.size);
      row.append(name, " ", size);
      return row;
    }));
    list.hidden = !input.files.length;
  };
  document.addEventListener("change", (event) => { if (event.target.closest("[data-pick]")) showPicked(event.target); });
  window.addEventListener("pageshow", () => document.querySelectorAll("[data-pick] input").forEach(showPicked));

  // Enter, in a field that has its own button, presses that one and not « Continuer ».
  document.addEventListener("keydown", (event) => {
    const button = event.key === "Enter" && event.target.dataset && document.getElementById(event.target.dataset.enter || "");
    if (!button) return;
    event.preventDefault();
    button.click();
  });

  // Escape closes the menu of small screens.
  document.addEventListener("keydown", (event) => {
    const menu = event.key === "Escape" && document.querySelector(".menu[open]");
    if (!menu) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });

  // An address that points into a folded part unfolds it.
  const unfold = () => {
    const target = window.location.hash && document.getElementById(decodeURIComponent(window.location.hash.slice(1)));
    if (target && target.tagName === "DETAILS") target.open = true;
  };
  window.addEventListener("hashchange", unfold);
  unfold();

  // A page that waits for a document asks again by itself.
  document.addEventListener("htmx:afterSwap", (event) => focusSummary(event.target));
  focusSummary(document);
})();
