// A form that cannot be sent answers in its page: what was typed and chosen stays there, with the
// numbers, Support and Leave. The server is asked for first, so that no error page of the browser
// takes the place of the words and nothing is sent twice. Nothing is kept on the phone here.
const UNSENT = document.getElementById("unsent");
const PATIENCE = 6000;
const URGENT = 3000;
const LONGEST = 30_000;
const RELEASE = 15_000;
const DOWN = new Set([502, 503, 504]);
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
    turn(await answer.text());
  } catch {
    stop(form, submitter, "unsure");
  } finally {
    busy.delete(form);
    submitter?.removeAttribute("aria-disabled");
  }
}

// The answer takes the place of this page; what listens here goes on.
function turn(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
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
  shown?.remove();
  shown = UNSENT.content.firstElementChild.cloneNode(true);
  const [title, more] = ["h2", "[data-more]"].map((part) => shown.querySelector(part));
  if ("call" in form.dataset) {
    title.textContent = why === "unsure" ? title.dataset.callUnsure : title.dataset.call;
    title.after(shown.querySelector("[data-numbers]"));
    document.querySelector("[data-heard]")?.setAttribute("hidden", ""); // of an earlier answer
  } else title.textContent = `${title.dataset[why]} ${title.dataset[holds(form)]}`;
  more.textContent = why === "unsure" ? more.dataset.unsure : (form.dataset.unsent ?? more.dataset.again);
  shown.querySelector("button").addEventListener("click", () => form.requestSubmit(submitter));
  shown.querySelector("[data-leave]").addEventListener("click", leave);
  form.after(shown);
  shown.focus({ preventScroll: true });
  shown.scrollIntoView({ block: "start" });
}

function holds(form) {
  const boxes = "textarea, input:not([type]), input[type=text], input[type=email], input[type=password]";
  if (form.querySelector(boxes)) return "words";
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
