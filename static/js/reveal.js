// Shows a likely spoiler in its place. Without this file its link loads the page with it.
(() => {
  const status = document.querySelector("[data-live]");

  async function reveal(link) {
    link.setAttribute("aria-busy", "true");
    const response = await fetch(link.dataset.reveal).catch(() => null);
    if (!response?.ok) return location.assign(link.href);
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const { target } = link.dataset;
    const fresh = page.getElementById(target);
    if (!fresh) return location.assign(link.href);
    document.getElementById(target).replaceWith(fresh);
    fresh.tabIndex = -1; // whoever pressed it reads on from here
    fresh.focus({ preventScroll: true });
    status.textContent = "Shown.";
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-reveal]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return; // another tab
    event.preventDefault();
    reveal(link);
  });
})();
