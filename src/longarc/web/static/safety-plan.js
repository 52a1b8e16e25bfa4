// The safety plan without the network: a sealed note on this phone, gone after Leave or sign-out.
import { spare } from "./left.js";
import { page, queue } from "./outbox.js";
import { PLAN } from "./queue.js";

const PATIENCE = 2000;
const told = document.querySelector("[data-plan]");
const away = document.getElementById("plan-away");
const print = document.querySelector("[data-print]");

// Signed in: the phone holds the plan as it stands now, or nothing.
async function hold() {
  const parts = Array.from(told.querySelectorAll("[data-part]"), (one) =>
    [one.querySelector("h3").textContent, one.querySelector(".plan-words").textContent]);
  const mine = await queue;
  await (parts.length ? mine.note(PLAN, parts) : mine.forget(PLAN));
}

// Who is signed in, as the server says; undefined where it does not answer.
async function signedIn() {
  try {
    const answer = await fetch(page.hello, { signal: AbortSignal.timeout?.(PATIENCE) });
    return answer.ok ? (await answer.json()).client : undefined;
  } catch {
    return undefined;
  }
}

// Not signed in: shown only where the server does not say that this person signed out.
async function show() {
  const mine = await queue;
  const parts = mine.owner && (await mine.noted(PLAN));
  if (!parts) return;
  const now = await signedIn();
  if (now !== undefined && now !== mine.owner) {
    await mine.forget(PLAN);
    return;
  }
  const form = away.querySelector("template").content;
  for (const [name, words] of parts) {
    const part = form.cloneNode(true);
    part.querySelector("h3").textContent = name;
    part.querySelector("p").textContent = words;
    document.getElementById("plan-kept").append(part);
  }
  away.hidden = false;
}

if (told) hold().catch(() => {});
else if (away) show().catch(() => {});
if (print) {
  print.hidden = false;
  print.addEventListener("click", () => window.print());
}
spare().catch(() => {});
