// What one says of a title is saved at once, and the form is exchanged for its new state. Without
// this file its buttons send it.
(() => {
  const PAUSE_MS = 400; // arrow keys pass by stars that are not meant
  const status = document.querySelector("[data-live]");
  let timer;

  // The server is away: the form shows what was saved before, and that this may not be.
  function refuse(form) {
    form.removeAttribute("aria-busy");
    form.reset();
    const line = form.querySelector("[data-refused]") ?? form.appendChild(document.createElement("p"));
    line.dataset.refused = "";
    line.className = "field__error";
    line.textContent = status.textContent = "The site does not answer, so that may not be saved. Please try again in a moment.";
  }

  async function send(form, button) {
    const data = new FormData(form);
    data.set(button.name, button.value);
    data.delete("next"); // the answer is the small page of this form
    form.setAttribute("aria-busy", "true");
    const answer = await fetch(form.action, { method: "POST", body: data }).catch(() => null);
    if (!answer || answer.status >= 500) return refuse(form);
    const page = new DOMParser().parseFromString((await answer?.text()) ?? "", "text/html");
    const fresh = page.querySelector("[data-yours]");
    if (!fresh) return location.assign(form.action); // signed out meanwhile
    const focused = document.activeElement.id;
    form.closest("[data-yours]").replaceWith(fresh);
    (document.getElementById(focused) ?? fresh.querySelector(":checked"))?.focus({ preventScroll: true });
    const said = fresh.querySelector("[role=alert], [data-said]")?.textContent ?? "Undone.";
    status.textContent = said;
    const detail = { id: fresh.id, isHidden: "isHidden" in fresh.dataset };
    return document.dispatchEvent(new CustomEvent("yours:saved", { detail }));
  }

  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-yours-form]") || !event.submitter) return;
    event.preventDefault();
    clearTimeout(timer);
    send(event.target, event.submitter);
  });
  document.addEventListener("change", ({ target }) => {
    const form = target.closest("[data-yours-form]");
    if (!form || target.name !== "stars") return;
    clearTimeout(timer);
    timer = setTimeout(() => form.isConnected && form.requestSubmit(form.querySelector("[value=rate]")), PAUSE_MS);
  });
})();
