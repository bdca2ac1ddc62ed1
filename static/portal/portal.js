// Small comforts of the citizens' pages. Everything works without them.
(() => {
  "use strict";

  // The error summary takes the focus, so that it is read first.
  const focusSummary = (root) => {
    const summary = root.querySelector(".ds-error-summary");
    if (summary) summary.focus({ preventScroll: false });
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
