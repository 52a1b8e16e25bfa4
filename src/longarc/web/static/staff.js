// Single keys for people who work down a list. All of it also works without this file.
// The words stand in the page; which keys exist stands in staff/keys.html.
const help = document.querySelector("[data-keys]");
const opener = document.querySelector("[data-keys-open]");
const rows = [...document.querySelectorAll("[data-row]")];
const off = () => recall("keys_off") === "1";

function recall(name) {
  try { return localStorage.getItem(name); } catch { return null; }
}

function remember(name, value) {
  try { localStorage.setItem(name, value); } catch { /* kept for this page only */ }
}

const shown = () => rows.filter((row) => row.offsetParent !== null);

function move(step) {
  const list = shown();
  const here = list.findIndex((row) => row === document.activeElement
    || row.closest("[data-need]")?.contains(document.activeElement));
  const next = here < 0 ? (step > 0 ? 0 : list.length - 1) : here + step;
  list[Math.min(Math.max(next, 0), list.length - 1)]?.focus();
}

function form() {
  return document.activeElement?.closest("[data-need]")?.querySelector("[data-answer]");
}

function open(part) {
  const menu = form()?.querySelector(part);
  if (!menu) return;
  menu.open = true;
  menu.querySelector("button").focus();
}

function blur() {
  const on = document.body.classList.toggle("blurred");
  // A cookie, so that the server sends the next page with its names already blurred.
  document.cookie = `blur_names=${on ? 1 : ""}; path=/; max-age=${on ? 31536000 : 0}; SameSite=Lax`;
}

const KEYS = {
  "/": () => document.querySelector("#find")?.focus(),
  j: () => move(1),
  k: () => move(-1),
  d: () => form()?.querySelector("[data-done]")?.click(),
  l: () => open("[data-later]"),
  u: () => open("[data-useless]"),
  b: blur,
  "?": () => help.showModal(),
};

function typing(target) {
  return target.closest("input, select, textarea, [contenteditable], dialog[open]");
}

function pressed(event) {
  if (off() || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  if (typing(event.target) || !Object.hasOwn(KEYS, event.key)) return;
  event.preventDefault();
  KEYS[event.key]();
}

// On a narrow screen a drawing scrolls sideways: begin at its newest end, or with the place that it
// names in the middle. The names at its side stay in sight, so what is left of them is its room.
for (const drawing of document.querySelectorAll(".chart-scroll")) {
  const names = drawing.querySelector(".names")?.getBoundingClientRect().width ?? 0;
  const middle = (drawing.scrollWidth - names) * drawing.dataset.at - (drawing.clientWidth - names) / 2;
  drawing.scrollLeft = drawing.dataset.at ? middle : drawing.scrollWidth;
}

// Words that were typed and not sent: the browser asks before the page goes. A note keeps itself.
let sent = null;
const boxes = document.querySelectorAll("main form[method=post]:not([data-note]) textarea[name]");
const sentBack = document.querySelector("main .error[role=alert]");
const unsent = (box) => box.form !== sent && box.value !== (sentBack ? "" : box.defaultValue);
addEventListener("submit", (event) => (sent = event.target));
addEventListener("beforeunload", (event) => Array.from(boxes).some(unsent) && event.preventDefault());

if (help) {
  const on = help.querySelector("[data-keys-on]");
  on.checked = !off();
  on.addEventListener("change", () => remember("keys_off", on.checked ? "0" : "1"));
  opener.hidden = false;
  opener.addEventListener("click", () => help.showModal());
  document.addEventListener("keydown", pressed);
}
