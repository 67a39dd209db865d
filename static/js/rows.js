// Arrows for a row of cards that scrolls sideways. Without this file it scrolls by hand.
(() => {
  const still = matchMedia("(prefers-reduced-motion: reduce)");

  function enable(row) {
    const track = row.querySelector("[data-row-track]");
    const [back, forward] = row.querySelectorAll("[data-row-step]");

    function update() {
      const end = track.scrollWidth - track.clientWidth;
      back.parentElement.hidden = end <= 1;
      // Not "disabled": that would take the focus away from whoever pressed it.
      back.setAttribute("aria-disabled", track.scrollLeft <= 1);
      forward.setAttribute("aria-disabled", track.scrollLeft >= end - 1);
    }

    for (const button of [back, forward]) {
      button.addEventListener("click", () => {
        const distance = Number(button.dataset.rowStep) * track.clientWidth * 0.85;
        track.scrollBy({ left: distance, behavior: still.matches ? "auto" : "smooth" });
      });
    }
    track.addEventListener("scroll", update, { passive: true });
    new ResizeObserver(update).observe(track);
  }

  document.querySelectorAll("[data-row]").forEach(enable);
})();
