// One tap on a row keeps a check-in. Arrows only look; Space, Enter or a short rest keep.
import { fate, keep, page, queue, sentence, watch } from "./outbox.js";
import { uuid7 } from "./seal.js";

const REPLACE_WITHIN = 120_000;
const REST = 1500;
const SOON = 400;
const ROW = 20;
const HARD = new Set(["way_up", "way_down"]);

const form = document.getElementById("check-in");
const [lead, said, undo, ease, hard, direct] =
  ["lead", "said", "undo", "ease", "hard", "direct"].map((id) => document.getElementById(id));
const fine = () => "fine" in form.dataset;

// The check-in that stands on this page; entries that are added before a tap wait for `first`.
let last = null;
let first = uuid7();
let usable = performance.now();
let input = { kind: "", y: 0, arrow: 0 };
let resting = 0;
let closed = false;

export const about = () => last?.uid ?? first;

// The earlier time that was chosen, by this phone's clock; nothing for just now.
export function earlier() {
  const chosen = document.querySelector("[name=earlier]:checked")?.closest("[data-hour]");
  return chosen ? timeOf(chosen).toISOString() : undefined;
}

function timeOf({ dataset }) {
  const then = new Date();
  then.setDate(then.getDate() + Number(dataset.day));
  then.setHours(Number(dataset.hour), 0, 0, 0);
  return then;
}

function offerEarlier() {
  for (const chunk of document.querySelectorAll("[data-hour]")) chunk.hidden = timeOf(chunk) >= new Date();
}

// Where in its row a finger came down, 0 to 100 from the bottom of the ladder.
function position(radio) {
  const row = radio.closest(".rung");
  if (!fine() || row.dataset.low === "" || !["touch", "mouse"].includes(input.kind)) return {};
  const { top, height } = row.getBoundingClientRect();
  const up = Math.min(Math.max(1 - (input.y - top) / height, 0), 0.999);
  return { position: Number(row.dataset.low) + Math.floor(up * ROW) };
}

function choose(radio) {
  clearTimeout(resting);
  const now = performance.now();
  const place = position(radio);
  const stands = last && !undo.hidden && now - last.when < REPLACE_WITHIN;
  if (stands && last.radio === radio && !("position" in place)) return; // a double tap
  radio.checked = true;
  const entry = { kind: "check_in", uid: last ? uuid7() : first, state: radio.value, ...place, ...manner(now) };
  if (stands) Object.assign(entry, { corrects: last.uid, changed_mind: last.changed + 1 });
  const again = Boolean(last) && !stands;
  last = { uid: entry.uid, radio, entry, when: now, changed: entry.changed_mind ?? 0, again, open: false };
  show(last);
}

function manner(now) {
  const latency = usable === null ? undefined : Math.round(now - usable);
  usable = null;
  return { method: input.kind, latency, app: form.dataset.app, recalled_for: earlier() };
}

async function show(mine) {
  lead.hidden = true;
  said.textContent = "";
  undo.hidden = false;
  ease.hidden = false;
  hard.hidden = closed || !HARD.has(mine.radio.value);
  for (const answer of ease.querySelectorAll("[name=ease]")) answer.ariaPressed = "false";
  const { sent } = await keep(mine.entry);
  await Promise.race([sent, new Promise((resolve) => setTimeout(resolve, SOON))]);
  await tell(mine);
}

async function tell(mine) {
  const became = await fate(mine.uid);
  if (mine !== last) return;
  mine.open = became !== "kept";
  const text = sentenceFor(became, mine);
  if (said.textContent !== text) said.textContent = text;
}

function sentenceFor(became, mine) {
  if (became !== "kept") return sentence(became);
  if (mine.entry.recalled_for) return page.keptEarlier;
  return mine.again ? page.keptAgain.replace("{time}", clock()) : page.kept;
}

const clock = () =>
  new Intl.DateTimeFormat(document.documentElement.lang, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format();

// "This was earlier", said after the tap: the same answer again, for then, in place of the first.
export function recall() {
  const then = earlier();
  if (!last || !then || last.entry.recalled_for === then) return;
  const entry = { ...last.entry, uid: uuid7(), corrects: last.uid, recalled_for: then };
  last = { ...last, uid: entry.uid, entry, again: false };
  show(last);
}

function takeBack() {
  const mine = last;
  keep({ kind: "undo", target: mine.uid });
  last = null;
  first = uuid7();
  mine.radio.checked = false;
  mine.radio.focus();
  ease.hidden = hard.hidden = undo.hidden = true;
  said.textContent = page.takenBack;
}

form.addEventListener("keydown", (event) => {
  if (!event.target.matches("[name=state]")) return;
  input.kind = "keyboard";
  if (event.key.startsWith("Arrow")) input.arrow = performance.now();
  if (event.key !== "Enter") return;
  event.preventDefault();
  choose(event.target);
});
form.addEventListener("pointerdown", ({ pointerType, clientY }) => {
  input = { kind: pointerType === "mouse" ? "mouse" : "touch", y: clientY, arrow: 0 };
});
form.addEventListener("click", ({ target }) => {
  if (!target.matches("[name=state]")) return;
  clearTimeout(resting);
  if (performance.now() - input.arrow > 100) choose(target);
  else resting = setTimeout(choose, REST, target);
});
form.addEventListener("submit", (event) => event.preventDefault());
undo.addEventListener("click", takeBack);
document.getElementById("hard-close").addEventListener("click", () => {
  closed = hard.hidden = true;
  last?.radio.focus();
});
document.addEventListener("visibilitychange", () => {
  if (document.hidden) return;
  usable ??= performance.now();
  offerEarlier();
});

// The rows in the client's own words lie sealed on the phone, for when the server is away.
async function rows(mine) {
  const rungs = Array.from(form.querySelectorAll(".rung"), (rung) => rung.querySelectorAll("b, small"));
  if (page.client) {
    const told = rungs.map((parts) => Array.from(parts, (part) => part.textContent));
    await mine.note("rows", { told, fine: fine() }).catch(() => {});
    return;
  }
  const kept = await mine.noted("rows");
  kept?.told.forEach((texts, n) => texts.forEach((text, part) => (rungs[n][part].textContent = text)));
  if (kept?.fine) form.dataset.fine = "";
}

// Offline: the rows are shown to the person who was signed in here last; without one, the lock stays.
async function unlock(mine) {
  const open = document.getElementById("open");
  if (!open || !mine.owner) return;
  open.hidden = false;
  document.getElementById("locked").hidden = true;
}

async function start() {
  document.getElementById("keep").remove();
  lead.hidden = false;
  offerEarlier();
  const early = form.querySelector("[name=state]:checked");
  if (early) choose(early);
  const mine = await queue;
  await rows(mine);
  await unlock(mine);
  await watch(async (now) => {
    direct.hidden = now.durable || !now.owner;
    if (last?.open) await tell(last);
  });
}

start();
