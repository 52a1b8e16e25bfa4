// A note keeps itself as a draft while it is typed; phrases by their short word; Ctrl and Enter signs.
// All words stand in the page or come with the answer. Without this file a button keeps the draft.
const form = document.querySelector("[data-note]");
const said = form?.querySelector("[data-said]");
const parted = document.querySelector("[data-parted]");
const phrases = JSON.parse(document.getElementById("phrases")?.textContent ?? "{}");
const PAUSE = 1500;
const KEPT_ALIVE = 15_000; // letters that fit into what a browser still sends while it closes a page
const AGAIN = 5000;
let timer, running, changed = false;

function soon(wait) {
  clearTimeout(timer);
  timer = setTimeout(keep, wait);
}

// One at a time: what is typed meanwhile goes with the next.
async function keep() {
  if (running || !changed) return;
  changed = false;
  running = send();
  const done = await running;
  running = undefined;
  if (!done) changed = true;
  if (changed) soon(done ? PAUSE : AGAIN);
}

async function send() {
  const told = new FormData(form);
  told.set("act", "save");
  const letters = Array.from(told.values()).join("").length;
  try {
    const answer = await fetch(form.action, {
      method: "POST", body: told, headers: { Accept: "application/json" }, keepalive: letters < KEPT_ALIVE,
    });
    if ([401, 403].includes(answer.status)) {
      said.textContent = form.dataset.signedOut;
      return false;
    }
    const kept = answer.redirected ? null : await answer.json();
    if (!kept?.said) throw new Error(String(answer.status));
    said.textContent = kept.said;
    if (answer.ok) follow(kept);
    return true; // also when it is too long: said, and tried again with the next key
  } catch {
    said.textContent = form.dataset.waits;
    return false;
  }
}

// From now on this page writes the draft that the server named.
function follow(kept) {
  form.action = kept.url;
  form.elements.seen.value = kept.seen;
  if (!kept.parted) return;
  parted.querySelector("p").textContent = kept.said;
  parted.querySelector("a").href = kept.url;
  parted.hidden = false;
}

function expand(box) {
  const before = box.value.slice(0, box.selectionEnd);
  const found = before.match(/;(\S+)\s$/);
  const text = found && Object.hasOwn(phrases, found[1]) && phrases[found[1]];
  if (text) box.setRangeText(`${text} `, before.length - found[0].length, before.length, "end");
}

if (form) {
  form.querySelector("[data-keys-hint]").hidden = false;
  form.addEventListener("input", (event) => {
    if (event.target.matches("textarea")) expand(event.target);
    changed = true;
    said.textContent = form.dataset.typing;
    soon(PAUSE);
  });
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    form.requestSubmit(form.querySelector("[value=sign]"));
  });
  // Signing waits for what is on its way, so that this page is not taken for two.
  form.addEventListener("submit", async (event) => {
    clearTimeout(timer);
    changed = false;
    if (!running) return;
    event.preventDefault();
    const alone = parted.hidden;
    await running;
    if (parted.hidden === alone) form.requestSubmit(event.submitter);
  });
  addEventListener("visibilitychange", () => document.hidden && keep());
  // What was typed before this file ran is kept as well.
  if (Array.from(form.querySelectorAll("textarea")).some((box) => box.value !== box.defaultValue)) {
    changed = true;
    said.textContent = form.dataset.typing;
    soon(PAUSE);
  }
}
