// Deciding by keyboard: a number decides, the next number gives the reason, Enter saves. By place on the keyboard, not by
// letter: on a Thai layout the key of 1 types another sign.

const form = document.querySelector("[data-judge]");
const undo = document.querySelector("[data-undo]");
const skip = document.querySelector("[data-skip]");
const on = document.querySelector("[data-keys-on]");
const said = document.querySelector("[data-said]");

const chosen = (name) => form?.querySelector(`input[name=${name}]:checked`);
const reasonsOf = (decision) => form.querySelector(`.reasons-${decision}`);

// A reason belongs to its decision: another decision lets go of it, and only its own can be sent.
function settle() {
  const decision = chosen("decision")?.value;
  for (const group of form.querySelectorAll(".reasons")) {
    const mine = decision && group === reasonsOf(decision);
    for (const input of group.querySelectorAll("input")) {
      input.disabled = Boolean(decision) && !mine;
      if (input.disabled) input.checked = false;
    }
  }
}

function pick(input) {
  if (!input) return;
  input.checked = true;
  input.focus();
  settle();
  said.textContent = input.name === "decision" ? said.dataset.reason : said.dataset.save;
}

function again() {
  for (const input of form.querySelectorAll("input[type=radio]")) input.checked = false;
  settle();
  form.querySelector("input[name=decision]").focus();
}

function digit(event) {
  const found = /^(?:Digit|Numpad)([1-9])$/.exec(event.code);
  return found ? found[1] : "";
}

const typing = (target) => target.closest("textarea, select, input:not([type=radio], [type=checkbox])");
const ownEnter = (target) => target.closest("a, button, summary, [type=checkbox]");

document.addEventListener("keydown", (event) => {
  if (!on?.checked || event.ctrlKey || event.altKey || event.metaKey || event.repeat || typing(event.target)) return;
  const number = digit(event);
  if (form && number) {
    const decision = chosen("decision");
    const where = decision ? reasonsOf(decision.value) : form.querySelector(".decide");
    event.preventDefault();
    pick(where.querySelector(`[data-key="${number}"]`));
  } else if (form && event.key === "Escape") {
    again();
  } else if (form && event.key === "Enter" && !ownEnter(event.target)) {
    event.preventDefault();
    form.requestSubmit(form.querySelector("[data-save-button]"));
  } else if (event.code === "KeyN" && skip) {
    skip.click();
  } else if (event.code === "KeyU" && undo) {
    undo.requestSubmit();
  }
});

if (form) {
  form.addEventListener("change", settle);
  settle();
}
