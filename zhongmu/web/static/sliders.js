// A slider under each number of a [data-sliders] form. The number stays what is sent: without this file it is typed.
(() => {
  "use strict";
  document.querySelectorAll("[data-sliders] input[type=number]").forEach((box) => {
    const slider = document.createElement("input");
    Object.assign(slider, { type: "range", min: box.min, max: box.max, step: "1" });
    slider.setAttribute("aria-label", box.getAttribute("aria-label"));
    const unset = box.id.startsWith("id_high") ? box.max : box.min;
    const follow = () => { slider.value = box.value === "" ? unset : box.value; };
    follow();
    slider.addEventListener("input", () => { box.value = slider.value; });
    box.addEventListener("input", follow);
    box.after(slider);
  });
})();
