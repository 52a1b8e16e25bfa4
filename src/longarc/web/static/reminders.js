// Reminders: offers the place where this phone is, and turns notes on. Nothing changes by itself.
const zone = document.getElementById("zone");
const elsewhere = document.getElementById("elsewhere");
const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
const known = Array.from(zone.options, (option) => option.value).includes(here);

if (known && here !== zone.value) {
  elsewhere.querySelector("span").textContent = elsewhere.dataset.says.replace("{zone}", here);
  elsewhere.hidden = false;
}
elsewhere.querySelector("button").addEventListener("click", () => {
  zone.value = here;
  elsewhere.hidden = true;
  zone.focus();
});

const form = document.getElementById("push-on");
const able = "PushManager" in window && "Notification" in window && navigator.serviceWorker;
const says = (text) => { form.querySelector("[role=status]").textContent = text; };

if (form && able) form.querySelector("button").hidden = false;
else if (form) says(form.dataset.no);

let filled = false;
form?.addEventListener("submit", async (event) => {
  if (filled) return;
  event.preventDefault();
  if ((await Notification.requestPermission()) !== "granted") return says(form.dataset.denied);
  try {
    fillIn(await subscribe());
    filled = true;
    form.requestSubmit();
  } catch {
    says(form.dataset.no);
  }
});

// A subscription that was made for another key of the server cannot be used any more.
async function subscribe() {
  const { pushManager } = await navigator.serviceWorker.ready;
  await (await pushManager.getSubscription())?.unsubscribe();
  return pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: form.dataset.key });
}

function fillIn(subscription) {
  const { endpoint, keys } = subscription.toJSON();
  for (const [name, value] of Object.entries({ endpoint, ...keys })) {
    if (form.elements[name]) form.elements[name].value = value;
  }
}
