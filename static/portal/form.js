// A form page with scripts: questions appear as one answers, files leave at once, what is typed is saved by itself.
// Without scripts the same form works through its buttons.
(() => {
  "use strict";
  const form = document.querySelector("form[data-draft]");
  if (!form) return;
  const status = document.getElementById("annonce");
  const say = (text) => { if (status) status.textContent = text; };

  // -- autosave: three seconds after the last key, and when one leaves --------------------------------------
  let timer = null;
  let changed = false;
  const save = async (leaving) => {
    if (!changed) return;
    changed = false;
    const data = new FormData(form);
    for (const [name, value] of [...data.entries()]) if (value instanceof File) data.delete(name);
    try {
      const answer = await fetch(form.dataset.draft, {
        method: "POST", body: data, keepalive: leaving, headers: { "HX-Request": "true" }, credentials: "same-origin",
      });
      const card = document.getElementById("brouillon");
      if (answer.ok && card && !leaving) card.outerHTML = await answer.text();
      if (!answer.ok) changed = true;
    } catch {
      changed = true; // the network is down: tried again at the next key
    }
  };
  form.addEventListener("input", (event) => {
    if (event.target.type === "file") return;
    changed = true;
    window.clearTimeout(timer);
    timer = window.setTimeout(() => save(false), 3000);
  });
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") save(true); });
  form.addEventListener("submit", () => { changed = false; window.clearTimeout(timer); });

  // -- questions that appear: what was typed while the answer was on its way is put back --------------------
  const stateOf = (control) => (["radio", "checkbox"].includes(control.type) ? control.checked : control.value);
  const states = () => new Map([...document.querySelectorAll("#questions :is(input, select, textarea)[id]")]
    .filter((control) => control.type !== "file").map((control) => [control.id, stateOf(control)]));
  const asked = new WeakMap(); // what the page held when each question was sent
  let before = null;
  document.addEventListener("htmx:beforeRequest", (event) => { asked.set(event.detail.xhr, states()); });
  document.addEventListener("htmx:beforeSwap", (event) => { if (event.detail.target.id === "questions") before = states(); });
  document.addEventListener("htmx:afterSwap", (event) => {
    uploading.forEach((key) => refresh(key)); // the answer may have been drawn before the file arrived
    const known = asked.get(event.detail.xhr);
    if (!known || !before) return;
    for (const [id, state] of before) {
      const control = document.getElementById(id);
      if (!control || known.get(id) === state || stateOf(control) === state) continue;
      if (typeof state === "boolean") control.checked = state; else control.value = state;
      control.dispatchEvent(new Event("input", { bubbles: true }));
      if (state === true || control.tagName === "SELECT") control.dispatchEvent(new Event("change", { bubbles: true }));
    }
    before = null;
  });

  // -- files: sent as soon as they are chosen, one row each --------------------------------------------------
  const uploading = new Set();
  const zoneOf = (key) => document.querySelector(`[data-upload="${CSS.escape(key)}"]`);
  const send = (input, files) => {
    uploading.add(input.name);
    window.setTimeout(() => uploading.delete(input.name), 10000);
    const list = zoneOf(input.name).querySelector(".files");
    const template = document.getElementById("rang-fichier");
    const waiting = [...files].map((file) => {
      const row = template.content.firstElementChild.cloneNode(true);
      row.querySelector("strong").textContent = file.name;
      row.querySelector("progress").setAttribute("aria-label", `${template.dataset.label} ${file.name}`);
      list.append(row);
      return { file, row };
    });
    say(template.dataset.started);
    return waiting.reduce((before, one) => before.then(() => sendOne(input, one)), Promise.resolve())
      .then(() => refresh(input.name));
  };
  const sendOne = (input, { file, row }) => new Promise((done) => {
    const data = new FormData(form);
    for (const [name, value] of [...data.entries()]) if (value instanceof File) data.delete(name);
    data.append(input.name, file);
    data.set("action", "joindre");
    const request = new XMLHttpRequest();
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) row.querySelector("progress").value = Math.round((100 * event.loaded) / event.total);
    });
    const failed = () => { row.dataset.state = "error"; row.querySelector("[data-detail]").textContent = row.dataset.failed; row.querySelector("progress").hidden = true; done(); };
    request.addEventListener("load", () => { if (request.status >= 400 && request.status !== 422) failed(); else done(); });
    request.addEventListener("error", failed);
    // `form.action` would be the buttons called « action ».
    request.open("POST", form.getAttribute("action"));
    request.setRequestHeader("HX-Request", "true");
    request.send(data);
  });
  // The zone is looked for again: an answer may have redrawn the questions while the file was on its way.
  const refresh = async (key) => {
    const zone = zoneOf(key);
    if (!zone || zone.querySelector("[data-state='error']:not([data-stored])")) return;
    const page = new DOMParser().parseFromString(await (await fetch(window.location.href, { headers: { Accept: "text/html" } })).text(), "text/html");
    const fresh = page.querySelector(`[data-upload="${CSS.escape(key)}"]`);
    if (fresh) zone.replaceWith(fresh);
    listen();
    say(document.getElementById("rang-fichier").dataset.done);
  };
  // On the control itself: while a person chooses, an answer may redraw the questions and take it out of the page.
  const chosen = (event) => {
    const input = event.currentTarget;
    const files = [...input.files];
    if (!files.length || !zoneOf(input.name)) return;
    input.value = "";
    send(input, files);
  };
  const listen = () => form.querySelectorAll("[data-upload] input[type=file]").forEach((input) => input.addEventListener("change", chosen));
  listen();
  document.addEventListener("htmx:afterSwap", listen);
  for (const kind of ["dragenter", "dragover", "dragleave", "drop"]) {
    document.addEventListener(kind, (event) => {
      const zone = event.target.closest && event.target.closest(".ds-file-upload");
      if (!zone) return;
      event.preventDefault();
      zone.classList.toggle("over", kind === "dragenter" || kind === "dragover");
      if (kind === "drop") send(zone.querySelector("input[type=file]"), event.dataTransfer.files);
    });
  }
})();
