// One question a page on a form that is otherwise one long page: sections marked data-step are shown one at a time.
// Nothing is kept or sent between the steps. After a refusal the whole form stays open, so that every link lands.
(() => {
  "use strict";
  const form = document.querySelector("form:has([data-step])");
  if (!form || document.querySelector("[data-summary]")) return;
  const steps = [...form.querySelectorAll("[data-step]")];
  const submit = form.querySelector("[type=submit]");
  const holder = submit.parentElement;
  const said = document.createElement("p");
  said.className = "step";
  said.tabIndex = -1;
  form.prepend(said);
  const make = (label, kind) => {
    const button = document.createElement("button");
    Object.assign(button, { type: "button", textContent: label, className: `btn big ${kind}` });
    holder.append(button);
    return button;
  };
  const words = document.querySelector("[data-steps]").dataset;
  const next = make(words.next, "btn-primary");
  const back = make(words.back, "");
  let at = 0;
  const show = (to, focus = true) => {
    at = to;
    steps.forEach((step, place) => { step.hidden = place !== at; });
    submit.hidden = at !== steps.length - 1;
    next.hidden = at === steps.length - 1;
    back.hidden = at === 0;
    said.textContent = words.steps.replace("#", at + 1).replace("#", steps.length);
    if (focus) { scrollTo(0, 0); said.focus({ preventScroll: true }); }
  };
  next.addEventListener("click", () => show(at + 1));
  back.addEventListener("click", () => show(at - 1));
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.target.tagName !== "INPUT" || submit.hidden === false) return;
    event.preventDefault();
    show(at + 1);
  });
  show(0, false);
})();
