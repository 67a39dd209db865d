// Steering similar titles: the words beside a slider follow it as it moves. Without this file they
// follow when the form is sent.
(() => {
  document.addEventListener("input", ({ target }) => {
    if (target.type !== "range") return;
    const words = target.value === "0" ? target.dataset.zero : `${target.value} %`;
    target.setAttribute("aria-valuetext", words);
    target.parentElement.querySelector("[data-value]").textContent = words;
  });
})();
