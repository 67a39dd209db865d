// The search box as a combobox. Without this file it is a form that is submitted.
(() => {
  const PAUSE_MS = 150;

  function enable(form) {
    const input = form.querySelector("[role=combobox]");
    const list = form.querySelector("[role=listbox]");
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
      const url = `${form.dataset.url}?q=${encodeURIComponent(text)}`;
      const answer = fetch(url, { signal: request.signal });
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
    form.addEventListener("focusout", (event) => form.contains(event.relatedTarget) || close());
  }

  document.querySelectorAll("form[data-suggest]").forEach(enable);
})();
