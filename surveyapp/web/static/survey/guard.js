// Against a second click, and against the next person at this screen.

const HELD_BACK = 10_000;

function holdBackDoubles() {
  const send = byId("the-send");
  const words = send.textContent;
  let sent = -Infinity;
  page.addEventListener("submit", (event) => {
    if (performance.now() - sent < HELD_BACK) return event.preventDefault();
    const faulty = openParts().find((part) => faultsIn(part).length);
    if (faulty || !navigator.onLine) {
      event.preventDefault();
      if (faulty) return showFaults(faulty);
      return tellOffline(send);
    }
    sent = performance.now();
    setTimeout(() => Object.assign(send, { disabled: true, textContent: "Sending …" }));
    setTimeout(() => Object.assign(send, { disabled: false, textContent: words }), HELD_BACK);
  });
}

function showFaults(part) {
  if (part !== current) {
    history.pushState({ part: part.id, depth: (history.state?.depth ?? 0) + 1 }, "");
    show(part, false);
  }
  mayLeave(part);
}

function tellOffline(send) {
  const words = "You are not connected. Your answers are still here: please send them when you are.";
  byId("the-connection")?.remove();
  send.parentElement.before(make("p", { id: "the-connection", className: "error", role: "alert", textContent: words }));
}

function leave(event) {
  event.preventDefault();
  emptyForm();
  location.replace(setting("left"));
}

function coverWhenIdle() {
  const cover = make("dialog", { id: "the-cover" });
  const stay = makeButton("the-uncover", "Go on answering", () => cover.close(), "main");
  const go = makeButton("the-uncover-leave", "Clear and leave", leave);
  const words = "Nobody has touched this page for a while, so your answers are covered.";
  const heading = make("h2", { id: "the-cover-heading", textContent: "Are you still there?" });
  cover.setAttribute("aria-labelledby", heading.id);
  cover.append(heading, make("p", { textContent: words }), make("p", { className: "moves" }, stay, go));
  document.body.append(cover);
  let touched = Date.now();
  const touch = () => (touched = Date.now());
  for (const kind of ["pointerdown", "keydown", "input", "wheel", "touchmove"]) {
    addEventListener(kind, touch, { capture: true, passive: true });
  }
  const check = () => Date.now() - touched >= setting("idle") * 1000 && !cover.open && cover.showModal();
  setInterval(check, 1000);
  document.addEventListener("visibilitychange", check);
}

// A page that the browser kept for Back must not show answers: it goes empty, and comes back as a new one.
function leaveNothingBehind() {
  addEventListener("pagehide", emptyForm);
  addEventListener("pageshow", ({ persisted }) => persisted && location.reload());
  byId("the-leave").addEventListener("click", leave);
}
