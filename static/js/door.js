// The door of a session without network: tickets are found on a list that only their own contents
// open, else checked by their signature. Scans are kept here until the portal has them; what is
// kept names nobody. Without the list, or without this script, the form asks the portal itself.
const form = document.querySelector("[data-door]");
const LENGTH = 138;
const CODE = 12;
const ROUNDS = 10000;
const LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";
const BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const PARTS = 500;
const text = new TextEncoder();

const hex = (bytes) => [...new Uint8Array(bytes)].map((b) => b.toString(16).padStart(2, "0")).join("");
const unhex = (word) => Uint8Array.from(word.match(/../g) ?? [], (pair) => parseInt(pair, 16));
const sha = (bytes) => crypto.subtle.digest("SHA-256", bytes);

function joined(...parts) {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let place = 0;
  for (const part of parts) {
    out.set(part, place);
    place += part.length;
  }
  return out;
}

function bytesOf(ticket) {
  const out = [];
  let bits = 0;
  let held = 0;
  for (const letter of ticket) {
    const value = BASE32.indexOf(letter);
    if (value < 0) return null;
    held = (held << 5) | value;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      out.push((held >> bits) & 255);
      held &= (1 << bits) - 1;
    }
  }
  // One ticket has one text: spare bits at its end are not used.
  return held ? null : Uint8Array.from(out);
}

// The name and the key of an entry: at once from a ticket, slowly from a code.
async function entryOf(read, list) {
  if (read.how === "qr") {
    const data = text.encode(read.word);
    const name = await sha(joined(text.encode("name:"), data));
    return { name: hex(name), key: await sha(joined(text.encode("key:"), data)) };
  }
  const source = await crypto.subtle.importKey("raw", text.encode(read.word), "PBKDF2", false, ["deriveBits"]);
  const rule = { name: "PBKDF2", hash: "SHA-256", salt: text.encode(list.salt), iterations: ROUNDS };
  const drawn = await crypto.subtle.deriveBits(rule, source, 512);
  return { name: hex(drawn.slice(0, 32)), key: drawn.slice(32) };
}

async function openedOf(entry, list) {
  const box = list.entries[entry.name];
  if (!box) return null;
  const data = unhex(box);
  const key = await crypto.subtle.importKey("raw", entry.key, "AES-GCM", false, ["decrypt"]);
  const rule = { name: "AES-GCM", iv: data.slice(0, 12) };
  return JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt(rule, key, data.slice(12))));
}

// What a ticket says by itself, as tickets.py reads it.
async function judged(word, list) {
  const data = bytesOf(word);
  if (!data || data.length !== 86) return "不是有效的票";
  const body = data.slice(0, 22);
  const rule = { name: "Ed25519" };
  try {
    const raw = Uint8Array.from(atob(list.key), (char) => char.charCodeAt(0));
    const key = await crypto.subtle.importKey("raw", raw, rule, false, ["verify"]);
    if (!(await crypto.subtle.verify(rule, key, data.slice(22), body))) return "不是有效的票";
  } catch {
    return "这台设备不能验票，请联网再试";
  }
  const view = new DataView(body.buffer);
  if (view.getUint8(0) !== 1) return "不是有效的票";
  if (view.getUint32(1) !== list.session) return "是另一场的票";
  const minute = Date.now() / 60000;
  if (minute < view.getUint32(14) || minute >= view.getUint32(18)) return "不在票的有效时间内";
  const named = joined(text.encode("revoked"), body);
  named.fill(0, 7 + 13);
  const gone = hex(await sha(named)).slice(0, 32);
  return list.revoked.includes(gone) ? "这张票已经取消" : { persons: view.getUint8(13) };
}

function readOf(typed) {
  const word = typed.replace(/\s/g, "").toUpperCase();
  if (word.length === LENGTH) return { how: "qr", word };
  const code = [...word].filter((char) => LETTERS.includes(char)).join("").slice(0, CODE);
  return { how: "code", word: code };
}

