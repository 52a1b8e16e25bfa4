// Today, with the server and without it.
import "./checkin.js";
import { spare } from "./left.js";
import "./more.js";
import { page, watch } from "./outbox.js";

const back = document.getElementById("back-online");

// On the offline page: a way to the real one, once the server answers again.
async function lookForServer(now) {
  if (!now.owner || !back.hidden) return;
  const answer = await fetch(page.hello).catch(() => null);
  back.hidden = !answer?.ok;
}

if (back) watch(lookForServer);
if (back) addEventListener("online", () => lookForServer({ owner: true }));
spare().catch(() => {});
