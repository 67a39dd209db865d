// A box for names as a combobox: an option leads to its page or, with data-fill, into the box.
// Without this file it is a field of a form.
(() => {
  const PAUSE_MS = 150;

  function enable(box) {
    const input = box.querySelector("[role=combobox]");
    const list = box.querySelector("[role=listbox]");
    let timer, request, options = [], active = -1; // -1: the input itself

    function close() {
      clearTimeout(timer);
      request?.abort();
      show([]);
    }

    function show(shown) {
      options = shown;
      options.forEach((option, i) => (option.id = `${list.id}-${i}`));
      list.hidden = !options.length;
      input.setAttribute("aria-expanded", !list.hidden);
      choose(-1);
    }

    function choose(index) {
      active = index;
      options.forEach((option, i) => option.setAttribute("aria-selected", i === active));
      options[active]?.scrollIntoView({ block: "nearest" });
      input.setAttribute("aria-activedescendant", options[active]?.id ?? "");
    }

    async function ask(text) {
      request?.abort();
      request = new AbortController();
      const answer = fetch(box.dataset.url + encodeURIComponent(text), { signal: request.signal });
      const html = await answer.then((found) => (found.ok ? found.text() : null)).catch(() => null);
      if (html === null || document.activeElement !== input) return;
      list.innerHTML = html;
      show([...list.querySelectorAll("[role=option]")]);
      document.querySelector("[data-live]").textContent = `${options.length} suggestion${options.length === 1 ? "" : "s"}`;
    }

    input.addEventListener("input", () => {
      choose(-1); // Enter means what is typed now, not what was suggested before
      clearTimeout(timer);
      if (input.value.trim()) timer = setTimeout(ask, PAUSE_MS, input.value);
      else close();
    });
    input.addEventListener("keydown", (event) => {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step && options.length) choose(((active + step + options.length + 2) % (options.length + 1)) - 1);
      else if (event.key === "ArrowDown" && input.value.trim()) ask(input.value);
      else if (event.key === "Escape" && options.length) close();
      else if (event.key === "Enter" && active >= 0) options[active].click();
      else return;
      event.preventDefault();
    });
    list.addEventListener("click", (event) => {
      const option = event.target.closest("[data-name]");
      if (!option || !("fill" in box.dataset)) return;
      event.preventDefault();
      input.value = option.dataset.name;
      input.focus();
      close();
    });
    box.addEventListener("focusout", (event) => box.contains(event.relatedTarget) || close());
  }

  // A box may come with another state of the page: it is enabled when it is first gone to.
  const enabled = new WeakSet();
  function enter(element) {
    const box = element?.closest("[data-suggest]");
    if (!box || enabled.has(box)) return;
    enabled.add(box);
    enable(box);
  }
  enter(document.activeElement);
  document.addEventListener("focusin", ({ target }) => enter(target));
})();
