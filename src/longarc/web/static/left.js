// What made it worse stays away without the server, too: a note on the phone, sealed.
import { queue } from "./outbox.js";

const LEFT = "left";

export const leftOut = async () => (await (await queue).noted(LEFT).catch(() => [])) ?? [];
export const leaveOut = async (codes) => (await queue).note(LEFT, codes).catch(() => {});

// What the server says stands, once nothing waits that it has not heard.
export async function agree(codes) {
  const waits = (await (await queue).rows()).length > 0;
  await leaveOut(waits ? [...new Set([...codes, ...(await leftOut())])] : codes);
}

// What a page offers in fixed words goes; where none of them is left, what stood around them, too.
export async function spare() {
  const told = document.querySelector("[data-left]");
  if (told) await agree(told.dataset.left.split(" ").filter(Boolean));
  const left = (await queue).owner ? await leftOut() : [];
  for (const one of document.querySelectorAll("[data-one-of] [data-code]")) one.hidden = left.includes(one.dataset.code);
  for (const box of document.querySelectorAll("[data-one-of]")) box.hidden = !box.querySelector("[data-code]:not([hidden])");
}
