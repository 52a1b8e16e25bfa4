// The entries of one owner that have not reached the record, oldest first: sealed on the disk,
// or, where the phone refuses or loses that, in this page's memory.
import { get, of, open, put, remove, write } from "./store.js";
import { keyOf, seal, unseal } from "./seal.js";

// The one note that holds words of its owner: it goes with Leave and with signing out.
export const PLAN = "safety-plan";
const AGAIN = 5000;
const DROPPED = "dropped";
const MOST_DROPPED = 200;

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
    this.loose = [];
    this.held = new Map(); // rows that this page put on the disk, until the server has them
    this.dropped = new Set(); // what the person let go of here, or in another window as far as seen
    this.lost = false;
    this.tried = 0;
    this.opening = null;
    this.changed = () => {};
    this.use(disk);
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

  // There was a disk, and it cannot be read now: nobody knows what lies there.
  get unread() {
    return this.lost && !this.disk;
  }

  use(disk) {
    this.disk = disk;
    if (!disk) return;
    this.lost = false;
    disk.db.onclose = () => this.lose(disk);
    disk.db.onversionchange = () => {
      disk.db.close();
      this.lose(disk);
    };
  }

  // The browser closed it, or it failed: cleared data, a full or broken disk.
  lose(disk) {
    if (this.disk !== disk) return;
    this.disk = null;
    this.lost = true;
    this.changed();
  }

  // The disk, opened anew where it was lost; not more often than now and then.
  async opened() {
    if (this.unread && Date.now() - this.tried > AGAIN) {
      this.tried = Date.now();
      this.opening = openDisk(this.owner).then((disk) => this.use(disk));
    }
    await this.opening;
    return this.disk;
  }

  // True when the entry is on the disk; false when it is only in memory.
  async add(entry) {
    const disk = await this.opened();
    try {
      const box = await seal(disk.key, this.owner, entry.uid, entry);
      await write(disk.db, "entries", (store) =>
        store.add({ owner: this.owner, uid: entry.uid, aside: "", ...box }));
      this.held.set(entry.uid, { uid: entry.uid, entry, aside: "" });
      return true;
    } catch {
      this.loose.push({ uid: entry.uid, entry, aside: "" });
      if (disk) this.lose(disk);
      return false;
    }
  }

  // Everything that waits, by a fresh read. What this page put on the disk and does not find there
  // is in its memory still, and goes on from there: for good, unless the disk could not be read.
  async rows() {
    const kept = await this.read();
    const gone = await this.gone(kept);
    if (this.unread) return [...this.loose, ...gone];
    for (const row of gone) this.held.delete(row.uid);
    this.loose.push(...gone);
    return [...kept, ...this.loose];
  }

  // What this page put on the disk and is not there any more, set aside if it was so there; but not
  // what was let go of in another window: that is nobody's to send.
  async gone(kept) {
    const there = new Map(kept.map((row) => [row.uid, row]));
    const missing = [];
    for (const row of this.held.values()) {
      if (there.has(row.uid)) row.aside = there.get(row.uid).aside;
      else missing.push(row);
    }
    for (const { uid } of missing) if (await this.letGo(uid)) this.held.delete(uid);
    return missing.filter((row) => this.held.has(row.uid)); // meanwhile another look may have moved it
  }

  async read() {
    for (let tries = 0; tries < 2; tries += 1) {
      const disk = await this.opened();
      if (!disk) return [];
      try {
        return await of(disk.db, this.owner);
      } catch {
        this.lose(disk);
      }
    }
    return [];
  }

  // The entry in a row; undefined where it cannot be opened any more.
  async entry(row) {
    if (row.entry) return row.entry;
    return unseal(this.disk.key, this.owner, row.uid, row).catch(() => undefined);
  }

  async done(row) {
    this.held.delete(row.uid);
    if (row.entry) this.loose = this.loose.filter((one) => one !== row);
    else await remove(this.disk.db, "entries", row.n);
  }

  // For good, by the person. Noted before it goes, so that no other window takes it for lost.
  async drop(row) {
    this.dropped.add(row.uid);
    const known = (await this.noted(DROPPED).catch(() => undefined)) ?? [];
    await this.note(DROPPED, [...known, row.uid].slice(-MOST_DROPPED)).catch(() => {});
    await this.done(row);
  }

  async letGo(uid) {
    if (this.dropped.has(uid)) return true;
    const known = await this.noted(DROPPED).catch(() => undefined);
    if (known?.includes(uid)) this.dropped.add(uid);
    return this.dropped.has(uid);
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
