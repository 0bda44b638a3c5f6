// The form's fields: what they hold, how they are emptied, and the help that each kind gets.

// Events are heard, and fields found, from around the form: on a form element itself, a question that is called
// "before" or "elements" would hide what every element has under that name.
const page = document.querySelector("main");
const byId = (id) => document.getElementById(id);
const setting = (name) => byId("survey").getAttribute(`data-${name}`);

const named = (name) => [...page.querySelectorAll(`[name="${name}"]`)];
const typed = (field) => field.value.replace(/\r\n/g, "\n").trim();
const isPicked = (field) => field.type === "radio" || field.type === "checkbox";
const isHeld = (field) => (isPicked(field) ? field.checked : typed(field) !== "");

function make(tag, given = {}, ...children) {
  const made = Object.assign(document.createElement(tag), given);
  made.append(...children);
  return made;
}

// Also what a refused form was given back with: a reset alone would bring that again.
function empty(field) {
  if (isPicked(field)) {
    field.checked = field.defaultChecked = false;
  } else {
    field.value = field.defaultValue = "";
  }
}

function emptyForm() {
  page.querySelectorAll("[name]").forEach(empty);
  byId("the-receipt").textContent = "";
}

function makeButton(id, textContent, act, className = "") {
  const button = make("button", { type: "button", id, textContent, className });
  button.addEventListener("click", act);
  return button;
}

function changed(field) {
  field.dispatchEvent(new Event("change", { bubbles: true }));
}

// A radio button can't be unpicked: the row that is picked gets a button for it.
function offerClearing() {
  const place = ({ target }) => {
    if (target.type !== "radio") return;
    const button = byId(`clear-${target.name}`) ?? clearButton(target);
    const picked = named(target.name).find((radio) => radio.checked);
    picked ? picked.parentElement.after(button) : button.remove();
  };
  page.addEventListener("change", place);
  page.querySelectorAll("[type=radio]:checked").forEach((target) => place({ target }));
}

function clearButton(radio) {
  const radios = named(radio.name);
  const clear = () => {
    radios.forEach(empty);
    changed(radio);
    radios[0].focus();
  };
  const button = makeButton(`clear-${radio.name}`, "Clear", clear, "clear");
  button.ariaLabel = `Clear answer: ${radio.closest("fieldset").querySelector("legend").textContent.trim()}`;
  return button;
}

// "None of these" and the like stand alone.
function keepAlone() {
  page.addEventListener("change", ({ target }) => {
    if (target.type !== "checkbox" || !target.checked) return;
    for (const other of named(target.name)) {
      const parts = other !== target && (target.dataset.alone !== undefined || other.dataset.alone !== undefined);
      if (parts) other.checked = false;
    }
  });
}

// A rating is a number; the slider beside it writes that number, and stands for nothing until it is touched.
function addSliders() {
  for (const number of page.querySelectorAll(".rating [data-number]")) {
    const { min, max, step } = number.dataset;
    const box = number.closest(".rating");
    const slider = make("input", { type: "range", min, max, step, autocomplete: "off" });
    slider.ariaLabel = `Slider: ${number.labels[0].textContent.trim()}`;
    const follow = () => {
      const touched = typed(number) !== "" && !number.hasAttribute("aria-invalid");
      box.classList.toggle("untouched", !touched);
      slider.value = touched ? number.value : (Number(min) + Number(max)) / 2;
      slider.ariaValueText = touched ? number.value : "not answered";
    };
    const lead = () => {
      number.value = slider.value;
      changed(number);
    };
    slider.addEventListener("input", lead);
    slider.addEventListener("click", lead);
    number.addEventListener("input", follow);
    number.addEventListener("change", follow);
    box.prepend(slider);
    follow();
  }
}

function countCharacters() {
  for (const field of page.querySelectorAll("textarea[data-longest]")) {
    const count = make("p", { className: "count", id: `count-${field.id}` });
    const tell = () => {
      const left = field.dataset.longest - [...typed(field)].length;
      const words = left < 0 ? "too many" : "left";
      count.textContent = `${Math.abs(left).toLocaleString("en")} ${Math.abs(left) === 1 ? "character" : "characters"} ${words}`;
    };
    field.addEventListener("input", tell);
    field.after(count);
    field.setAttribute("aria-describedby", `${field.getAttribute("aria-describedby") ?? ""} ${count.id}`.trim());
    tell();
  }
}
