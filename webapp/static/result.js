// A changed choice sends its form at once, and the reader goes on where the choice was made.
const KEY = "changed";

function remember(control) {
  const place = { id: control.id, name: control.name, value: control.type === "checkbox" ? control.value : "", top: control.getBoundingClientRect().top };
  sessionStorage.setItem(KEY, JSON.stringify(place));
}

function find({ id, name, value }) {
  const named = [...document.getElementsByName(name)].find((each) => each.type === "checkbox" && each.value === value);
  return (id && document.getElementById(id)) || named;
}

function goOn() {
  const kept = sessionStorage.getItem(KEY);
  if (!kept) return;
  sessionStorage.removeItem(KEY);
  const place = JSON.parse(kept);
  const control = find(place);
  if (!control) return;
  for (let box = control.closest("details"); box; box = box.parentElement.closest("details")) box.open = true;
  control.focus({ preventScroll: true });
  window.scrollBy({ top: control.getBoundingClientRect().top - place.top, behavior: "instant" });
}

for (const form of document.querySelectorAll("form[data-submits]")) {
  for (const hint of form.querySelectorAll("[data-with-script]")) hint.textContent = hint.dataset.withScript;
  form.addEventListener("change", (event) => {
    remember(event.target);
    form.requestSubmit();
  });
}
goOn();
