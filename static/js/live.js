// Browse, search, similar titles: shows another state of the page without leaving it; what is open
// stays open. Without this file links and forms load it.
(() => {
  const status = document.querySelector("[data-live]");
  const browse = () => document.querySelector("[data-browse]");
  const drawer = () => browse().querySelector("[data-drawer]");
  const KEPT = "[type=number], [type=range]"; // while it is changed
  let request, shown = location.pathname + location.search;

  // Puts the fresh page in place of the old one, around the field that is being typed in: that one
  // stays, with its text and its caret.
  function swap(old, fresh, typing) {
    if (!old.contains(typing)) old.replaceWith(...(fresh ? [fresh] : []));
    else if (old !== typing) {
      const [gone, come] = [[...old.children], [...fresh.children]]; // listed before they move
      gone.forEach((child, i) => swap(child, come[i], typing));
      old.append(...come.slice(gone.length));
    }
  }

  async function show(url) {
    request?.abort();
    request = new AbortController();
    browse().setAttribute("aria-busy", "true");
    const response = await fetch(url, { signal: request.signal }).catch((error) => error);
    if (response.name === "AbortError") return;
    if (!response.ok) return location.assign(url);
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const focused = document.activeElement;
    if (focused.matches("[type=range]:active")) { // it would slip out of the hand
      await new Promise((released) => addEventListener("pointerup", released, { once: true }));
    }
    const isOpen = new Map([...browse().querySelectorAll("details[id]")].map((each) => [each.id, each.open]));
    swap(browse(), page.querySelector("[data-browse]"), focused.matches(KEPT) ? focused : null);
    browse().removeAttribute("aria-busy");
    browse().querySelectorAll("details[id]").forEach((each) => (each.open = isOpen.get(each.id) ?? each.open));
    if (focused.id) document.getElementById(focused.id)?.focus({ preventScroll: true });
    document.title = page.title;
    const sort = document.getElementById("sort")?.selectedOptions[0].textContent;
    const total = browse().querySelector("[data-total]")?.textContent;
    status.textContent = [total, sort].filter(Boolean).join(", ");
    if (response.url !== location.href) history.pushState(null, "", response.url);
    return (shown = location.pathname + location.search);
  }

  // detail: { url, toResults }. With toResults the reader is taken to what was found.
  document.addEventListener("live:show", async ({ detail }) => {
    if (!(await show(detail.url)) || !detail.toResults) return;
    const results = document.getElementById("results");
    results.scrollIntoView();
    results.focus();
    if (!matchMedia("(min-width: 64rem)").matches) drawer().open = false;
  });
  addEventListener("popstate", () => shown === location.pathname + location.search || location.reload());
})();
