// Keeps what a client tells on the phone first, and sends it until the server says that it has it.
// Sending is driven by tries, a timer and events, never by what the browser thinks of the network.
import { Queue } from "./queue.js";
import { uuid7 } from "./seal.js";

const MOST = 50;
const LARGEST = 300_000;
const ANSWER_WITHIN = 15_000;
const LASTING = "lasting";
const PAUSES = [5_000, 15_000, 30_000, 60_000];

export const page = document.getElementById("phone").dataset;
const watchers = new Set();
let trouble = "";
let single = false;
let pause = 0;
let timer = 0;
let token = "";
let sending = Promise.resolve();

export const queue = Queue.of(page.client).then(async (made) => {
  made.changed = publish;
  if (page.client) await made.remember().catch(() => {});
  return made;
});

// What the server named as kept: this page says so of nothing else.
const named = new Set();

// `told({waiting, aside, trouble, durable, unread})` now and after every change.
export async function watch(told) {
  watchers.add(told);
  told(await state());
}

async function state() {
  const mine = await queue;
  const rows = mine.owner ? await mine.rows() : [];
  const aside = rows.filter((row) => row.aside);
  const { durable, unread, owner } = mine;
  return { waiting: rows.length - aside.length, aside, trouble, durable, unread, owner };
}

async function publish() {
  const now = await state();
  for (const told of watchers) told(now);
}

// Keeps one entry. Resolves when it is safe here, with `sent`: "kept", "refused", or "" for waiting.
export async function keep(entry) {
  const mine = await queue;
  const told = { uid: uuid7(), at: new Date().toISOString(), ...place(), ...entry };
  const durable = await mine.add(told);
  publish();
  lasting(mine).catch(() => {});
  return { uid: told.uid, durable, sent: flush().then(() => fate(told.uid)) };
}

// Asked once: that the browser does not clear by itself what waits here.
async function lasting(mine) {
  if (!mine.durable || (await mine.noted(LASTING))) return;
  await mine.note(LASTING, true);
  await navigator.storage?.persist?.();
}

function place() {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone ?? "";
  return { zone, offset: -new Date().getTimezoneOffset() };
}

// What became of an entry, by what the server said and a fresh read: "kept", "refused", "dropped",
// "" while it waits on the phone, or "page" while only this page has it.
export async function fate(uid) {
  if (named.has(uid)) return "kept";
  const mine = await queue;
  const row = (await mine.rows()).find((one) => one.uid === uid);
  if (!row) return named.has(uid) ? "kept" : (await mine.letGo(uid)) ? "dropped" : "page";
  return row.aside ? "refused" : row.entry ? "page" : "";
}

// The same in a sentence.
export function sentence(became) {
  if (became === "") return page[trouble] || page.here;
  if (became === "page") return trouble && page.notSent;
  return page[became];
}

// One sending after the other in this page; among pages too, where the browser can.
export function flush() {
  clearTimeout(timer);
  sending = sending.then(inTurn).catch(() => later("server"));
  return sending;
}

const inTurn = () => (navigator.locks ? navigator.locks.request("longarc-outbox", send) : send());

async function send() {
  const mine = await queue;
  if (!mine.owner) return;
  let batch;
  while ((batch = await next(mine)).length) {
    const answer = await post(mine.owner, batch);
    if (answer.trouble) {
      later(answer.trouble);
      return;
    }
    await settle(mine, batch, answer);
  }
  trouble = "";
  pause = 0;
  await publish();
}

// The oldest entries that wait, as many as one request should hold.
async function next(mine) {
  const batch = [];
  let size = 0;
  for (const row of (await mine.rows()).filter((one) => !one.aside)) {
    const entry = await mine.entry(row);
    if (entry === undefined) {
      await mine.setAside(row, page.unreadable);
      continue;
    }
    size += JSON.stringify(entry).length;
    if (batch.length && (single || batch.length >= MOST || size > LARGEST)) break;
    batch.push({ row, entry });
  }
  return batch;
}

async function settle(mine, batch, { results, say }) {
  for (const { row } of batch) {
    const told = results?.find((one) => one.uid === row.uid);
    if (told?.outcome === "kept" || told?.outcome === "already") {
      named.add(row.uid);
      await mine.done(row);
    } else await mine.setAside(row, told?.say || say || page.refused);
  }
  single = false;
  await publish();
}

// What became of a batch: {results}, {say} where it can never be taken, or {trouble} for later.
async function post(owner, batch, again = false) {
  const entries = batch.map(({ entry }) => entry);
  try {
    const response = await request(JSON.stringify({ client: owner, sent_at: new Date().toISOString(), entries }));
    if (response.status !== 403 || again) return await read(response, batch);
    return (await renewToken()) ? await post(owner, batch, true) : { trouble: "signedOut" };
  } catch {
    return { trouble: "offline" };
  }
}

function request(body) {
  return fetch(page.entries, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": csrf() },
    signal: AbortSignal.timeout?.(ANSWER_WITHIN),
    keepalive: body.length < 50_000,
    body,
  });
}

async function read(response, batch) {
  const { status } = response;
  if (status === 401 || status === 404) return { trouble: "signedOut" };
  if (status === 409) return { trouble: "otherPerson" };
  const told = await response.json().catch(() => ({}));
  if (status === 200 && names(told.results, batch)) return told;
  if (status !== 400 && status !== 413) return { trouble: "server" };
  if (batch.length === 1) return { say: told.say };
  single = true; // one of them is not taken: find out which
  return { trouble: "server" };
}

// Only an answer that names each entry says anything of them.
function names(results, batch) {
  const uids = new Set(results?.map((one) => one.uid));
  return batch.every(({ row }) => uids.has(row.uid));
}

// The cookie's token is always the newest; a page may be older than the last sign-in.
export function csrf() {
  const cookie = document.cookie.match(/(?:^|; )(?:__Host-)?csrf=([^;]+)/);
  return token || (cookie ? cookie[1] : page.csrf);
}

async function renewToken() {
  const told = await (await fetch(page.hello)).json();
  token = told.csrf;
  return told.signed_in;
}

function later(why) {
  trouble = why;
  timer = setTimeout(flush, single ? 0 : PAUSES[pause]);
  pause = Math.min(pause + 1, PAUSES.length - 1);
  publish();
}

// What was set aside: try once more, or let it go.
export async function retryAside() {
  const mine = await queue;
  for (const row of (await mine.rows()).filter((one) => one.aside)) await mine.setAside(row, "");
  await flush();
}

export async function dropAside() {
  const mine = await queue;
  for (const row of (await mine.rows()).filter((one) => one.aside)) await mine.drop(row);
  await publish();
}

for (const moment of ["online", "focus", "pageshow"]) addEventListener(moment, () => flush());
document.addEventListener("visibilitychange", () => document.hidden || flush());
