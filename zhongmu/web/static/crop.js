// Cuts the applicant's photo to the certificate's shape on the phone itself: drag, pinch, zoom, or the keyboard.
// What is cut takes the chosen file's place, smaller and without metadata; the server checks it all the same.
(() => {
  "use strict";
  const box = document.querySelector("[data-crop]");
  const input = box && document.getElementById(box.dataset.crop);
  if (!input || !window.DataTransfer || !window.createImageBitmap) return;
  const [WIDTH, HEIGHT] = [Number(box.dataset.width), Number(box.dataset.height)];
  const SHARP = 2; // times the least size, where the picture has as much
  const STEP = 12; // pixels of the frame for one press of an arrow
  const SETTLE = 700; // ms after the last movement
  const frame = box.querySelector("canvas");
  const zoom = box.querySelector("input[type=range]");
  const pen = frame.getContext("2d");
  const cut = new WeakSet();
  [frame.width, frame.height] = [WIDTH, HEIGHT];
  let picture = null;
  let view = null; // the part of the picture in the frame: left, top and how many of its pixels one of the frame's is
  let timer = 0;

  const loosest = () => Math.min(picture.width / WIDTH, picture.height / HEIGHT);
  const held = (value, low, high) => Math.min(Math.max(value, low), high);
  const hold = () => {
    view.scale = held(view.scale, Math.min(1, loosest()), loosest());
    view.left = held(view.left, 0, picture.width - WIDTH * view.scale);
    view.top = held(view.top, 0, picture.height - HEIGHT * view.scale);
  };
  const paint = (context, width, height) => {
    context.fillStyle = "#fff";
    context.fillRect(0, 0, width, height);
    context.drawImage(picture, view.left, view.top, WIDTH * view.scale, HEIGHT * view.scale, 0, 0, width, height);
  };
  const put = () => {
    const paper = document.createElement("canvas");
    const times = held(view.scale, 1, SHARP);
    [paper.width, paper.height] = [Math.round(WIDTH * times), Math.round(HEIGHT * times)];
    paint(paper.getContext("2d"), paper.width, paper.height);
    paper.toBlob((blob) => {
      const file = new File([blob], "photo.jpg", { type: "image/jpeg" });
      const list = new DataTransfer();
      cut.add(file);
      list.items.add(file);
      input.files = list.files;
      input.dispatchEvent(new Event("change", { bubbles: true }));
    }, "image/jpeg", 0.92);
  };
  const show = () => {
    hold();
    paint(pen, WIDTH, HEIGHT);
    zoom.value = Math.round((loosest() / view.scale) * 100);
    clearTimeout(timer);
    timer = setTimeout(put, SETTLE);
  };
  const move = (right, down) => { view.left -= right * view.scale; view.top -= down * view.scale; show(); };
  const scaleTo = (scale, x = WIDTH / 2, y = HEIGHT / 2) => {
    const next = held(scale, Math.min(1, loosest()), loosest());
    view.left += x * (view.scale - next);
    view.top += y * (view.scale - next);
    view.scale = next;
    show();
  };
  const begin = async (file) => {
    try {
      picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    } catch {
      picture = null; // not a picture this browser reads: the server says what it is
    }
    if (!picture || picture.width < WIDTH || picture.height < HEIGHT) {
      box.hidden = true;
      cut.add(file);
      input.dispatchEvent(new Event("change", { bubbles: true }));
      return;
    }
    const scale = loosest();
    view = { scale, left: (picture.width - WIDTH * scale) / 2, top: (picture.height - HEIGHT * scale) / 3 };
    zoom.max = Math.max(100, Math.round(loosest() * 100));
    box.hidden = false;
    show();
  };
  document.addEventListener("change", (event) => {
    const [file] = event.target === input ? input.files : [];
    if (!file || cut.has(file)) return;
    event.stopImmediatePropagation();
    begin(file);
  }, true);

  const fingers = new Map();
  const at = (event) => ({ x: (event.offsetX * WIDTH) / frame.clientWidth, y: (event.offsetY * HEIGHT) / frame.clientHeight });
  const spread = ([one, two]) => Math.hypot(one.x - two.x, one.y - two.y);
  frame.addEventListener("pointerdown", (event) => { frame.setPointerCapture(event.pointerId); fingers.set(event.pointerId, at(event)); });
  frame.addEventListener("pointermove", (event) => {
    const before = fingers.get(event.pointerId);
    if (!before) return;
    const now = at(event);
    const apart = fingers.size === 2 ? spread([...fingers.values()]) : 0;
    fingers.set(event.pointerId, now);
    if (!apart) { move(now.x - before.x, now.y - before.y); return; }
    const [one, two] = [...fingers.values()];
    scaleTo((view.scale * apart) / Math.max(spread([one, two]), 1), (one.x + two.x) / 2, (one.y + two.y) / 2);
  });
  for (const name of ["pointerup", "pointercancel"]) frame.addEventListener(name, (event) => fingers.delete(event.pointerId));
  frame.addEventListener("keydown", (event) => {
    const arrows = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] };
    if (arrows[event.key]) move(...arrows[event.key]);
    else if (event.key === "+" || event.key === "=") scaleTo(view.scale / 1.1);
    else if (event.key === "-") scaleTo(view.scale * 1.1);
    else return;
    event.preventDefault();
  });
  zoom.addEventListener("input", () => scaleTo((loosest() * 100) / Number(zoom.value)));
})();
