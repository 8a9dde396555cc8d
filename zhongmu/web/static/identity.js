// Reads an identity number back by part as it is typed, in the very sentences the server uses (people/readback.py).
(() => {
  "use strict";
  const box = document.querySelector("[data-identity]");
  if (!box) return;
  const field = document.getElementById(box.dataset.identity);
  const { words, provinces, permits, places, today } = JSON.parse(box.dataset.words);
  const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const say = (word, ...values) => values.reduce((text, value) => text.replace("#", value), words[word]);
  const plain = (text) => text.normalize("NFKC").replace(/[\s\p{Cf}]/gu, "").toUpperCase();
  const digits = (number, first, last) => {
    if (number.length < last) return [say("waiting"), "open"];
    for (let at = first; at < last; at += 1) if (!/[0-9]/.test(number[at])) return [say("digit", at + 1), "wrong"];
    return null;
  };
  const region = (number) => {
    const code = number.slice(0, 6);
    const top = code.slice(0, 2);
    if (permits[top]) return [say("permit", permits[top]), "good"];
    if (!provinces[top]) return [say("unknown", code), "doubt"];
    return [provinces[top] + (places[code] || ""), "good"];
  };
  const birth = (number) => {
    const [year, month, day] = [number.slice(6, 10), number.slice(10, 12), number.slice(12, 14)].map(Number);
    const on = new Date(Date.UTC(year, month - 1, day));
    on.setUTCFullYear(year, month - 1, day); // years before 100 are years, not 1900s
    const real = year > 0 && on.getUTCFullYear() === year && on.getUTCMonth() === month - 1 && on.getUTCDate() === day;
    if (!real) return [say("no_day", year, month, day), "wrong"];
    const late = on.toISOString().slice(0, 10) > today;
    return [say(late ? "not_yet" : "day", year, month, day), late ? "wrong" : "good"];
  };
  const check = (number) => {
    if (number.length > 18) return [say("long", number.length - 18), "wrong"];
    if (number.length < 18) return [say("waiting"), "open"];
    const wrong = digits(number, 0, 17);
    if (wrong) return wrong;
    const sum = WEIGHTS.reduce((total, weight, at) => total + weight * Number(number[at]), 0);
    return "10X98765432"[sum % 11] === number[17] ? [say("fits"), "good"] : [say("fails"), "wrong"];
  };
  const read = (number) => [
    ["region", digits(number, 0, 6) || region(number)],
    ["birth", digits(number, 6, 14) || birth(number)],
    ["sex", digits(number, 16, 17) || [say(Number(number[16]) % 2 ? "1" : "2"), "good"]],
    ["check", check(number)],
  ];
  const show = () => {
    const number = plain(field.value);
    box.replaceChildren(...(number ? read(number) : []).map(([name, [said, kind]]) => {
      const row = document.createElement("div");
      const [term, text] = [document.createElement("dt"), document.createElement("dd")];
      [row.className, term.textContent, text.textContent] = [kind, words[name], said];
      row.append(term, text);
      return row;
    }));
  };
  let timer = 0;
  field.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(show, 250); });
  field.addEventListener("change", show);
})();
