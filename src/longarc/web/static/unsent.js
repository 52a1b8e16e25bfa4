// A form that cannot be sent answers in its page: what was typed and chosen stays there, with the
// numbers, Support and Leave. The server is asked for first, so that no error page of the browser
// takes the place of the words and nothing is sent twice. Nothing is kept on the phone here.
const UNSENT = document.getElementById("unsent");
const PATIENCE = 6000;
const URGENT = 3000;
const LONGEST = 30_000;
const RELEASE = 15_000;
const LEFT_OUT = ["csrfmiddlewaretoken", "begun", "waited"];

const busy = new WeakSet();
const checked = new WeakSet();
const patience = new WeakMap();
const pressed = new WeakMap();
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
  if (why) return stop(form, submitter, why);
  shown?.remove();
  say(form);
  checked.add(form);
  form.requestSubmit(submitter);
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
  shown?.remove();
  shown = UNSENT.content.firstElementChild.cloneNode(true);
  const [title, more] = ["h2", "[data-more]"].map((part) => shown.querySelector(part));
  if ("call" in form.dataset) {
    title.textContent = why === "unsure" ? title.dataset.callUnsure : title.dataset.call;
    title.after(shown.querySelector("[data-numbers]"));
  } else title.textContent = `${title.dataset[why]} ${title.dataset[holds(form)]}`;
  more.textContent = form.dataset.unsent ?? more.dataset[why === "unsure" ? "unsure" : "again"];
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
