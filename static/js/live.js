// Browse and search: shows another state of the page without leaving it. Without this file links and forms load it.
(() => {
  const status = document.querySelector("[data-live]");
  const browse = () => document.querySelector("[data-browse]");
  const drawer = () => browse().querySelector("[data-drawer]");
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
    const isOpen = drawer().open;
    swap(browse(), page.querySelector("[data-browse]"), focused.matches("[type=number]") ? focused : null);
    browse().removeAttribute("aria-busy");
    drawer().open = isOpen;
    if (focused.id) document.getElementById(focused.id)?.focus({ preventScroll: true });
    document.title = page.title;
    const sort = document.getElementById("sort").selectedOptions[0].textContent;
    status.textContent = `${browse().querySelector("[data-total]").textContent}, ${sort}`;
    if (url !== location.href) history.pushState(null, "", url);
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
