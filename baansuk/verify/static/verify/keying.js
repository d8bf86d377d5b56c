// Keeps what was keyed in on this device until the house has received it; only codes of outcomes and reasons, never a note or a name.
(() => {
  "use strict";
  const received = document.querySelector("[data-keyed]");
  if (received) { localStorage.removeItem(`keying-${received.dataset.keyed}`); return; }
  const form = document.querySelector("form[data-keying]");
  if (!form) return;
  const place = `keying-${form.dataset.keying}`;
  const kept = JSON.parse(localStorage.getItem(place) || "{}");
  // An outcome that is not taken without a reason brings the reason with it.
  const ask = (field) => {
    if (field.selectedOptions?.[0]?.hasAttribute("data-why")) field.closest("fieldset").querySelector("details").open = true;
  };
  for (const [name, value] of Object.entries(kept)) {
    const field = form.elements.namedItem(name);
    if (field && !field.value) field.value = value;
    if (field) ask(field);
  }
  form.addEventListener("change", (event) => {
    if (!/^(outcome|reason)_/.test(event.target.name)) return;
    ask(event.target);
    kept[event.target.name] = event.target.value;
    localStorage.setItem(place, JSON.stringify(kept));
  });
  form.addEventListener("submit", (event) => {
    if (navigator.onLine) return;
    event.preventDefault();
    document.querySelector(".keying-offline").hidden = false;
  });
})();
