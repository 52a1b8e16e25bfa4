// Every client page: leaving, what still waits on this phone, and the worker that serves offline.
import "./begun.js";
import "./leave.js";
import { dropAside, fate, flush, keep, page, retryAside, sentence, watch } from "./outbox.js";

const waiting = document.getElementById("waiting");
const aside = document.getElementById("aside");
const title = document.getElementById("aside-title");

function count({ waiting: n, unread }) {
  waiting.hidden = !n && !unread;
  waiting.textContent = unread ? page.unread : n ? page.waiting.replace("{n}", n) : "";
}

function line(text) {
  const item = document.createElement("li");
  item.textContent = text;
  return item;
}

watch((now) => {
  count(now);
  aside.hidden = !now.aside.length;
  title.textContent = title.dataset.says.replace("{n}", now.aside.length);
  const sentences = new Set(now.aside.map((row) => row.aside));
  aside.querySelector("ul").replaceChildren(...Array.from(sentences, line));
});
aside.querySelector("[data-retry]").addEventListener("click", retryAside);
aside.querySelector("[data-drop]").addEventListener("click", dropAside);

// Forms whose entry is not in the record yet, and its id.
const open = new Map();

// Once it is named as kept, nothing goes on saying that it waits.
async function tell(form, uid) {
  const became = await fate(uid);
  if (became === "kept") open.delete(form);
  const said = form.querySelector("[role=status]");
  const text = became ? sentence(became) : form.dataset.waiting;
  if (said.textContent !== text) said.textContent = text;
  return became;
}
watch(() => {
  for (const [form, uid] of open) tell(form, uid);
});

// A form that names its kind of entry goes the same safe way; its page then shows what became of it.
// Sent later, while she may be writing something else, it only says so: the page stays.
async function keepForm(event) {
  event.preventDefault();
  const form = event.target;
  const { csrfmiddlewaretoken: _, ...fields } = Object.fromEntries(new FormData(form));
  event.submitter.disabled = true;
  const { uid, sent } = await keep({ kind: form.dataset.keep, ...fields });
  await sent;
  open.set(form, uid);
  if ((await tell(form, uid)) === "kept") location.reload();
}
for (const form of document.querySelectorAll("form[data-keep]")) form.addEventListener("submit", keepForm);

flush();
navigator.serviceWorker?.register(page.worker).catch(() => {});
