// Exercises: a timer in words, and what was done goes the same safe way as a check-in.
import { fate, keep, queue, sentence, watch } from "./outbox.js";
import { agree, leaveOut, leftOut } from "./left.js";

const MINUTE = 60_000;
const SOON = 400;
const open = new Set();

const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

// Whole minutes left, in words; nothing moves in between, and there is no sound.
function timer(box) {
  const { minutes, left, last, over } = box.dataset;
  const [start, stop] = [box.querySelector("[data-start]"), box.querySelector("[data-stop]")];
  const said = box.querySelector("[role=status]");
  let [ends, ticking] = [0, 0];
  function show(text) {
    if (said.textContent !== text) said.textContent = text;
  }
  function rest(text) {
    clearInterval(ticking);
    stop.hidden = true;
    start.hidden = false;
    show(text);
  }
  function tick() {
    const n = Math.ceil((ends - Date.now()) / MINUTE);
    if (n <= 0) rest(over);
    else show(n === 1 ? last : left.replace("{n}", n));
  }
  start.addEventListener("click", () => {
    ends = Date.now() + Number(minutes) * MINUTE;
    start.hidden = true;
    stop.hidden = false;
    stop.focus();
    ticking = setInterval(tick, 1000);
    tick();
  });
  stop.addEventListener("click", () => {
    rest("");
    start.focus();
  });
  box.hidden = false;
}

async function tell(mine) {
  const became = await fate(mine.uid);
  if (became === "kept") open.delete(mine);
  const worse = mine.effect === "worse" && became !== "refused" ? ` ${mine.place.dataset.worse}` : "";
  const text = sentence(became) + worse;
  const said = mine.place.querySelector("[role=status]");
  if (said.textContent !== text) said.textContent = text;
}

async function done(event) {
  event.preventDefault();
  const form = event.target;
  const fields = new FormData(form);
  const effect = event.submitter.value;
  const answers = form.querySelectorAll("[name=effect]");
  for (const answer of answers) answer.disabled = true;
  const told = { exercise: form.dataset.exercise, before: fields.get("before") ?? "", after: fields.get("after") ?? "" };
  const { uid, durable, sent } = await keep({ kind: "exercise", ...told, effect });
  const mine = { uid, durable, effect, place: form.querySelector(".became") };
  open.add(mine);
  mine.place.hidden = false;
  mine.place.querySelector("[data-undo]").onclick = () => takeBack(mine, answers, told.exercise);
  if (effect === "worse") await leaveOut([...(await leftOut()), told.exercise]);
  await Promise.race([sent, wait(SOON)]);
  await tell(mine);
}

async function takeBack(mine, answers, code) {
  open.delete(mine);
  keep({ kind: "undo", target: mine.uid });
  if (mine.effect === "worse") await leaveOut((await leftOut()).filter((one) => one !== code));
  for (const answer of answers) answer.disabled = false;
  mine.place.hidden = true;
  answers[0].focus();
}

// Offline: shown to the person who was signed in here last, with their own words for the rows.
async function unlock() {
  const mine = await queue;
  if (!mine.owner) return;
  const left = await leftOut();
  for (const one of document.querySelectorAll("details[data-code]")) one.hidden = left.includes(one.dataset.code);
  const own = await mine.noted("rows").catch(() => undefined);
  for (const ladder of document.querySelectorAll("[data-rows]")) {
    ladder.querySelectorAll(".rung").forEach((rung, n) => {
      rung.querySelectorAll("b, small").forEach((part, at) => (part.textContent = own?.told[n][at] ?? part.textContent));
    });
  }
  document.getElementById("locked").hidden = true;
  document.getElementById("open").hidden = false;
  const asked = document.querySelector(`details[data-code="${CSS.escape(location.pathname.split("/")[2] ?? "")}"]`);
  if (asked && !asked.hidden) asked.open = true;
}

for (const box of document.querySelectorAll(".timer")) timer(box);
for (const form of document.querySelectorAll("form[data-exercise]")) form.addEventListener("submit", done);
const list = document.getElementById("left");
if (list) agree(list.dataset.left.split(" ").filter(Boolean));
if (document.getElementById("locked")) unlock();
watch(() => {
  for (const mine of open) tell(mine);
});
