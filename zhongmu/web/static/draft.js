// A form marked data-draft saves itself as it is filled in, to its own address; a button does the same without scripts.
(() => {
  "use strict";
  const form = document.querySelector("form[data-draft]");
  if (!form) return;
  const words = form.dataset;
  const said = form.querySelector("[data-said]");
  const PAUSE = 1200; // ms after the last key
  const AGAIN = 15000; // ms after a save that failed
  const MOST_WHILE_LEAVING = 60000; // bytes a browser still sends for a page that is going away
  const say = (text) => { if (said.textContent !== text) said.textContent = text; };
  let timer = 0;
  let busy = false;
  let dirty = false;
  let stopped = false;
  let flight = new AbortController();
  const chosen = new Set(); // file fields with something new in them

  const filled = (files) => {
    const body = new FormData(form);
    body.set("keep", "script");
    body.delete("signature"); // signed when the form is sent
    for (const field of form.querySelectorAll("input[type=file]")) if (!files.has(field.name)) body.delete(field.name);
    return body;
  };
  const later = (wait) => { clearTimeout(timer); timer = setTimeout(save, wait); };
  const show = (answer) => {
    say(words.saved.replace("#", answer.saved));
    for (const [name, token] of Object.entries(answer.files)) form.elements[name].value = token;
    for (const name of ["photo", "signed_scan"]) form.dispatchEvent(new CustomEvent("kept", { detail: { name, wrong: answer.wrong[name] || "", kept: Boolean(answer.files[`${name}_token`]) } }));
  };
  const save = async () => {
    if (busy || stopped || !dirty) return;
    [busy, dirty] = [true, false];
    const files = new Set(chosen);
    chosen.clear();
    say(words.saving);
    try {
      const answer = await fetch(form.action || location.href, { method: "POST", body: filled(files), signal: flight.signal });
      const told = await answer.json();
      if (told.stopped) { stopped = true; say(told.stopped); return; }
      show(told);
    } catch {
      files.forEach((name) => chosen.add(name));
      dirty = true;
      if (!stopped) say(words.failed);
    } finally {
      busy = false;
      if (dirty && !stopped) later(chosen.size || said.textContent === words.failed ? AGAIN : PAUSE);
    }
  };
  form.addEventListener("input", (event) => { if (event.target.type !== "file" && event.target.name) { dirty = true; later(PAUSE); } });
  form.addEventListener("change", (event) => {
    if (event.target.type !== "file" || !event.target.files.length) return;
    chosen.add(event.target.name);
    dirty = true;
    later(0);
  });
  form.addEventListener("submit", () => { stopped = true; clearTimeout(timer); flight.abort(); });
  addEventListener("online", () => later(0));
  addEventListener("pageshow", (event) => { if (event.persisted) [stopped, flight] = [false, new AbortController()]; });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState !== "hidden" || stopped || busy || !dirty) return;
    const body = new URLSearchParams([...filled(new Set())].filter(([, value]) => typeof value === "string"));
    if (String(body).length > MOST_WHILE_LEAVING) return;
    clearTimeout(timer);
    dirty = chosen.size > 0;
    fetch(form.action || location.href, { method: "POST", body, keepalive: true }).catch(() => { dirty = true; });
  });
})();
