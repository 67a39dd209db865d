// "⋯" beside a title opens its form over the page. Without this file it is a link to the form's page.
(() => {
  let dialog, card;

  function made() {
    const element = document.createElement("dialog");
    element.className = "dialog yours-dialog";
    element.innerHTML = `<h2 id="yours-dialog-name"></h2><div></div><form method="dialog"><button class="button">Done</button></form>`;
    element.setAttribute("aria-labelledby", "yours-dialog-name");
    element.addEventListener("click", ({ target }) => target === element && element.close());
    document.body.append(element);
    return element;
  }

  async function open(link) {
    const answer = await fetch(link.href).catch(() => null);
    const page = new DOMParser().parseFromString((await answer?.text()) ?? "", "text/html");
    const form = page.querySelector("[data-yours]");
    if (!answer?.ok || !form) return location.assign(link.href);
    dialog ??= made();
    card = link.closest("[data-card]");
    dialog.querySelector("h2").textContent = page.querySelector("[data-yours-heading]").textContent;
    dialog.querySelector("div").replaceChildren(form);
    if (!dialog.open) dialog.showModal();
    return form.querySelector(":checked")?.focus(); // arrow keys go on from what was said
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-card-menu]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return; // another tab
    event.preventDefault();
    open(link);
  });
  // What is not wanted leaves its place; "Undo" in the dialog brings it back.
  document.addEventListener("yours:saved", ({ detail }) => {
    if (dialog?.open) card?.toggleAttribute("data-gone", detail.isHidden);
  });
})();
