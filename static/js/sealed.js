// What of a visit lies on this device (decision 0055): in IndexedDB ids and times in clear, all else as bytes sealed under
// a key that is made of the password each time and stored nowhere. A taking is what one password opens: its row has the
// salt and the tries, the copies hang on it. static/js/take.js, sheet.js and away.js ask for it as `sealed`.

const STORE = "copies";
const { subtle } = globalThis.crypto ?? {};

function asked(request) {
  return new Promise((done, failed) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });
}

async function store(mode, work) {
  const opening = indexedDB.open("visits", 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore(STORE, { keyPath: "id" });
  const base = await asked(opening);
  try {
    const change = base.transaction(STORE, mode);
    const over = new Promise((done, failed) => {
      change.oncomplete = done;
      change.onerror = change.onabort = () => failed(change.error);
    });
    const result = await asked(work(change.objectStore(STORE)));
    await over;
    return result;
  } finally {
    base.close();
  }
}

const all = () => store("readonly", (copies) => copies.getAll());
const put = (copy) => store("readwrite", (copies) => copies.put(copy));
const remove = (id) => store("readwrite", (copies) => copies.delete(id));

// All that lies here: takings with their copies in order, and what is too old. A copy may outlive the day of its taking,
// which then stays; one that was taken along alone, before there were takings, is both.
async function rows(now = Date.now()) {
  const lying = await all();
  const copies = lying.filter((one) => one.kind !== "taking");
  const of = (taking) =>
    copies
      .filter((one) => (one.taking ?? one.id) === taking.id && one.until > now)
      .sort((one, other) => (one.place ?? 0) - (other.place ?? 0) || one.takenAt - other.takenAt);
  const takings = lying
    .filter((one) => one.salt)
    .map((taking) => ({ ...taking, copies: of(taking) }))
    .filter((taking) => taking.until > now)
    .sort((one, other) => one.takenAt - other.takenAt);
  const alive = new Set(takings.flatMap((taking) => [taking.id, ...taking.copies.map((one) => one.id)]));
  return { takings, old: lying.filter((one) => !alive.has(one.id)) };
}

// What lies there now, changed by `work` and laid back in one go: two windows neither forget a try nor bring back what
// the other deleted. undefined: it is gone.
async function change(id, work) {
  let held;
  await store("readwrite", (copies) => {
    const asking = copies.get(id);
    asking.addEventListener("success", () => {
      held = asking.result;
      if (!held) return;
      work(held);
      copies.put(held);
    });
    return asking;
  });
  return held;
}

// --- sealing ----------------------------------------------------------------------------------------
const bytes = (text) => new TextEncoder().encode(text);

async function keyOf(password, salt, rounds) {
  const typed = await subtle.importKey("raw", bytes(password.normalize("NFKC")), "PBKDF2", false, ["deriveKey"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt, iterations: rounds };
  return subtle.deriveKey(how, typed, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}

// What was sealed as one part of one copy opens as nothing else.
async function seal(key, id, part, data) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const box = await subtle.encrypt({ name: "AES-GCM", iv, additionalData: bytes(`${id}/${part}`) }, key, data);
  return { iv, box };
}

const unseal = (key, id, part, { iv, box }) =>
  subtle.decrypt({ name: "AES-GCM", iv, additionalData: bytes(`${id}/${part}`) }, key, box);

const sealWords = (key, id, part, value) => seal(key, id, part, bytes(JSON.stringify(value)));
const unsealWords = async (key, id, part, sealed) => JSON.parse(new TextDecoder().decode(await unseal(key, id, part, sealed)));

// A file with its name: the length of the name, the name, the bytes.
async function sealFile(key, id, part, file) {
  const about = bytes(JSON.stringify({ name: file.name, type: file.type }));
  const whole = new Uint8Array(4 + about.length + file.size);
  new DataView(whole.buffer).setUint32(0, about.length);
  whole.set(about, 4);
  whole.set(new Uint8Array(await file.arrayBuffer()), 4 + about.length);
  return seal(key, id, part, whole);
}

async function unsealFile(key, id, part, sealed) {
  const whole = await unseal(key, id, part, sealed);
  const length = new DataView(whole).getUint32(0);
  const { name, type } = JSON.parse(new TextDecoder().decode(new Uint8Array(whole, 4, length)));
  return new File([new Uint8Array(whole, 4 + length)], name, { type });
}

globalThis.sealed = {
  can: Boolean(window.isSecureContext && subtle && "indexedDB" in window && "serviceWorker" in navigator && "caches" in window),
  NOBODY: "00000000-0000-0000-0000-000000000000", // in an address, for the number of a copy
  rows, put, change, remove, keyOf, sealWords, unsealWords, sealFile, unsealFile,
};
