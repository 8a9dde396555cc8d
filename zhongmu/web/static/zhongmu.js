// Enhancements only: every page reads and submits without this file. Nothing here sends or stores report content
// unless a form says data-autosave, which sealed forms never do.
(() => {
  "use strict";
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const store = {
    get(key) { try { return localStorage.getItem(key); } catch { return null; } },
    set(key, value) { try { localStorage.setItem(key, value); } catch { /* private window: nothing is kept */ } },
    drop(key) { try { localStorage.removeItem(key); } catch { /* as above */ } },
  };

  // ── Keys move or focus, never act; the person can turn them off ──────────
  const keysOn = () => store.get("keys") !== "off";
  const typing = (target) => target.closest("input, textarea, select, [contenteditable], dialog");
  const step = (by) => {
    const links = all(".ledgerlike .what");
    const next = links[links.indexOf(document.activeElement) + by];
    if (next) { next.focus(); next.scrollIntoView({ block: "nearest" }); }
    return Boolean(next);
  };
  document.addEventListener("keydown", (event) => {
    if (!keysOn() || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    const find = document.querySelector("[data-find]");
    const inTable = event.target === document.body || event.target.closest(".ledgerlike");
    if (event.key === "/" && find) { find.focus(); event.preventDefault(); }
    if (inTable && event.key === "ArrowDown" && step(1)) event.preventDefault();
    if (inTable && event.key === "ArrowUp" && step(-1)) event.preventDefault();
  });

  const say = (button) => { button.textContent = keysOn() ? button.dataset.on : button.dataset.off; };
  const wireKeys = (root) => all("[data-keys]", root).forEach((button) => {
    button.closest(".keys").hidden = false;
    say(button);
    button.addEventListener("click", () => { store.set("keys", keysOn() ? "off" : "on"); say(button); });
  });

  // ── Irreversible acts are asked about once more ──────────────────────────
  const confirmFirst = (form) => {
    const box = document.createElement("dialog");
    const text = document.createElement("p");
    const row = document.createElement("div");
    text.textContent = form.dataset.confirm;
    text.id = "confirm-text";
    box.setAttribute("aria-labelledby", text.id);
    row.className = "row-of";
    const make = (label, kind) => {
      const button = document.createElement("button");
      Object.assign(button, { type: "button", textContent: label, className: `btn ${kind}` });
      row.append(button);
      return button;
    };
    const submitter = form.querySelector("[type=submit]");
    make(submitter.textContent.trim(), "btn-danger").addEventListener("click", () => {
      form.dataset.confirmed = "yes";
      box.close();
      form.requestSubmit(submitter);
    });
    const back = make(form.dataset.back || "返回", "");
    back.addEventListener("click", () => box.close());
    box.addEventListener("close", () => box.remove());
    box.append(text, row);
    document.body.append(box);
    box.showModal();
    back.focus();
  };
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.dataset.confirm && !form.dataset.confirmed) { event.preventDefault(); confirmFirst(form); return; }
    if (event.submitter) setTimeout(() => event.submitter.setAttribute("aria-busy", "true"));
  });

  // ── Signature pad: writes a PNG into the hidden field beside it ──────────
  const wirePad = (canvas) => {
    const field = document.getElementById(canvas.dataset.signature);
    const pen = canvas.getContext("2d");
    const clear = () => { pen.clearRect(0, 0, canvas.width, canvas.height); field.value = ""; };
    canvas.closest("[hidden]")?.removeAttribute("hidden");
    canvas.width = canvas.clientWidth * 2;
    canvas.height = canvas.clientHeight * 2;
    Object.assign(pen, { lineWidth: 5, lineCap: "round", lineJoin: "round", strokeStyle: "#101820" });
    const at = (event) => [event.offsetX * 2, event.offsetY * 2];
    canvas.addEventListener("pointerdown", (event) => { canvas.setPointerCapture(event.pointerId); pen.beginPath(); pen.moveTo(...at(event)); });
    canvas.addEventListener("pointermove", (event) => { if (event.buttons) { pen.lineTo(...at(event)); pen.stroke(); } });
    canvas.addEventListener("pointerup", () => { field.value = canvas.toDataURL("image/png"); });
    document.getElementById(`${canvas.dataset.signature}-clear`)?.addEventListener("click", clear);
  };

  // ── Chosen photos are shown before they are sent ─────────────────────────
  const wirePhotos = (input) => input.addEventListener("change", () => {
    const shots = document.getElementById(input.dataset.preview);
    shots.replaceChildren(...[...input.files].filter((file) => file.type.startsWith("image/")).map((file) => {
      const reader = new FileReader();
      const image = new Image();
      image.alt = file.name;
      reader.addEventListener("load", () => { image.src = reader.result; });
      reader.readAsDataURL(file);
      return image;
    }));
  });

  // ── Drafts of plain forms stay on this device until a page says [data-draft-done=name] ──
  const ticks = (field) => ["radio", "checkbox"].includes(field.type);
  const keyOf = (field) => (ticks(field) ? `${field.name}=${field.value}` : field.name);
  const kept = (form) => all("input, textarea, select", form).filter((field) => field.name && !field.closest("[data-sealed]")
    && !["hidden", "password", "file", "submit"].includes(field.type));
  const restore = (form, draft) => kept(form).filter((field) => keyOf(field) in draft).forEach((field) => {
    if (ticks(field)) field.checked = draft[keyOf(field)];
    else if (!field.value) field.value = draft[keyOf(field)];
  });
  const wireDraft = (form) => {
    const key = `draft:${form.dataset.autosave}`;
    // A page that came back with errors already holds what was typed.
    if (!document.querySelector("[data-summary]")) restore(form, JSON.parse(store.get(key) || "{}"));
    form.addEventListener("input", () => {
      store.set(key, JSON.stringify(Object.fromEntries(kept(form).map((field) => [keyOf(field), ticks(field) ? field.checked : field.value]))));
      const note = form.querySelector("[data-kept]");
      if (note) note.textContent = note.dataset.kept;
    });
  };

  const wire = (root) => {
    wireKeys(root);
    all("canvas[data-signature]", root).forEach(wirePad);
    all("input[data-preview]", root).forEach(wirePhotos);
    all("form[data-autosave]", root).forEach(wireDraft);
    all("[data-draft-done]", root).forEach((note) => store.drop(`draft:${note.dataset.draftDone}`));
    all("[data-print]", root).forEach((button) => { button.hidden = false; button.addEventListener("click", () => print()); });
    all("select[data-go], input[data-go]", root).forEach((field) => field.addEventListener("change", () => field.form.requestSubmit()));
  };
  wire(document);
  document.addEventListener("htmx:load", (event) => { if (event.target !== document.body) wire(event.target); });
  document.querySelector("[data-summary]")?.focus();
})();
