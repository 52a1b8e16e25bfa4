// A tap on the drawing marks a place; further taps go through the words, then take the mark back.
// The list stays the form: this module only sets its checkboxes and words, and says what it set.
const UNMARKED = -1;

function step(checkbox, word) {
  const now = checkbox.checked ? word.selectedIndex : UNMARKED;
  const next = now + 1 < word.options.length ? now + 1 : UNMARKED;
  checkbox.checked = next !== UNMARKED;
  word.selectedIndex = Math.max(next, 0);
  checkbox.dispatchEvent(new Event("change", { bubbles: true }));
}

function said(map, checkbox, word) {
  const place = checkbox.labels[0].textContent;
  if (!checkbox.checked) return map.dataset.off.replace("{place}", place);
  if (!word.value) return place;
  return map.dataset.says
    .replace("{place}", place)
    .replace("{word}", word.selectedOptions[0].textContent);
}

function tap(map, event) {
  const code = event.target.dataset.place;
  if (!code) return;
  const checkbox = map.querySelector(`[name="body"][value="${code}"]`);
  const word = map.querySelector(`[name="feels-${code}"]`);
  step(checkbox, word);
  map.querySelector(".body-said").textContent = said(map, checkbox, word);
}

for (const map of document.querySelectorAll(".body-map")) {
  map.querySelector(".body-tap").hidden = false;
  map.classList.add("tappable");
  map.querySelector(".figure").addEventListener("click", (event) => tap(map, event));
}
