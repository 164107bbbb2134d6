// Suggestions for the name of an organisation: the combobox pattern of the ARIA Authoring Practices, list autocomplete.
const WAIT = 150; // milliseconds after the last key

class Picker {
  constructor(input) {
    this.input = input;
    this.options = [];
    this.active = -1;
    this.asked = 0;
    this.list = document.createElement("ul");
    this.told = document.createElement("p");
    this.build();
    this.listen();
  }

  build() {
    const { input, list, told } = this;
    input.removeAttribute("list");
    list.id = `${input.id}-suggestions`;
    list.className = "suggestions";
    list.hidden = true;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", input.dataset.list);
    told.className = "unseen";
    told.setAttribute("role", "status");
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-controls", list.id);
    input.setAttribute("aria-expanded", "false");
    input.after(list, told);
  }

  listen() {
    const { input, list } = this;
    input.addEventListener("input", () => {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.ask(), WAIT);
    });
    input.addEventListener("keydown", (event) => this.key(event));
    input.addEventListener("blur", () => this.close());
    list.addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps the focus
    list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) this.choose(this.options.indexOf(option));
    });
  }

  async ask() {
    const prefix = this.input.value.trim();
    const number = ++this.asked;
    if (!prefix) return this.close();
    const answer = await fetch(`${this.input.dataset.suggest}?${new URLSearchParams({ prefix })}`).catch(() => null);
    const found = answer?.ok ? (await answer.json()).result : [];
    if (number === this.asked && document.activeElement === this.input) this.show(found);
  }

  show(found) {
    this.options = found.map((each, place) => this.option(each, place));
    this.list.replaceChildren(...this.options);
    this.told.textContent = found.length ? this.input.dataset.found.replace("{n}", found.length) : this.input.dataset.none;
    this.active = -1;
    this.input.removeAttribute("aria-activedescendant");
    this.open(found.length > 0);
  }

  option({ name, notable }, place) {
    const option = document.createElement("li");
    option.id = `${this.list.id}-${place}`;
    option.dataset.name = name;
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    const kind = document.createElement("span");
    kind.className = "quiet";
    kind.textContent = notable?.length ? ` ${notable[0]}` : "";
    option.append(name, kind);
    return option;
  }

  open(wide) {
    this.list.hidden = !wide;
    this.input.setAttribute("aria-expanded", String(wide));
  }

  close() {
    this.asked += 1;
    clearTimeout(this.timer);
    this.active = -1;
    this.input.removeAttribute("aria-activedescendant");
    this.open(false);
  }

  key(event) {
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in steps && this.options.length) {
      event.preventDefault();
      this.open(true);
      this.move(steps[event.key]);
    } else if (event.key === "Enter" && this.active >= 0) {
      event.preventDefault();
      this.choose(this.active);
    } else if (event.key === "Escape" && !this.list.hidden) {
      event.preventDefault();
      this.close();
    }
  }

  move(step) {
    const count = this.options.length;
    this.options[this.active]?.setAttribute("aria-selected", "false");
    this.active = this.active < 0 && step < 0 ? count - 1 : (this.active + step + count) % count;
    const option = this.options[this.active];
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", option.id);
  }

  choose(place) {
    this.input.value = this.options[place].dataset.name;
    this.told.textContent = "";
    this.close();
  }
}

for (const input of document.querySelectorAll("input[data-suggest]")) new Picker(input);
