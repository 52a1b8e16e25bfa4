// Leaving: cover the page in the same frame, end the session on the server, go somewhere neutral.
// What waits to be sent is on the disk already, sealed; nothing else is kept.
import { csrf, page, queue } from "./outbox.js";
import { PLAN } from "./queue.js";
import { remove } from "./store.js";

const PRESSES = 3;
const WITHIN = 5000;

export function leave() {
  document.documentElement.classList.add("left");
  document.body.replaceChildren();
  document.title = "";
  forget();
  const told = new FormData();
  told.set("csrfmiddlewaretoken", csrf());
  told.set("quiet", "1");
  navigator.sendBeacon(page.leave, told);
  // Without the network it is lost: the worker then ends the session before it shows another page.
  navigator.serviceWorker?.controller?.postMessage({ left: true });
  location.replace(page.neutral);
}

// Without the network this phone then shows its lock until someone signs in, and holds no plan.
let mine;
queue.then((made) => (mine = made));
function forget() {
  if (!mine?.disk) return;
  for (const note of ["owner", `${PLAN} ${mine.owner}`]) remove(mine.disk.db, "notes", note).catch(() => {});
}

let presses = [];
addEventListener("keydown", (event) => {
  if (event.repeat) return;
  if (event.key !== "Shift") presses = [];
  else presses = [...presses.filter((at) => event.timeStamp - at < WITHIN), event.timeStamp];
  if (presses.length >= PRESSES) leave();
});

// The header's, and the one of a form that could not be sent.
document.addEventListener("click", (event) => {
  if (!event.target.closest?.("#leave, [data-leave]")) return;
  event.preventDefault();
  leave();
});

// A page that the browser kept aside is asked for anew: after Leave the answer is the lock.
addEventListener("pageshow", (event) => event.persisted && location.reload());
