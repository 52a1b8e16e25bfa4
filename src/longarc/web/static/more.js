// What may be added to a check-in. Everything goes the same way as the check-in: kept here first.
import { about, earlier, recall } from "./checkin.js";
import { fate, keep, page, queue, sentence, watch } from "./outbox.js";

const DRAFT_AFTER = 400;
const SOON = 400;
const [ease, more, gap] = ["ease", "more-form", "gap"].map((id) => document.getElementById(id));
const words = document.getElementById("words");

// What each place speaks of, until all of it is in the record.
const open = new Map();

// Keeps entries one after the other and says what became of them in `place`. True: they are in the
// record, or on this phone.
async function keepAll(entries, place) {
  const uids = [];
  let sent;
  for (const entry of entries) {
    const kept = await keep(entry);
    uids.push(kept.uid);
    sent = kept.sent;
  }
  open.set(place, uids);
  await Promise.race([sent, new Promise((resolve) => setTimeout(resolve, SOON))]);
  return ["kept", ""].includes(await tell(place, uids));
}

// The least that can be said of all of them.
async function tell(place, uids) {
  const fates = await Promise.all(uids.map(fate));
  const least = ["refused", "dropped", "page", ""].find((one) => fates.includes(one)) ?? "kept";
  const text = sentence(least);
  if (place.textContent !== text) place.textContent = text;
  if (least === "kept" && open.get(place) === uids) open.delete(place);
  return least;
}

ease.addEventListener("submit", (event) => {
  event.preventDefault();
  const chosen = event.submitter;
  for (const answer of ease.querySelectorAll("[name=ease]")) answer.ariaPressed = answer === chosen;
  const entry = { kind: "more", check_in: about(), ease: Number(chosen.value) };
  keepAll([entry], document.getElementById("ease-said"));
});

function added() {
  const told = new FormData(more);
  const body = told.getAll("body").map((place) => `${place}:${told.get(`feels-${place}`) ?? ""}`).join(" ");
  const answer = told.get("answer") ?? "";
  const entries = [];
  if (answer || body) {
    entries.push({ kind: "more", check_in: about(), item: told.get("item") ?? "", answer, body });
  }
  if (words.value.trim()) {
    entries.push({ kind: "words", check_in: about(), text: words.value, shared: told.has("shared") });
  }
  return entries;
}

more.addEventListener("submit", async (event) => {
  event.preventDefault();
  const place = document.getElementById("more-said");
  const again = Boolean(earlier());
  recall();
  const entries = added();
  if (!entries.length) {
    place.textContent = again ? page.kept : "";
    return;
  }
  event.submitter.disabled = true;
  if (await keepAll(entries, place)) {
    clearTimeout(drafting);
    more.reset();
    await (await queue).forget("draft").catch(() => {});
  }
  event.submitter.disabled = false;
});

// Words that were begun and not kept are still there after Leave, or when the phone stops.
let drafting = 0;
words.addEventListener("input", () => {
  clearTimeout(drafting);
  drafting = setTimeout(async () => (await queue).note("draft", words.value).catch(() => {}), DRAFT_AFTER);
});
queue.then(async (mine) => {
  const draft = mine.owner && (await mine.noted("draft").catch(() => ""));
  if (draft && !words.value) words.value = draft;
});

gap?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const state = event.submitter.value;
  if (!state) {
    gap.hidden = true;
    return;
  }
  for (const answer of gap.querySelectorAll("button")) answer.disabled = true;
  const then = new Date(Date.now() - Number(gap.dataset.ago) * 1000);
  const entry = { kind: "check_in", state, recalled_for: then.toISOString(), app: gap.dataset.app };
  await keepAll([entry], document.getElementById("gap-said"));
});

watch(() => {
  for (const [place, uids] of open) tell(place, uids);
});
