// A small wrapper of IndexedDB. Every write is strict: done means that it is on the disk.
const NAME = "longarc";
const PATIENCE = 3000;

function build(db) {
  const entries = db.createObjectStore("entries", { keyPath: "n", autoIncrement: true });
  entries.createIndex("owner", "owner");
  for (const name of ["keys", "notes"]) db.createObjectStore(name, { keyPath: "name" });
}

// The open data base; rejects where the browser refuses or does not answer.
export function open() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => build(request.result);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
    setTimeout(() => reject(new Error("no answer")), PATIENCE);
  });
}

// Runs `work(store)` in one transaction; resolves with its request's result once it is on the disk.
function run(db, name, mode, work) {
  return new Promise((resolve, reject) => {
    const transaction = db.transaction(name, mode, { durability: "strict" });
    const request = work(transaction.objectStore(name));
    transaction.oncomplete = () => resolve(request.result);
    transaction.onabort = () => reject(transaction.error);
    if (mode === "readwrite") transaction.commit?.();
  });
}

export const read = (db, name, work) => run(db, name, "readonly", work);
export const write = (db, name, work) => run(db, name, "readwrite", work);

export const get = (db, name, key) => read(db, name, (store) => store.get(key));
export const put = (db, name, value) => write(db, name, (store) => store.put(value));
export const remove = (db, name, key) => write(db, name, (store) => store.delete(key));
export const of = (db, owner) => read(db, "entries", (store) => store.index("owner").getAll(owner));
