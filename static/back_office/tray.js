// Two keys qualify: Q goes to the proposals, then a figure chooses (Enter takes the first). One key alone never does.
(() => {
  "use strict";
  const panel = document.getElementById("qualifier");
  if (!panel) return;
  const choices = () => [...panel.querySelectorAll("[data-choice]")];
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || document.body.dataset.keys === "off") return;
    if (event.target.closest("input, textarea, select") || document.querySelector("dialog[open]")) return;
    if (event.key.toLowerCase() === "q") {
      const first = choices()[0] || panel.querySelector("select");
      if (first) { event.preventDefault(); first.focus(); }
      return;
    }
    if (!event.target.matches("[data-choice]")) return;
    const chosen = choices().find((one) => one.dataset.choice === event.key);
    if (chosen) { event.preventDefault(); chosen.click(); }
  });
})();
