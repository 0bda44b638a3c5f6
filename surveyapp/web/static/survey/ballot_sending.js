// A personal invitation: its code leaves this page only for a ballot, and the answers go out with the ballot alone.
// Nothing of either is stored in the browser. As long as the page is open, sending again asks for the same ballot.

const LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const WORDS = {
  code: "Your personal code is missing. Please open the link in your e-mail again, or paste the whole link at the start of this form.",
  key: "The key of this survey is not the one in your e-mail. Your answers were not sent. Please tell the person who invited you.",
  ballot: "The server's answer is not right, so your answers were not sent. Please tell the person who invited you.",
  browser: "This browser cannot make an anonymous ballot here. Please use another one, and open the link as it stands in your e-mail.",
  long: "This is more than the server takes. Please shorten what you wrote, then send again.",
  again: "The server did not confirm that it has your answers. They are still here: please wait a moment, then send again.",
};

class Trouble extends Error {}

const prepared = chance(52);
const field = byId("the-code");
const held = () => named("_ballot")[0];
const isTaken = byId("survey").hasAttribute("data-taken");
let carried = location.hash;
let asked;

// The receipt is the serial, the last 20 bytes, in base32 with a check character over the field of 32 elements.
function receiptOf(serial) {
  const bits = toNumber(serial).toString(2).padStart(160, "0");
  const values = bits.match(/.{5}/g).map((five) => parseInt(five, 2));
  const check = values.reduce((sum, value) => {
    const doubled = (sum ^ value) << 1;
    return doubled > 31 ? doubled ^ 37 : doubled;
  }, 0);
  const text = [...values, check].map((value) => LETTERS[value]).join("");
  return [...text.slice(0, 28).match(/.{4}/g), text.slice(28)].join("-");
}

function invitation() {
  const [code, pinned] = (carried || field.value).trim().replace(/^.*#/s, "").split(".");
  if (!pinned) throw new Trouble(WORDS.code);
  return { code, pinned };
}

async function ourKey(pinned) {
  if (!crypto.subtle) throw new Trouble(WORDS.browser);
  try {
    return await openKey(fromText(setting("key")), pinned);
  } catch {
    throw new Trouble(WORDS.key);
  }
}

async function post(address, values, redirect) {
  const body = new URLSearchParams(values);
  try {
    return await fetch(address, { method: "POST", body, redirect, credentials: "omit", cache: "no-store" });
  } catch {
    throw new Trouble(WORDS.again);
  }
}

async function takeBallot() {
  const { code, pinned } = invitation();
  const key = await ourKey(pinned);
  asked ??= await blind(key.modulus, prepared);
  const reply = await post(setting("ballots"), { code, blinded: toText(asked.blinded) }, "error");
  const said = await reply.text().catch(() => "");
  if (reply.status >= 500 || !said) throw new Trouble(WORDS.again);
  if (!reply.ok) throw new Trouble(said);
  try {
    const signature = await finalize(key, prepared, fromText(said), asked.unblinding);
    held().value = `${toText(prepared)}.${toText(signature)}`;
  } catch {
    throw new Trouble(WORDS.ballot);
  }
}

// As a request of the page's own: whatever happens on the way, the answers and the ballot are still here.
async function deliver(form) {
  const reply = await post(form.getAttribute("action"), new FormData(form), "manual");
  if (reply.type === "opaqueredirect") return location.replace(setting("done"));
  if (reply.status >= 500) throw new Trouble(WORDS.again);
  if (reply.status === 413) throw new Trouble(WORDS.long);
  return HTMLFormElement.prototype.submit.call(form);
}

function tellTrouble(place, words) {
  byId("the-trouble")?.remove();
  place.before(make("p", { id: "the-trouble", className: "error", role: "alert", textContent: words }));
}

async function trying(place, work) {
  byId("the-trouble")?.remove();
  try {
    await work();
  } catch (error) {
    tellTrouble(place, error instanceof Trouble ? error.message : WORDS.again);
  }
}

let hasBallot = isTaken;
const send = byId("the-send");
field.removeAttribute("name");
send.disabled = false;
history.replaceState(history.state, "", location.pathname);
if (!isTaken) {
  held().value = "";
  byId("the-receipt").textContent = receiptOf(prepared.slice(32));
  byId("the-invitation").hidden = Boolean(carried);
  if (carried) trying(parts[0], async () => ourKey(invitation().pinned));
}
addEventListener("pagehide", () => (carried = field.value = ""));
page.addEventListener("submit", (event) => {
  if (event.defaultPrevented) return;
  event.preventDefault();
  trying(send.parentElement, async () => {
    if (!hasBallot) await takeBallot();
    hasBallot = true;
    await deliver(byId("survey"));
  });
});
