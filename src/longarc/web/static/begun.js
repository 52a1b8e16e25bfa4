// What a client began to write is still there after Leave, a dead battery or a session that ended:
// a sealed note on this phone, until the record has it. The words of a check-in: see more.js.
import { queue } from "./outbox.js";
import { uuid7 } from "./seal.js";

const NOTE = "begun";
const AFTER = 400;
const SENT = "begun-form";
const here = location.pathname;
const boxes = document.querySelectorAll("main form[method=post]:not([data-keep]):not(#more-form) textarea[name]");
const typed = new Set();
const before = new Map();
let timer = 0;

async function change(edit) {
  const mine = await queue;
  if (!mine.owner) return;
  const all = (await mine.noted(NOTE)) ?? {};
  all[here] ??= [];
  edit(all);
  for (const path of Object.keys(all)) if (!all[path].length) delete all[path];
  await (Object.keys(all).length ? mine.note(NOTE, all) : mine.forget(NOTE));
}

// Only boxes that were typed in here: what was begun in the others stays as it is.
function keep() {
  clearTimeout(timer);
  const now = Array.from(typed, (box) =>
    ({ box: box.id, text: box.value, was: was(box), chose: choices(box.form) }));
  return change((all) => {
    const others = all[here].filter((one) => !now.some(({ box }) => box === one.box));
    all[here] = [...others, ...now.filter((one) => one.text !== one.was)];
  }).catch(() => {});
}

// What was chosen beside the words goes with them; a form without words leaves nothing here.
const picks = (form) => form.querySelectorAll("select[name], input[type=radio], input[type=checkbox]");
const isList = (one) => one.tagName === "SELECT";
const key = (one) => (isList(one) ? one.name : `${one.name}=${one.value}`);
const choices = (form) =>
  Object.fromEntries(Array.from(picks(form), (one) => [key(one), isList(one) ? one.value : one.checked]));

function choose(form, told = {}) {
  for (const one of picks(form)) {
    if (!(key(one) in told)) continue;
    if (isList(one)) one.value = told[key(one)];
    else one.checked = told[key(one)];
  }
}

const was = (box) => before.get(box) ?? box.defaultValue;

// The form gets a name of its own, which the page that follows says back when that form was kept.
function send(form) {
  keep();
  form.elements.begun ?? form.append(named());
  const mine = Array.from(boxes).filter((box) => box.form === form).map((box) => box.id);
  sessionStorage.setItem(SENT, JSON.stringify({ form: form.elements.begun.value, here, boxes: mine }));
}

function named() {
  const field = document.createElement("input");
  return Object.assign(field, { type: "hidden", name: "begun", value: uuid7() });
}

// Any other answer than that name leaves everything here.
async function drop() {
  const sent = JSON.parse(sessionStorage.getItem(SENT) ?? "null");
  if (!sent || !document.querySelector(`main > .said [data-kept="${sent.form}"]`)) return;
  sessionStorage.removeItem(SENT);
  await forget(sent.here, sent.boxes);
}

const forget = (path, ids) => change((all) => {
  all[path] = (all[path] ?? []).filter((one) => !ids.includes(one.box));
});

// Into the box as it was then; beside it where the record says something else by now, and on top
// where the box is gone.
function bring(one) {
  const box = Array.from(boxes).find((each) => each.id === one.box);
  if (box?.value === one.text) return;
  const note = document.getElementById("begun-says").content.cloneNode(true);
  const beside = note.querySelector("div");
  if (box?.value === one.was) {
    box.value = one.text;
    choose(box.form, one.chose);
    beside.remove();
  } else show(beside, one);
  const place = box ? box.closest("details:not([open])") ?? box : document.querySelector("main > :not(.said)");
  place.before(note);
}

function show(beside, one) {
  beside.querySelector("blockquote").textContent = one.text;
  const note = beside.previousElementSibling;
  beside.querySelector("button").addEventListener("click", async () => {
    await forget(here, [one.box]);
    note.remove();
    beside.remove();
  });
}

async function begin() {
  await drop();
  const mine = await queue;
  const all = mine.owner && (await mine.noted(NOTE));
  for (const one of all?.[here] ?? []) {
    for (const box of boxes) {
      // A page that sends the words back has not kept them.
      if (box.id === one.box && box.defaultValue === one.text) before.set(box, one.was);
    }
    bring(one);
  }
}

function soon() {
  clearTimeout(timer);
  timer = setTimeout(keep, AFTER);
}

for (const box of boxes) {
  box.addEventListener("input", () => {
    typed.add(box);
    soon();
  });
}
for (const form of new Set(Array.from(boxes, (box) => box.form))) {
  form.addEventListener("submit", () => send(form));
  form.addEventListener("change", () => typed.size && soon());
}
begin().catch(() => {});
