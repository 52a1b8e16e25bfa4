// What lies on the phone is encrypted with a key of its owner that no script can read out.
// The owner and the id are bound in: a box opens only as what it was, for whom it was.
import { get, write } from "./store.js";

const AES = { name: "AES-GCM", length: 256 };
const text = new TextEncoder();

// The owner's key, made on first use. `add` refuses a second one: two tabs end with the same key.
export async function keyOf(db, owner) {
  const there = await get(db, "keys", owner);
  if (there) return there.key;
  const key = await crypto.subtle.generateKey(AES, false, ["encrypt", "decrypt"]);
  await write(db, "keys", (store) => store.add({ name: owner, key })).catch(() => {});
  return (await get(db, "keys", owner)).key;
}

const way = (iv, owner, id) => ({ name: "AES-GCM", iv, additionalData: text.encode(`${owner} ${id}`) });

export async function seal(key, owner, id, value) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const box = await crypto.subtle.encrypt(way(iv, owner, id), key, text.encode(JSON.stringify(value)));
  return { iv, box };
}

export async function unseal(key, owner, id, { iv, box }) {
  const plain = await crypto.subtle.decrypt(way(iv, owner, id), key, box);
  return JSON.parse(new TextDecoder().decode(plain));
}

// A time-ordered UUID, version 7 (RFC 9562): 48 bits of milliseconds, the rest random.
export function uuid7() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const now = Date.now();
  for (let n = 0; n < 6; n += 1) bytes[n] = Math.floor(now / 256 ** (5 - n)) % 256;
  bytes[6] = 0x70 | (bytes[6] & 0x0f);
  bytes[8] = 0x80 | (bytes[8] & 0x3f);
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, "$1-$2-$3-$4-$5");
}
