// Saves a draft while somebody types, says what the checker says, and shows what people would see.
// Everything here is a convenience: each form works by its own buttons as well.

const PAUSE = 900;
const page = document.documentElement;
page.classList.add("scripted");

const saving = document.getElementById("saving");

function say(words, trouble = false) {
  if (!saving) return;
  saving.textContent = words;
  saving.classList.toggle("trouble", trouble);
}

// Problems as the page drew them: no markup is ever taken from the server's words.
function showProblems(problems) {
  const list = document.querySelector("[data-problems]");
  if (!list) return;
  list.replaceChildren(...problems.map((problem) => entry(problem, "lines" in list.dataset)));
  list.hidden = !problems.length;
}

function entry(problem, withLine) {
  const item = document.createElement("li");
  if (withLine) {
    const link = Object.assign(document.createElement("a"), { href: "#text", textContent: `Line ${problem.line}` });
    link.dataset.line = problem.line;
    item.append(link, ": ");
  }
  const said = document.createElement("strong");
  said.textContent = `${capital(problem.message)}.`;
  const code = document.createElement("code");
  code.textContent = problem.code;
  item.append(said, problem.hint ? ` ${capital(problem.hint)}. ` : " ", code);
  return item;
}

const capital = (words) => (words.charAt(0).toUpperCase() + words.slice(1)).replace(/\.+$/, "");

function refreshPreview() {
  const frame = document.querySelector("[data-preview]");
  if (frame) frame.src = frame.src;
}

// What the server made of the lists: the codes that rows have now.
function takeCodes(form, lists) {
  for (const [key, codes] of Object.entries(lists)) {
    const fields = [...form.querySelectorAll(`[data-was="${key}"]`)];
    const filled = fields.filter((field) => {
      const words = form.elements[`${field.name.replace(/-was$/, "")}-label`];
      return field.value || words?.value.trim();
    });
    if (filled.length !== codes.length) continue;
    filled.forEach((field, at) => {
      field.value = codes[at];
      const code = form.elements[`${field.name.replace(/-was$/, "")}-code`];
      if (code && !code.value) code.placeholder = codes[at];
    });
  }
}

function autosave(form) {
  let waiting;
  let running = false;
  let again = false;

  async function save() {
    if (running) {
      again = true;
      return;
    }
    running = true;
    try {
      await send(form);
    } catch {
      say("Not saved: the server can’t be reached. Keep this page open, or press Save.", true);
    }
    running = false;
    if (again) {
      again = false;
      save();
    }
  }

  form.addEventListener("input", (event) => {
    clearTimeout(waiting);
    if (event.target.type === "file") return;
    if (event.target.closest("[data-by-button]")) form.dataset.held = "yes";
    if (form.dataset.held) {
      say("Press Save to keep the changed name or code.");
      return;
    }
    say("…");
    waiting = setTimeout(save, PAUSE);
  });
  form.addEventListener("submit", () => clearTimeout(waiting));
}

async function send(form) {
  const body = new FormData(form);
  body.set("do", "stay");
  const answer = await fetch(form.action || location.href, { method: "POST", body, headers: { Accept: "application/json" } });
  if (answer.redirected || !answer.headers.get("Content-Type")?.includes("json")) {
    say("Not saved: press Save to see why.", true);
    return;
  }
  const told = await answer.json();
  if (!answer.ok) {
    say(`Not saved. ${told.said}${told.conflict ? " Press Save to see both versions." : ""}`, true);
    return;
  }
  for (const field of document.querySelectorAll('input[name="revision"]')) field.value = told.revision;
  takeCodes(form, told.lists);
  showProblems(told.problems);
  say("Saved.");
  refreshPreview();
}

function chooseWidth() {
  const group = document.querySelector("[data-widths]");
  const screen = document.querySelector("[data-screen]");
  if (!group || !screen) return;
  group.hidden = false;
  const fit = () => screen.style.setProperty("--shrink", screen.clientWidth / 1200);
  group.addEventListener("click", (event) => {
    const chosen = event.target.closest("[data-width]");
    if (!chosen) return;
    for (const each of group.querySelectorAll("[data-width]")) each.setAttribute("aria-pressed", each === chosen);
    screen.classList.toggle("desktop", chosen.dataset.width === "desktop");
    fit();
  });
  addEventListener("resize", fit);
}

// A choice that changes what the form asks for sends it, as its button would.
function submitOnChoice() {
  for (const form of document.querySelectorAll("form")) {
    form.addEventListener("change", (event) => {
      const reloads = event.target.matches("[data-reload]") ? "stay" : event.target.matches("[data-subject]") ? "choose" : "";
      if (reloads) form.requestSubmit(form.querySelector(`button[name="do"][value="${reloads}"]`));
    });
  }
}

function goToLines() {
  const text = document.getElementById("text");
  document.querySelector("[data-lines]")?.addEventListener("click", (event) => {
    const line = Number(event.target.dataset.line);
    if (!text || !line) return;
    event.preventDefault();
    const lines = text.value.split("\n");
    const start = lines.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0);
    text.focus();
    text.setSelectionRange(start, start + (lines[line - 1]?.length ?? 0));
    text.scrollTop = (line - 4) * (text.scrollHeight / lines.length);
  });
}

document.querySelectorAll("form[data-autosave]").forEach(autosave);
chooseWidth();
submitOnChoice();
goToLines();
