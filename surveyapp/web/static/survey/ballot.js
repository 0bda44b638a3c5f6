// Ballots that nobody can trace: RSABSSA-SHA384-PSS-Randomized, RFC 9474, with a key of 3072 bits.
// The server signs a number without learning what it signs. What it gets to see, blinded, is chance to it.

const KEY_BYTES = 384;
const SALT_BYTES = 48;
const EXPONENT = 65537n;
// A key is written as this, the modulus, and the exponent 65537: RFC 8017, appendix A.1.1, in DER.
const KEY_START = "308201a2300d06092a864886f70d01010105000382018f003082018a0282018100";
const KEY_END = "0203010001";

const toHex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
const toNumber = (bytes) => BigInt(`0x${toHex(bytes)}`);
const toBytes = (number, length) =>
  Uint8Array.from(number.toString(16).padStart(2 * length, "0").match(/../g), (pair) => parseInt(pair, 16));
const toText = (bytes) => btoa(String.fromCharCode(...bytes)).replace(/\+/g, "-").replace(/\//g, "_").replace(/=/g, "");
const fromText = (text) =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt());
const join = (...parts) => Uint8Array.from(parts.flatMap((part) => [...part]));
const chance = (length) => crypto.getRandomValues(new Uint8Array(length));
const digest = async (kind, bytes) => new Uint8Array(await crypto.subtle.digest(kind, bytes));

// The key, if it is the one whose fingerprint came with the e-mail.
async function openKey(der, pinned) {
  const hex = toHex(der);
  const modulus = hex.slice(KEY_START.length, -KEY_END.length);
  const isOurs = hex === KEY_START + modulus + KEY_END && modulus.length === 2 * KEY_BYTES;
  if (!isOurs || toText(await digest("SHA-256", der)) !== pinned) throw new Error("another key");
  return { modulus: BigInt(`0x${modulus}`), verifier: await importKey(der) };
}

const importKey = (der) =>
  crypto.subtle.importKey("spki", der, { name: "RSA-PSS", hash: "SHA-384" }, false, ["verify"]);

function power(base, exponent, modulus) {
  let result = 1n;
  for (const bit of exponent.toString(2)) result = (result * result * (bit === "1" ? base : 1n)) % modulus;
  return result;
}

function inverse(number, modulus) {
  let [rest, next, factor, nextFactor] = [number, modulus, 1n, 0n];
  while (next) {
    const times = rest / next;
    [rest, next] = [next, rest - times * next];
    [factor, nextFactor] = [nextFactor, factor - times * nextFactor];
  }
  if (rest !== 1n) throw new Error("no inverse");
  return ((factor % modulus) + modulus) % modulus;
}

// MGF1: RFC 8017, appendix B.2.1.
async function mask(seed, length) {
  let made = new Uint8Array();
  for (let count = 0; made.length < length; count++) {
    made = join(made, await digest("SHA-384", join(seed, toBytes(BigInt(count), 4))));
  }
  return made.slice(0, length);
}

// EMSA-PSS: RFC 8017, section 9.1.1, for a modulus of whole bytes.
async function encode(message, salt, length) {
  const hash = await digest("SHA-384", join(new Uint8Array(8), await digest("SHA-384", message), salt));
  const block = new Uint8Array(length - hash.length - 1);
  block.set(join([1], salt), block.length - salt.length - 1);
  const veil = await mask(hash, block.length);
  const masked = block.map((byte, at) => byte ^ veil[at]);
  masked[0] &= 0x7f;
  return join(masked, hash, [0xbc]);
}

function below(modulus, length, random) {
  for (;;) {
    const number = toNumber(random(length));
    if (number > 0n && number < modulus) return number;
  }
}

// What may be shown to the signer, and what undoes the blinding: RFC 9474, section 4.2.
async function blind(modulus, prepared, length = KEY_BYTES, random = chance) {
  const encoded = toNumber(await encode(prepared, random(SALT_BYTES), length));
  const factor = below(modulus, length, random);
  const blinded = (encoded * power(factor, EXPONENT, modulus)) % modulus;
  return { blinded: toBytes(blinded, length), unblinding: inverse(factor, modulus) };
}

// The signature, checked, or an error: RFC 9474, section 4.4.
async function finalize({ modulus, verifier }, prepared, signed, unblinding) {
  const signature = toBytes((toNumber(signed) * unblinding) % modulus, signed.length);
  const way = { name: "RSA-PSS", saltLength: SALT_BYTES };
  if (!(await crypto.subtle.verify(way, verifier, signature, prepared))) throw new Error("no signature");
  return signature;
}
