// What is wrong with an answer, in the words that the server would use, near the field and in a summary.

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const DATES = { year: /^\d{4}$/, month: /^\d{4}-(0[1-9]|1[0-2])$/, day: /^\d{4}-\d{2}-\d{2}$/ };
const PATTERNS = {
  letters: /^\p{L}+(?:[ '’-]\p{L}+)*$/u,
  digits: /^[0-9]+$/,
  code: /^[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*$/,
  postcode: /^[A-Za-z0-9][A-Za-z0-9 -]*$/,
};
const title = document.title.replace(/^Error: /, "");

function isNumberFor(text, { number, min, max, step }) {
  const value = Number(text);
  if (!NUMBER.test(text) || (number === "whole" && !Number.isInteger(value))) return false;
  if (value < Number(min ?? -Infinity) || value > Number(max ?? Infinity)) return false;
  const steps = step && min ? (value - min) / step : 0;
  return Math.abs(steps - Math.round(steps)) < 1e-9;
}

function hintOf(field) {
  const hint = byId(`hint-${field.id}`)?.textContent ?? "It as asked.";
  return `Please write ${hint[0].toLowerCase()}${hint.slice(1)}`;
}

// "" where nothing is wrong with what was typed.
function faultOf(field) {
  const text = typed(field).replace("\u2212", "-");
  const { number, longest, pattern, date } = field.dataset;
  if (text === "") return "";
  if (number && !isNumberFor(text, field.dataset)) return hintOf(field);
  if (date && !DATES[date].test(text)) return hintOf(field);
  if (longest && [...text].length > longest) return `Please write at most ${longest} characters.`;
  if (pattern && !PATTERNS[pattern].test(text.replace(/\s+/g, " "))) return hintOf(field);
  return "";
}

const isOnScreen = (box) => !box.closest("[hidden]");

function ticksFault(item, counts = isOnScreen) {
  const { atLeast, atMost } = item.dataset;
  const ticked = [...item.querySelectorAll("[type=checkbox]")].filter((box) => box.checked && counts(box));
  const alone = ticked.some((box) => box.dataset.alone !== undefined);
  if (alone && ticked.length > 1) return "One of the answers you ticked stands for itself.";
  if (!ticked.length || alone) return "";
  if (atLeast && ticked.length < atLeast) return `Tick at least ${atLeast}, or none.`;
  return atMost && ticked.length > atMost ? `Tick no more than ${atMost}.` : "";
}

// Shows the words at the field, or takes them away where there are none.
function say(field, words) {
  const key = isPicked(field) ? field.name : field.id;
  const box = isPicked(field) ? field.closest("fieldset") : field;
  const known = byId(`error-${key}`);
  const ids = (box.getAttribute("aria-describedby") ?? "").split(" ").filter((id) => id && id !== `error-${key}`);
  if (words) {
    const error = known ?? make("p", { className: "error", id: `error-${key}` });
    if (error.textContent !== words) error.textContent = words;
    if (!known) (isPicked(field) ? field.parentElement : (field.closest(".line") ?? field)).before(error);
    ids.push(error.id);
  } else {
    known?.remove();
  }
  box.setAttribute("aria-describedby", ids.join(" "));
  if (!isPicked(field)) field.ariaInvalid = words ? "true" : null;
  field.closest(".item")?.classList.toggle("wrong", Boolean(words));
}

const isAsked = (field) => !field.closest("[hidden]");

// The names of what is asked there; the text of an "other" option is no question of its own.
function questionsIn(place) {
  const fields = [...place.querySelectorAll("[name]")].filter((field) => isAsked(field) && !field.closest(".other"));
  return [...new Set(fields.map((field) => field.name))];
}

const typedFields = (within) => [...within.querySelectorAll("input[name]:not([type=hidden]), textarea")].filter((field) => !isPicked(field));

// Every fault among what a part asks: the field to go to, and the words.
function faultsIn(part) {
  const faults = [];
  for (const field of typedFields(part)) {
    const words = isAsked(field) ? faultOf(field) : "";
    say(field, words);
    if (words) faults.push({ field, words });
  }
  for (const item of part.querySelectorAll("[data-at-least], [data-at-most]")) {
    const words = isAsked(item) ? ticksFault(item) : "";
    const field = item.querySelector("[type=checkbox]");
    say(field, words);
    if (words) faults.push({ field, words });
  }
  return faults;
}

// Items that the author would rather not miss, asked for once and then let go.
const askedFor = new Set();

function missedIn(part) {
  const missed = [];
  for (const item of part.querySelectorAll("[data-required]")) {
    const open = questionsIn(item).find((name) => !named(name).some(isHeld));
    if (!open || askedFor.has(item)) continue;
    askedFor.add(item);
    missed.push({ field: named(open)[0], words: "You left this open. Would you answer it? Otherwise just continue." });
  }
  return missed;
}

function summarise(part, heading, found) {
  byId("the-summary")?.remove();
  document.title = found.length ? `Error: ${title}` : title;
  if (!found.length) return;
  const lines = found.map(({ field, words }) =>
    make("li", {}, make("a", { href: `#${field.id}`, textContent: `${questionOf(field)}: ${words}` })),
  );
  const given = { id: "the-summary", className: "summary", role: "alert", tabIndex: -1 };
  const summary = make("div", given, make("h2", { textContent: heading }), make("ul", {}, ...lines));
  part.prepend(summary);
  summary.focus();
}

function questionOf(field) {
  const box = field.closest(".statement, .item");
  const number = box?.querySelector(".number")?.textContent ?? "";
  return number ? `Question ${number.replace(".", "")}` : "This question";
}

// What more typing can't mend is said at once. The rest waits until the field is left, and for a moment longer:
// words that came in between would move the button away under the finger that is pressing it.
const isHopeless = (text, { number, max, longest }) =>
  (number && (!/^[-+\u2212]?[\d.]*$/.test(text) || Number(text) > Number(max ?? Infinity))) || [...text].length > longest;

function checkWhileTyping() {
  page.addEventListener("change", ({ target }) => {
    if (target.name && !isPicked(target)) setTimeout(() => say(target, faultOf(target)), 300);
    const item = target.closest(".wrong[data-at-least], .wrong[data-at-most]");
    if (item) say(target, ticksFault(item));
  });
  page.addEventListener("input", ({ target }) => {
    if (!target.name || isPicked(target)) return;
    if (target.ariaInvalid || isHopeless(typed(target), target.dataset)) say(target, faultOf(target));
  });
}
