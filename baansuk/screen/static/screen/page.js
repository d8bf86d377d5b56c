// Small comforts of every page: labels for the cards that tables become on a phone, menus that close, one press per form.

function labelTables(root) {
  for (const table of root.querySelectorAll("table.table")) {
    const names = [...table.querySelectorAll("thead th")].map((cell) => cell.textContent.trim());
    for (const row of table.querySelectorAll("tbody tr, tfoot tr")) {
      [...row.cells].forEach((cell, index) => {
        if (cell.tagName === "TD" && names[index] && !cell.hasAttribute("data-label")) {
          cell.setAttribute("data-label", names[index]);
        }
      });
    }
  }
}

function closeMenus(except) {
  for (const menu of document.querySelectorAll("details.seat[open], details.nav-more[open]")) {
    if (!menu.contains(except)) menu.open = false;
  }
}

labelTables(document);
document.addEventListener("htmx:after:swap", () => labelTables(document));
document.addEventListener("click", (event) => closeMenus(event.target));
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = document.querySelector("details.seat[open], details.nav-more[open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});

// What somebody filled in must not go with a session that ended, a line that broke, or another language. It stays in the
// page and nowhere else: the form waits, and says for what.
const LONG_OPEN = 10 * 60 * 1000; // shorter than the shortest time after which the house signs a reader out
const unsent = document.getElementById("unsent");

function sayUnsent(why, place) {
  for (const line of unsent.querySelectorAll("[data-why]")) line.hidden = line.dataset.why !== why;
  place(unsent);
  unsent.hidden = false;
  unsent.scrollIntoView({ block: "center" });
}

function filledIn(field) {
  if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
  if (field.options) return [...field.options].some((one) => one.selected && !one.defaultSelected && one.index > 0);
  return field.type !== "hidden" && "defaultValue" in field && field.value !== field.defaultValue;
}

const anythingIn = (form) => [...form.elements].some(filledIn);

// Why a form cannot be sent just now, or nothing; whoever signed in again meanwhile has another token.
async function whyNot(form) {
  try {
    const answer = await fetch("/help/", { redirect: "manual" });
    if (answer.type === "opaqueredirect") return "signed-out";
    if (!answer.ok) return "no-line";
    const now = new DOMParser().parseFromString(await answer.text(), "text/html");
    const post = (page) => page.querySelector(".seat > summary")?.textContent.trim();
    if (post(now) !== post(document)) return "other-post";
    form.elements.csrfmiddlewaretoken.value = now.querySelector("[name=csrfmiddlewaretoken]").value;
    return "";
  } catch {
    return "no-line";
  }
}

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (event.defaultPrevented || !unsent || form.method !== "post") return;
  if (form.matches(".language")) {
    if (unsent.hidden && [...document.querySelectorAll("main form[method=post]")].some(anythingIn)) {
      event.preventDefault();
      sayUnsent("language", (notice) => document.getElementById("main").prepend(notice));
    }
    return;
  }
  const asked = form.hasAttribute("data-asked");
  form.removeAttribute("data-asked");
  if (asked || !form.elements.csrfmiddlewaretoken || !anythingIn(form)) return;
  if (navigator.onLine && performance.now() < LONG_OPEN) return;
  event.preventDefault();
  const why = await whyNot(form);
  if (why) {
    sayUnsent(why, (notice) => form.append(notice));
    return;
  }
  unsent.hidden = true;
  form.setAttribute("data-asked", "");
  form.requestSubmit(event.submitter);
});

// A slow link invites a second press; the first one is enough. Coming back to the page makes the button usable again.
document.addEventListener("submit", (event) => {
  const button = event.submitter;
  if (event.defaultPrevented || !button || event.target.hasAttribute("data-again")) return;
  window.setTimeout(() => { button.disabled = true; }, 0);
});
window.addEventListener("pageshow", () => {
  for (const button of document.querySelectorAll("form button:disabled:not([data-refused])")) button.disabled = false;
});
