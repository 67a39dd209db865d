// What a job is doing: looks again until it is done, then shows the page as it is then. Without this
// file a link looks again.
(() => {
  const FIRST_MS = 1000, LONGEST_MS = 8000;

  async function look(old) {
    const response = await fetch(old.dataset.poll).catch(() => null);
    if (!response?.ok) return old;
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const fresh = page.querySelector("[data-progress]");
    if (!fresh) {
      location.reload();
      return null;
    }
    if (!old.contains(document.activeElement)) old.replaceWith(fresh);
    return old.isConnected ? old : fresh;
  }

  async function poll(element, wait) {
    while (element?.dataset.poll) {
      await new Promise((passed) => setTimeout(passed, wait));
      if (!document.hidden) element = await look(element);
      wait = Math.min(wait * 1.3, LONGEST_MS);
    }
  }

  document.querySelectorAll("[data-progress]").forEach((element) => poll(element, FIRST_MS));
})();
