// The sections of the one page, shown one at a time. The address stays; history holds a section's name and no answer.

const parts = [...page.querySelectorAll(".part")];
let current = parts[0];

// A section is skipped as a whole where nothing in it is asked.
function isOpen(part) {
  if (part.hidden) return false;
  const items = [...part.querySelectorAll(".item, .note")];
  return !items.length || items.some((item) => !item.hidden);
}

const openParts = () => parts.filter(isOpen);
const neighbour = (step) => openParts()[openParts().indexOf(current) + step];

// The part of that name, or the nearest open one before it.
function nearest(name) {
  const index = Math.max(0, parts.findIndex((part) => part.id === name));
  return parts.slice(0, index + 1).reverse().find(isOpen) ?? parts[0];
}

function show(part, focus = true) {
  current = part;
  for (const each of parts) each.classList.toggle("elsewhere", each !== part);
  page.classList.toggle("inside", part !== parts[0]);
  byId("the-summary")?.remove();
  document.title = title;
  tellProgress();
  if (part.id === "the-sending") tellCount();
  if (!focus) return;
  scrollTo(0, 0);
  (part.querySelector("h2") ?? byId("the-title")).focus({ preventScroll: true });
}

function tellProgress() {
  const open = openParts().slice(1);
  const at = open.indexOf(current) + 1;
  const progress = current.querySelector(".progress");
  if (!progress) return;
  progress.firstChild.textContent = `Part ${at} of ${open.length}`;
  Object.assign(progress.lastChild, { max: open.length, value: at });
}

function tellCount() {
  const names = [...page.querySelectorAll(".item")].flatMap(questionsIn);
  const answered = names.filter((name) => named(name).some(isHeld)).length;
  const count = byId("the-count");
  count.hidden = false;
  count.textContent =
    answered === names.length
      ? "You have answered every question. Thank you."
      : `You have answered ${answered} of ${names.length} questions. You can go back, or send what you have.`;
}

// True where the part may be left; otherwise its summary says why not.
function mayLeave(part) {
  const faults = faultsIn(part);
  const missed = faults.length ? [] : missedIn(part);
  summarise(part, faults.length ? "There is a problem" : "Before you go on", [...faults, ...missed]);
  return !faults.length && !missed.length;
}

function goOn() {
  if (!mayLeave(current)) return;
  const next = neighbour(1);
  history.pushState({ part: next.id, depth: (history.state?.depth ?? 0) + 1 }, "");
  show(next);
}

function goBack() {
  if (history.state?.depth) return history.back();
  const before = neighbour(-1);
  history.replaceState({ part: before.id, depth: 0 }, "");
  show(before);
}

function addMoves(part, index) {
  const moves = part.querySelector(".moves") ?? make("p", { className: "moves" });
  const place = part.id.replace("section-", "");
  if (index > 0) {
    moves.prepend(makeButton(`previous-${place}`, "Previous", goBack));
    part.prepend(make("p", { className: "progress" }, "", make("progress", { ariaHidden: "true" })));
  }
  if (part.id !== "the-sending") {
    moves.append(makeButton(`continue-${place}`, index > 0 ? "Continue" : "Start", goOn, "main"));
  }
  part.append(moves);
}

// From a line of a summary to its field, which may stand in a part that is not shown.
function followSummary(event) {
  const link = event.target.closest("#the-summary a");
  if (!link) return;
  event.preventDefault();
  const field = byId(link.hash.slice(1));
  const part = field.closest(".part");
  if (part !== current) {
    const summary = byId("the-summary");
    show(part, false);
    part.before(summary);
  }
  field.focus();
  field.closest(".item").scrollIntoView();
}

function showOneByOne() {
  history.scrollRestoration = "manual";
  parts.forEach(addMoves);
  addEventListener("popstate", ({ state }) => {
    show(nearest(state?.part));
    history.replaceState({ part: current.id, depth: state?.depth ?? 0 }, "");
  });
  document.addEventListener("click", followSummary);
  const refused = byId("the-summary");
  const sought = byId(refused?.querySelector("a").hash.slice(1) ?? setting("begin"));
  const first = sought?.closest(".part") ?? parts[0];
  history.replaceState({ part: first.id, depth: 0 }, "");
  show(first, false);
  if (refused) {
    document.title = `Error: ${title}`;
    page.prepend(refused);
    refused.focus();
  } else if (sought) scrollBy(0, sought.getBoundingClientRect().top);
}
