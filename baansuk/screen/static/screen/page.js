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

// A slow link invites a second press; the first one is enough. Coming back to the page makes the button usable again.
document.addEventListener("submit", (event) => {
  const button = event.submitter;
  if (event.defaultPrevented || !button || event.target.hasAttribute("data-again")) return;
  window.setTimeout(() => { button.disabled = true; }, 0);
});
window.addEventListener("pageshow", () => {
  for (const button of document.querySelectorAll("form button:disabled:not([data-refused])")) button.disabled = false;
});
