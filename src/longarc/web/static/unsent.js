// A form that cannot be sent answers in its page: what was typed and chosen stays there, with the
// numbers, Support and Leave. The server is asked for first, so that no error page of the browser
// takes the place of the words and nothing is sent twice. Nothing is kept on the phone here.
const UNSENT = document.getElementById("unsent");
const PATIENCE = 6000;
const URGENT = 3000;
const LONGEST = 30_000;
const RELEASE = 15_000;
const DOWN = new Set([502, 503, 504]);
const BOXES = "textarea, input:not([type]), input[type=text], input[type=email], input[type=password]";
const LEFT_OUT = ["csrfmiddlewaretoken", "begun", "waited"];

const busy = new WeakSet();
const checked = new WeakSet();
const patience = new WeakMap();
const pressed = new WeakMap();
const maybe = new WeakSet(); // sent, and no answer came: it may have arrived
let going = null;
let shown = null;

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.getAttribute("method")?.toLowerCase() !== "post") return;
  if (checked.delete(form)) return leaves(form, event.submitter);
  event.preventDefault();
  if (!busy.has(form)) check(form, event.submitter);
});

async function check(form, submitter) {
  busy.add(form);
  press(form);
  const why = await missing(form);
  busy.delete(form);
  if (why) return stop(form, submitter, maybe.has(form) ? "unsure" : why);
  shown?.remove();
  say(form);
  if ("after" in form.dataset) return pass(form, submitter);
  checked.add(form);
  form.requestSubmit(submitter);
}

// Forms of open doors, where no worker may stand by: sent from the page, which stays as it is until
// the answer is here. `data-after`: the page that a redirect leads to.
async function pass(form, submitter) {
  busy.add(form);
  submitter?.setAttribute("aria-disabled", "true");
  try {
    const body = new URLSearchParams(new FormData(form));
    const asked = { method: "POST", body, redirect: "manual", signal: AbortSignal.timeout?.(LONGEST) };
    const answer = await fetch(form.getAttribute("action") ?? location.href, asked);
    if (answer.type === "opaqueredirect") return location.assign(form.dataset.after || location.href);
    if (DOWN.has(answer.status)) throw new Error("down");
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (!page.getElementById("main")) throw new Error("not ours");
    if (answer.ok || givesBack(page, form)) return turn(page);
    if (answer.status >= 500) throw new Error("fault");
    stop(form, submitter, "refused");
  } catch {
    stop(form, submitter, "unsure");
  } finally {
    busy.delete(form);
    submitter?.removeAttribute("aria-disabled");
  }
}

// Whether an answer that took nothing has what she told in it: the form once more, or the page that
// gives words back. One without it (she signed in or out in another tab) must not wipe this page.
function givesBack(page, form) {
  const filled = (box) => box.name && box.value.trim();
  const words = Array.from(form.querySelectorAll(BOXES)).filter(filled);
  const told = words.length ? words : Array.from(form.querySelectorAll("select, :checked")).filter(filled);
  const fields = Array.from(page.querySelectorAll("input, textarea, select"));
  return told.every(({ name }) => fields.some((one) => [one.name, one.id].includes(name) && one.value.trim()));
}

// The answer takes the place of this page; what listens here goes on.
function turn(page) {
  document.title = page.title;
  document.body = page.body;
  shown = null;
  scrollTo(0, 0);
  document.getElementById("main").focus({ preventScroll: true });
}

// On its way: a second press meanwhile sends nothing. The worker tells where it did not arrive.
function leaves(form, submitter) {
  const action = submitter?.getAttribute("formaction") ?? form.getAttribute("action");
  const mine = { form, submitter, url: new URL(action || location.href, location.href).href };
  going = mine;
  busy.add(form);
  setTimeout(() => busy.delete(form), RELEASE);
}

// Why nothing can be sent now: "offline", "away", or "" where the server answered.
async function missing(form) {
  if (!navigator.onLine) return "offline";
  const wait = patience.get(form) ?? ("call" in form.dataset ? URGENT : PATIENCE);
  try {
    const signal = AbortSignal.timeout?.(wait);
    const asked = { credentials: "omit", cache: "no-store", redirect: "error", signal };
    const answer = await fetch(UNSENT.dataset.probe, asked);
    return answer.ok && "csrf" in (await answer.json()) ? "" : "away";
  } catch {
    patience.set(form, Math.min(2 * wait, LONGEST)); // slow is not away: more time with each press
    return navigator.onLine ? "away" : "offline";
  }
}

// When she said it: the first press since anything in the form was changed.
function press(form) {
  const told = new FormData(form);
  for (const name of LEFT_OUT) told.delete(name);
  const now = JSON.stringify([...told].filter(([, value]) => typeof value === "string"));
  if (pressed.get(form)?.now !== now) pressed.set(form, { now, at: Date.now() });
}

function say(form) {
  const { waited } = form.elements;
  if (waited) waited.value = Math.max(0, Math.round((Date.now() - pressed.get(form).at) / 1000));
}

function stop(form, submitter, why) {
  if (why === "unsure") maybe.add(form);
  const unsure = maybe.has(form); // an earlier sending may have arrived, whatever came of this one
  shown?.remove();
  shown = UNSENT.content.firstElementChild.cloneNode(true);
  const [title, more] = ["h2", "[data-more]"].map((part) => shown.querySelector(part));
  if ("call" in form.dataset) {
    title.textContent = unsure ? title.dataset.callUnsure : title.dataset.call;
    title.after(shown.querySelector("[data-numbers]"));
    document.querySelector("[data-heard]")?.setAttribute("hidden", ""); // of an earlier answer
  } else title.textContent = `${title.dataset[unsure ? "unsure" : why]} ${title.dataset[holds(form)]}`;
  more.textContent = why === "unsure" ? more.dataset.unsure : (form.dataset.unsent ?? more.dataset.again);
  shown.querySelector("button").addEventListener("click", () => form.requestSubmit(submitter));
  if (why === "refused") refused(form, more);
  shown.querySelector("[data-leave]").addEventListener("click", leave);
  form.after(shown);
  shown.focus({ preventScroll: true });
  shown.scrollIntoView({ block: "start" });
}

// Sent again from this page it would be refused again.
function refused(form, more) {
  more.textContent = more.dataset[holds(form) === "words" ? "refusedWords" : "refused"];
  for (const one of shown.querySelectorAll("button, [role=status]")) one.remove();
}

function holds(form) {
  if (form.querySelector(BOXES)) return "words";
  return form.querySelector("select, input[type=radio], input[type=checkbox]") ? "choices" : "nothing";
}

// A client's page leaves in its own way (leave.js); others can only go somewhere neutral.
function leave(event) {
  if (document.getElementById("phone")) return;
  event.preventDefault();
  location.replace(event.currentTarget.dataset.neutral);
}

// Back online: said, and sent by nobody but her.
addEventListener("online", () => {
  const said = shown?.querySelector("[role=status]");
  if (said) said.textContent = said.dataset.back;
});

// The worker could not pass a form on. Whoever answers here keeps its page.
navigator.serviceWorker?.addEventListener("message", ({ data, ports }) => {
  if (!going || data?.unsent !== going.url) return;
  const { form, submitter } = going;
  going = null;
  busy.delete(form);
  ports[0].postMessage(true);
  stop(form, submitter, "unsure");
});
