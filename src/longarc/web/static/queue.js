// The entries of one owner that have not reached the record, oldest first: sealed on the disk,
// or, where the phone refuses that, in this page's memory.
import { get, of, open, put, remove, write } from "./store.js";
import { keyOf, seal, unseal } from "./seal.js";

// The one note that holds words of its owner: it goes with Leave and with signing out.
export const PLAN = "safety-plan";

async function openDisk(owner) {
  try {
    const db = await open();
    return { db, key: owner ? await keyOf(db, owner) : null };
  } catch {
    return null;
  }
}

export class Queue {
  constructor(owner, disk) {
    this.owner = owner;
    this.disk = disk;
    this.loose = [];
  }

  // The queue of `owner`, or, without one, of the last person who was signed in here.
  static async of(owner) {
    const disk = await openDisk(owner);
    if (owner || !disk) return new Queue(owner, disk);
    const last = await get(disk.db, "notes", "owner");
    return last ? Queue.of(last.value) : new Queue("", disk);
  }

  get durable() {
    return Boolean(this.disk);
  }

  // True when the entry is on the disk; false when it is only in memory.
  async add(entry) {
    try {
      const box = await seal(this.disk.key, this.owner, entry.uid, entry);
      await write(this.disk.db, "entries", (store) =>
        store.add({ owner: this.owner, uid: entry.uid, aside: "", ...box }));
      return true;
    } catch {
      this.disk = null;
      this.loose.push({ uid: entry.uid, entry, aside: "" });
      return false;
    }
  }

  async rows() {
    const kept = this.disk ? await of(this.disk.db, this.owner).catch(() => []) : [];
    return [...kept, ...this.loose];
  }

  // The entry in a row; undefined where it cannot be opened any more.
  async entry(row) {
    if (row.entry) return row.entry;
    return unseal(this.disk.key, this.owner, row.uid, row).catch(() => undefined);
  }

  async done(row) {
    if (row.entry) this.loose = this.loose.filter((one) => one !== row);
    else await remove(this.disk.db, "entries", row.n);
  }

  // Kept, but not sent again by itself; `why` is a sentence for the person. Empty: sent again.
  async setAside(row, why) {
    row.aside = why;
    if (!row.entry) await put(this.disk.db, "entries", row);
  }

  // Small notes beside the entries, sealed like them.
  async note(name, value) {
    if (!this.disk) return;
    const box = await seal(this.disk.key, this.owner, name, value);
    await put(this.disk.db, "notes", { name: `${name} ${this.owner}`, ...box });
  }

  async noted(name) {
    const row = this.disk && (await get(this.disk.db, "notes", `${name} ${this.owner}`));
    return row ? unseal(this.disk.key, this.owner, name, row).catch(() => undefined) : undefined;
  }

  async forget(name) {
    if (this.disk) await remove(this.disk.db, "notes", `${name} ${this.owner}`);
  }

  async remember() {
    if (this.disk) await put(this.disk.db, "notes", { name: "owner", value: this.owner });
  }
}
