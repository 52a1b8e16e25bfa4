// What a client began to write is still there after Leave, a dead battery or a session that ended:
// a sealed note on this phone, until the record has it. The words of a check-in: see more.js.
import { queue } from "./outbox.js";

const NOTE = "begun";
const AFTER = 400;
const SENT = "begun-sent";
const here = location.pathname;
const boxes = document.querySelectorAll("main form[method=post]:not([data-keep]):not(#more-form) textarea[name]");
let timer = 0;

async function change(edit) {
  const mine = await queue;
  if (!mine.owner) return;
  const all = (await mine.noted(NOTE)) ?? {};
  edit(all);
  await (Object.keys(all).length ? mine.note(NOTE, all) : mine.forget(NOTE));
}

function keep() {
  const begun = Array.from(boxes).filter((box) => box.value !== box.defaultValue);
  const words = begun.map((box) => ({ name: box.name, text: box.value, was: box.defaultValue }));
  return change((all) => {
    if (words.length) all[here] = words;
    else delete all[here];
  }).catch(() => {});
}

// The page that was sent has its answer: what was written there is in the record.
async function drop() {
  const sent = sessionStorage.getItem(SENT);
  sessionStorage.removeItem(SENT);
  if (sent) await change((all) => delete all[sent]);
}

// Into the box as it was then; beside it where the record says something else by now.
function bring(one) {
  const box = Array.from(boxes).find((each) => each.name === one.name);
  if (!box || box.value === one.text) return;
  const note = document.getElementById("begun-says").content.cloneNode(true);
  const beside = note.querySelector("blockquote");
  if (box.value === one.was) box.value = one.text;
  if (box.value === one.text) beside.remove();
  else beside.textContent = one.text;
  (box.closest("details:not([open])") ?? box).before(note);
}

async function begin() {
  if (document.querySelector("main > .said")) await drop();
  const mine = await queue;
  const all = boxes.length && mine.owner && (await mine.noted(NOTE));
  for (const one of all?.[here] ?? []) bring(one);
}

for (const box of boxes) {
  box.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(keep, AFTER);
  });
}
for (const form of new Set(Array.from(boxes, (box) => box.form))) {
  form.addEventListener("submit", () => {
    keep();
    sessionStorage.setItem(SENT, here);
  });
}
begin().catch(() => {});
