// The path, as the server walks it: which items are asked and which options offered, given the answers before.
// An answer that is off the path does not exist. The rules are data; nothing of them is ever run.

const rules = JSON.parse(byId("the-rules").textContent);
const IS_NUMBER = /^-?[0-9]{1,30}(\.[0-9]{1,30})?$/;
const IS_DATE = /^[0-9]{4}(-[0-9]{2}){0,2}$/;
const ORDERS = {
  at_least: (left, right) => left >= right,
  at_most: (left, right) => left <= right,
  more_than: (left, right) => left > right,
  less_than: (left, right) => left < right,
};
let values = new Map();

function numberOf(value) {
  if (typeof value === "number") return value;
  return typeof value === "string" && IS_NUMBER.test(value) ? Number(value) : undefined;
}

function isOneOf(value, codes) {
  if (Array.isArray(value)) return value.some((code) => codes.includes(code));
  if (typeof value === "number") return codes.some((code) => numberOf(code) === value);
  return codes.includes(value);
}

function isOrdered(order, value, bound) {
  const [left, right] = [numberOf(value), numberOf(bound)];
  if (left !== undefined && right !== undefined) return ORDERS[order](left, right);
  const texts = [value, bound].map(String);
  if (Array.isArray(value) || !texts.every((text) => IS_DATE.test(text))) return false;
  const shorter = Math.min(...texts.map((text) => text.length));
  return ORDERS[order](...texts.map((text) => text.slice(0, shorter)));
}

function compare(operator, value, operand) {
  if (operator === "answered") return (value !== undefined) === operand;
  if (value === undefined) return false;
  return operator === "is" ? isOneOf(value, operand) : isOrdered(operator, value, operand);
}

function holds(rule) {
  const [operator, ...rest] = rule;
  if (operator === "all") return rest.every(holds);
  if (operator === "any") return rest.some(holds);
  if (operator === "not") return !holds(rest[0]);
  return compare(operator, valueOf(rest[0]), rest[1]);
}

function valueOf(subject) {
  return Object.hasOwn(rules.scores, subject) ? scored(rules.scores[subject]) : values.get(subject);
}

function scored(score) {
  const sources = score.sum ?? score.mean ?? score.count ?? [score.item ?? score.recode];
  const given = sources.map(valueOf).filter((value) => value !== undefined);
  const numbers = given.map(numberOf).filter((value) => value !== undefined);
  const enough = (found) => found.length >= (score.at_least_answered ?? sources.length);
  const total = () => numbers.reduce((sum, value) => sum + value, 0);
  if (score.sum) return enough(numbers) ? total() : undefined;
  if (score.mean) return enough(numbers) ? total() / numbers.length : undefined;
  if (score.count) return enough(given) ? given.filter((value) => isOneOf(value, score.values)).length : undefined;
  const [value] = given;
  if (value === undefined) return undefined;
  if (score.recode) return Object.hasOwn(score.to, value) ? score.to[value] : undefined;
  const bounds = Object.keys(ORDERS).filter((order) => order in score);
  return bounds.every((order) => compare(order, value, score[order])) ? "yes" : "no";
}

// What a control holds, as far as it can be answered; a value that the server would refuse is no answer.
function taken({ name, kind }, offered) {
  const fields = named(name);
  const codes = fields.filter((field) => field.checked && offered(field.value)).map((field) => field.value);
  if (kind === "one") return codes[0];
  if (kind === "many") return codes.length && ticksFit(fields[0].closest(".item")) ? codes : undefined;
  const [field] = fields;
  if (!typed(field) || faultOf(field)) return undefined;
  return kind === "number" ? Number(typed(field).replace("\u2212", "-")) : typed(field);
}

// The server takes the ticks as they are sent, and else those that are still offered.
const ticksFit = (item) => !ticksFault(item, () => true) || !ticksFault(item);

function walkControl(control) {
  const offers = Object.entries(control.options ?? {}).map(([code, rule]) => [code, holds(rule)]);
  for (const [code, isOffered] of offers) reveal(`option-${control.name}-${code}`, isOffered);
  const barred = new Set(offers.filter(([, isOffered]) => !isOffered).map(([code]) => code));
  const value = taken(control, (code) => !barred.has(code));
  if (value !== undefined) values.set(control.name, value);
}

function walk() {
  values = new Map();
  for (const section of rules.sections) {
    if (!reveal(section.id, !section.when || holds(section.when))) continue;
    for (const item of section.items ?? []) {
      if (reveal(item.id, !item.when || holds(item.when))) (item.controls ?? []).forEach(walkControl);
    }
  }
  for (const other of page.querySelectorAll(".other")) {
    other.hidden = !other.parentElement.querySelector(":scope > .opens:not([hidden]) :checked");
  }
}

function reveal(id, isAsked) {
  if (id) byId(id).hidden = !isAsked;
  return isAsked;
}

function followRules() {
  const follow = () => {
    walk();
    tellProgress();
  };
  page.addEventListener("input", follow);
  page.addEventListener("change", follow);
  walk();
}
