// What is being fetched in the background: looks again until it is there. Without this file a link does.
(() => {
  const FIRST_MS = 1500, LONGEST_MS = 15000, TIMES = 60;
  const status = document.querySelector("[data-live]");
  const words = (element) => element.textContent.replace(/\s+/g, " ").trim();

  async function look(old) {
    const response = await fetch(old.dataset.poll).catch(() => null);
    if (!response?.ok) return old;
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const fresh = page.querySelector("[data-sources]");
    if (!fresh || words(fresh) === words(old) || old.contains(document.activeElement)) return old;
    old.replaceWith(fresh);
    if (!fresh.dataset.poll) status.textContent = words(fresh);
    return fresh;
  }

  async function poll(element, wait, left) {
    while (element.dataset.poll && left--) {
      await new Promise((passed) => setTimeout(passed, wait));
      if (!document.hidden) element = await look(element);
      wait = Math.min(wait * 1.3, LONGEST_MS);
    }
  }

  document.querySelectorAll("[data-poll]").forEach((element) => poll(element, FIRST_MS, TIMES));
})();