function kept(name, otherwise) {
  try {
    return JSON.parse(localStorage.getItem(name)) ?? otherwise;
  } catch {
    return otherwise;
  }
}

if (form && globalThis.crypto?.subtle) {
  const [listName, scansName] = ["list", "scans"].map((what) => `door.${what}.${form.dataset.session}`);
  const take = form.querySelector("[data-take]");
  const send = form.querySelector("[data-send]");
  const result = document.querySelector("[data-result]");
  const stand = document.querySelector("[data-stand]");
  const device = kept("door.device", "") || crypto.randomUUID().slice(0, 8);
  localStorage.setItem("door.device", JSON.stringify(device));
  const token = form.querySelector("[name=csrfmiddlewaretoken]").value;

  const tell = (words) => {
    result.textContent = words;
  };
  const show = () => {
    const list = kept(listName, null);
    const waiting = kept(scansName, []).filter((scan) => !scan.sent).length;
    const of = list ? `名单取于${new Date(list.made_at).toLocaleTimeString("zh-CN")}，断网也能签到。` : "没有名单，签到要联网。";
    stand.textContent = waiting ? `${of}还有${waiting}条没有上传。` : of;
    send.hidden = !waiting;
    take.hidden = false;
  };
  const ask = (address, body) => fetch(address, {
    method: "POST", body, headers: { "X-CSRFToken": token, "Content-Type": "application/json" },
  });

  async function upload() {
    const all = kept(scansName, []).filter((scan) => !scan.sent);
    for (let start = 0; start < all.length; start += PARTS) {
      const scans = all.slice(start, start + PARTS);
      const answer = await ask(form.dataset.scans, JSON.stringify({ scans }));
      if (!answer.ok) throw new Error("refused");
      const there = new Set((await answer.json()).kept);
      const now = kept(scansName, []);
      for (const scan of now) if (there.has(scan.nonce)) scan.sent = true;
      localStorage.setItem(scansName, JSON.stringify(now));
    }
    show();
  }

  take.addEventListener("click", async () => {
    try {
      const answer = await ask(form.dataset.list, "{}");
      if (!answer.ok) throw new Error("refused");
      localStorage.setItem(listName, JSON.stringify(await answer.json()));
      tell("名单已取，断网也能签到。");
    } catch {
      tell("没有取到名单，请联网再试。");
    }
    show();
  });
  send.addEventListener("click", () => upload().catch(() => tell("没有上传成功，签到记录还在，请联网再试。")));
  window.addEventListener("online", () => upload().catch(() => {}));

  form.addEventListener("submit", async (event) => {
    const list = kept(listName, null);
    if (!list) return;
    event.preventDefault();
    const read = readOf(form.elements.typed.value);
    form.elements.typed.value = "";
    form.elements.typed.focus();
    if (read.how === "code" && read.word.length !== CODE) {
      tell("票码是十二个字母和数字，请核对。");
      return;
    }
    const entry = await entryOf(read, list);
    const scans = kept(scansName, []);
    const person = await openedOf(entry, list).catch(() => null);
    const isSame = (scan) => scan.entry === entry.name || (person && scan.ticket === person.ticket);
    const before = scans.find((scan) => scan.good && isSame(scan));
    const found = person ?? (read.how === "qr" ? await judged(read.word, list) : "名单上没有这个票码");
    const good = typeof found !== "string";
    scans.push({
      nonce: crypto.randomUUID(), entry: entry.name, at: new Date().toISOString(), device, how: read.how, good,
      ticket: person?.ticket ?? 0,
    });
    localStorage.setItem(scansName, JSON.stringify(scans));
    if (before) tell(`这张票在${new Date(before.at).toLocaleTimeString("zh-CN")}已经签到。`);
    else if (good) tell(`已签到：${found.name ?? ""}${found.persons}位${found.group ? `，${found.group}` : ""}。`);
    else tell(`${found}，不能入场；已记下。`);
    show();
    if (navigator.onLine) upload().catch(() => {});
  });

  show();
}
