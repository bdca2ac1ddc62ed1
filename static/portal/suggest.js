// Streets proposed while an address is typed (combobox of the ARIA guide). Free text always stands.
(() => {
  "use strict";
  const setUp = (input) => {
    if (input.dataset.ready) return;
    input.dataset.ready = "1";
    const list = document.createElement("ul");
    list.className = "suggest";
    list.id = `${input.id}-liste`;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", input.dataset.suggestLabel || "Adresses proposées");
    list.hidden = true;
    input.after(list);
    Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id, autocomplete: "off" })
      .forEach(([name, value]) => input.setAttribute(name, value));
    let timer = null, chosen = -1, asked = 0;

    const close = () => {
      list.hidden = true;
      chosen = -1;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    };
    const mark = (index) => {
      chosen = index;
      [...list.children].forEach((item, i) => item.setAttribute("aria-selected", String(i === index)));
      if (index >= 0) {
        input.setAttribute("aria-activedescendant", list.children[index].id);
        list.children[index].scrollIntoView({ block: "nearest" });
      } else input.removeAttribute("aria-activedescendant");
    };
    const take = (item) => {
      input.value = item.textContent;
      close();
      input.dispatchEvent(new Event("input", { bubbles: true }));
      window.clearTimeout(timer);
    };
    const ask = async () => {
      const text = input.value.trim();
      if (text.length < 3) return close();
      const turn = ++asked;
      try {
        const answer = await fetch(`${input.dataset.suggest}?q=${encodeURIComponent(text)}`, { headers: { Accept: "application/json" } });
        if (!answer.ok || turn !== asked || document.activeElement !== input) return;
        const labels = (await answer.json()).results;
        list.replaceChildren(...labels.map((label, index) => {
          const item = document.createElement("li");
          item.id = `${list.id}-${index}`;
          item.setAttribute("role", "option");
          item.setAttribute("aria-selected", "false");
          item.textContent = label;
          return item;
        }));
        list.hidden = labels.length === 0;
        input.setAttribute("aria-expanded", String(labels.length > 0));
        mark(-1);
      } catch { close(); }
    };
    input.addEventListener("input", () => { window.clearTimeout(timer); timer = window.setTimeout(ask, 250); });
    input.addEventListener("keydown", (event) => {
      const count = list.hidden ? 0 : list.children.length;
      if (event.key === "Escape" && count) { event.preventDefault(); close(); }
      else if (event.key === "ArrowDown" && count) { event.preventDefault(); mark((chosen + 1) % count); }
      else if (event.key === "ArrowUp" && count) { event.preventDefault(); mark((chosen - 1 + count) % count); }
      else if (event.key === "Enter" && chosen >= 0) { event.preventDefault(); take(list.children[chosen]); }
    });
    list.addEventListener("mousedown", (event) => {
      event.preventDefault();
      const item = event.target.closest("li");
      if (item) take(item);
    });
    input.addEventListener("blur", () => window.setTimeout(close, 150));
  };
  const all = (root) => root.querySelectorAll("input[data-suggest]").forEach(setUp);
  document.addEventListener("htmx:afterSettle", () => all(document));
  all(document);
})();
