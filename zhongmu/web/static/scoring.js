// Scores are kept cell by cell while they are typed. What could not be sent stays on this device until it can;
// the button below sends the whole card without this file.
(() => {
  "use strict";
  const holder = document.querySelector("[data-cells]");
  if (!holder) return;
  const token = holder.closest("form").querySelector("[name=csrfmiddlewaretoken]").value;
  const store = {
    get(key) { try { return localStorage.getItem(key); } catch { return null; } },
    set(key, value) { try { localStorage.setItem(key, value); } catch { /* private window: only the page holds it */ } },
    drop(key) { try { localStorage.removeItem(key); } catch { /* as above */ } },
  };
  const cells = [...holder.querySelectorAll("[data-cell]")].map((root) => {
    const code = root.dataset.cell;
    const field = (name) => root.querySelector(`[name="${name}_${code}"]`);
    return {
      code, root, points: field("points"), reason: field("reason"), seen: field("seen"),
      note: root.querySelector("[role=status]"), key: `cell:${holder.dataset.cells}:${code}`,
      busy: false, again: false, failed: false,
    };
  });
  const say = (cell, words, wrong) => {
    cell.note.textContent = words;
    cell.note.classList.toggle("unkept", wrong);
  };
  const typedIn = (cell) => ({ points: cell.points.value, reason: cell.reason.value, seen: cell.seen.value || "0" });
  const keep = (cell) => store.set(cell.key, JSON.stringify(typedIn(cell)));
  const send = async (cell) => {
    if (!cell.points.value.trim()) return;
    if (cell.busy) { cell.again = true; return; }
    cell.busy = true;
    cell.failed = false;
    say(cell, holder.dataset.saving, false);
    try {
      const typed = typedIn(cell);
      const body = new URLSearchParams({ ...typed, dimension: cell.code });
      const answer = await fetch(holder.dataset.cells, { method: "POST", headers: { "X-CSRFToken": token }, body });
      const said = await answer.json();
      if (said.version) cell.seen.value = said.version;
      const settled = typed.points === cell.points.value && typed.reason === cell.reason.value;
      if (said.kept && settled) store.drop(cell.key);
      say(cell, said.said, !said.kept);
    } catch {
      cell.failed = true;
      say(cell, holder.dataset.unsent, true);
    }
    cell.busy = false;
    if (cell.again) { cell.again = false; send(cell); }
  };
  const restore = (cell) => {
    const kept = JSON.parse(store.get(cell.key) || "null");
    if (!kept || document.querySelector("[data-summary]")) return;
    if (kept.points === cell.points.value && kept.reason === cell.reason.value) { store.drop(cell.key); return; }
    for (const name of ["points", "reason", "seen"]) cell[name].value = kept[name];
    send(cell);
  };
  const retry = () => cells.filter((cell) => cell.failed).forEach(send);
  cells.forEach((cell) => {
    [cell.points, cell.reason].forEach((field) => {
      field.addEventListener("input", () => keep(cell));
      field.addEventListener("change", () => send(cell));
    });
    restore(cell);
  });
  addEventListener("online", retry);
  setInterval(retry, 15000);
})();
