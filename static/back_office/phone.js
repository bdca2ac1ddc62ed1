// The length of the call on the line, told by the second; without JavaScript the hour it began stays.
(() => {
  "use strict";
  const two = (number) => String(number).padStart(2, "0");
  const tick = () => {
    for (const place of document.querySelectorAll("#bandeau-appel [data-since]")) {
      const seconds = Math.max(0, Math.floor((Date.now() - Date.parse(place.dataset.since)) / 1000));
      place.textContent = `${two(Math.floor(seconds / 60))}:${two(seconds % 60)}`;
      place.setAttribute("aria-hidden", "true");
    }
  };
  tick();
  setInterval(tick, 1000);
  document.addEventListener("htmx:oobAfterSwap", tick);
})();
