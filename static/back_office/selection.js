// The selection of the inbox: how many are chosen, choose all, the bar that comes with the first choice.
(() => {
  "use strict";
  function picks() { return [...document.querySelectorAll(".list .pick")]; }
  function refresh() {
    const all = picks();
    const chosen = all.filter((box) => box.checked).length;
    const bar = document.getElementById("lot");
    if (!bar) return;
    bar.hidden = chosen === 0;
    const words = document.getElementById("lot-nombre");
    if (words) words.textContent = chosen > 1 ? words.dataset.many.replace("{n}", chosen) : words.dataset.one;
    const every = document.getElementById("tout");
    if (every) { every.checked = chosen > 0 && chosen === all.length; every.indeterminate = chosen > 0 && chosen < all.length; }
  }
  document.addEventListener("change", (event) => {
    if (event.target.id === "tout") for (const box of picks()) box.checked = event.target.checked;
    if (event.target.matches(".pick, #tout")) refresh();
  });
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-unselect]")) return;
    event.preventDefault();
    for (const box of picks()) box.checked = false;
    refresh();
  });
  document.addEventListener("htmx:afterSwap", refresh);
  window.addEventListener("pageshow", refresh);
  const every = document.getElementById("tout");
  if (every) every.hidden = false;
  refresh();
})();
