// Deciding a queue by keyboard, by place on the keyboard and not by letter: on a Thai layout the key of 1 types another sign.

const on = document.querySelector("[data-keys-on]");
const rows = () => [...document.querySelectorAll("[data-row]")];
const here = () => document.activeElement?.closest("[data-row]");
const open = (row) => row.querySelector("[data-main]");
const typing = (target) => target.closest("textarea, select, input:not([type=radio], [type=checkbox])");

function go(to) {
  const listed = rows();
  const place = listed.indexOf(here());
  const next = listed[place < 0 ? 0 : Math.min(Math.max(place + to, 0), listed.length - 1)];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
}

const ACTS = {
  KeyN: () => go(1),
  KeyP: () => go(-1),
  Digit1: (row) => open(row)?.click(),
  Digit2: (row) => {
    const more = row.querySelector("[data-more]");
    if (more) more.open = !more.open;
    more?.querySelector("select")?.focus();
  },
  KeyX: (row) => row.querySelector("[data-choose]")?.click(),
};

document.addEventListener("keydown", (event) => {
  if (!on?.checked || event.ctrlKey || event.altKey || event.metaKey || event.repeat || typing(event.target)) return;
  const act = ACTS[event.code];
  const row = here();
  if (!act || (!row && act.length)) return;
  event.preventDefault();
  act(row);
});

// What was decided is drawn anew: the next row that can be decided takes the reader's place.
document.addEventListener("htmx:after:swap", () => {
  const listed = rows();
  const done = listed.findLastIndex((row) => row.classList.contains("case-done"));
  const next = listed.slice(done + 1).find(open) ?? listed.find(open);
  if (on?.checked) next?.focus();
});

document.querySelector("[data-all]")?.addEventListener("change", (event) => {
  for (const box of document.querySelectorAll("[data-choose]")) box.checked = event.target.checked;
});
