// Signing out: as after Leave, this phone shows its lock without the network, and holds no plan.
import { PLAN } from "./queue.js";
import { get, open, remove } from "./store.js";

const db = await open().catch(() => null);
const last = db && (await get(db, "notes", "owner").catch(() => null));
document.querySelector("form[data-sign-out]").addEventListener("submit", () => {
  if (!last) return;
  for (const note of ["owner", `${PLAN} ${last.value}`]) remove(db, "notes", note).catch(() => {});
});
