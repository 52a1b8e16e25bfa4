// Without the server: the offline Today, the exercises, the public Support page and a lock for everything else.
// Nothing of anyone's is ever kept here: each page is fetched without the session.
/* global SHELL */
const CACHE = `longarc-${SHELL.version}`;
const PATIENCE = 4000;
const SENDING = 30_000;
const ANSWER = 1000;
const DOWN = new Set([502, 503, 504]);
const STAND_INS = new Map(SHELL.today.map((path) => [path, SHELL.offline]));
STAND_INS.set(SHELL.support, SHELL.support);

self.addEventListener("install", (event) => event.waitUntil(fill().then(() => self.skipWaiting())));
self.addEventListener("activate", (event) => event.waitUntil(tidy().then(() => self.clients.claim())));

async function fill() {
  const cache = await caches.open(CACHE);
  const pages = [SHELL.offline, SHELL.exercisesOffline, SHELL.lock].map((path) => keepPage(cache, path));
  const support = keepPage(cache, SHELL.support).catch(() => []);
  const named = (await Promise.all([...pages, support])).flat();
  await cache.addAll(new Set([...SHELL.files, ...named]));
}

// Keeps a page as anyone sees it, and gives the static files that it names.
async function keepPage(cache, path) {
  const response = await fetch(path, { credentials: "omit", cache: "reload" });
  if (!response.ok || response.redirected) throw new Error(`${path} ${response.status}`);
  const html = await response.clone().text();
  await cache.put(path, response);
  return Array.from(html.matchAll(/(?:href|src)="([^"]+)"/g), ([, link]) => link)
    .filter((link) => link.startsWith(SHELL.static));
}

// Old caches go only after this one was filled: install comes before activate.
async function tidy() {
  const old = (await caches.keys()).filter((name) => name.startsWith("longarc-") && name !== CACHE);
  await Promise.all(old.map((name) => caches.delete(name)));
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== location.origin) return;
  if (request.method === "POST" && request.mode === "navigate") event.respondWith(send(request));
  if (request.method !== "GET") return;
  if (url.pathname.startsWith(SHELL.static)) event.respondWith(file(request));
  else if (request.mode === "navigate" && url.pathname !== SHELL.leave) event.respondWith(visit(event, url));
});

async function file(request) {
  return (await kept(request)) ?? fetch(request);
}

async function kept(request) {
  return (await caches.open(CACHE)).match(request);
}

const exercises = (path) => (path.startsWith(SHELL.exercises) ? SHELL.exercisesOffline : undefined);

// Leave was pressed, perhaps without the network: no page of hers is shown before the session ended.
const LEFT = "left";
self.addEventListener("message", (event) => event.data?.left && event.waitUntil(left()));

async function left() {
  await (await caches.open(LEFT)).put(SHELL.leave, new Response(""));
  await ended();
}

async function ended() {
  if (!(await caches.has(LEFT))) return true;
  const answer = await soon(fetch(SHELL.leave, { redirect: "manual" })).catch(() => null);
  return answer !== null && !DOWN.has(answer.status) && caches.delete(LEFT);
}

async function visit(event, url) {
  const standIn = STAND_INS.get(url.pathname) ?? exercises(url.pathname);
  try {
    if (!(await ended())) throw new Error("left");
    const response = await (standIn ? soon(fetch(event.request)) : fetch(event.request));
    if (DOWN.has(response.status)) throw new Error("down");
    if (url.pathname === SHELL.support && response.ok) event.waitUntil(renewSupport());
    return response;
  } catch {
    return (await kept(standIn ?? SHELL.lock)) ?? Response.error();
  }
}

function soon(answer, patience = PATIENCE) {
  const tired = new Promise((_, reject) => setTimeout(reject, patience, new Error("slow")));
  return Promise.race([answer, tired]);
}

// A form that may not have arrived: its page stays as it is and says so (unsent.js); only where no
// page answers does the lock take its place.
async function send(request) {
  try {
    const response = await soon(fetch(request), SENDING);
    if (DOWN.has(response.status)) throw new Error("down");
    return response;
  } catch {
    if (await heard(request.url)) return new Response(null, { status: 204 });
    return (await kept(SHELL.lock)) ?? Response.error();
  }
}

async function heard(unsent) {
  const pages = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  const answers = pages.map((page) => new Promise((resolve, reject) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = resolve;
    setTimeout(reject, ANSWER);
    page.postMessage({ unsent }, [port2]);
  }));
  return Promise.any(answers).then(() => true, () => false);
}

// A note brings the code of a sentence; a later one takes the place of an earlier one.
self.addEventListener("push", (event) => event.waitUntil(note(event.data?.text().trim())));

function note(code) {
  const { title, icon, texts } = SHELL.notes;
  const body = texts[code] ?? Object.values(texts)[0];
  return self.registration.showNotification(title, { body, icon, badge: icon, tag: "note" });
}

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(open());
});

async function open() {
  const [page] = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  return page ? page.focus() : self.clients.openWindow(SHELL.today[0]);
}

const renewSupport = async () => keepPage(await caches.open(CACHE), SHELL.support).catch(() => {});
