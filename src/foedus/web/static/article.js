// The article page: pointing at words lights them up and shows who says them; the list beside follows the text.
"use strict";

(() => {
  const margin = document.querySelector(".margin");
  const text = document.querySelector(".text");
  if (!margin || !text) return;
  let lit = null;

  const light = (id) => {
    if (id === lit) return;
    document.querySelectorAll(".lit").forEach((element) => element.classList.remove("lit"));
    lit = id;
    if (!id) return;
    document.querySelectorAll(`[data-s="${id}"], [data-note="${id}"]`).forEach((element) => element.classList.add("lit"));
    document.querySelectorAll(`[data-e~="${id}"]`).forEach((element) => element.classList.add("lit"));
  };

  // Scrolls the list only, never the page: the reader's place in the text stays.
  const follow = (id) => {
    const note = document.getElementById(`n-${id}`);
    if (!note || getComputedStyle(margin).overflowY !== "auto") return;
    margin.scrollTop = note.offsetTop - margin.clientHeight / 4;
  };

  const noteOf = (element) => {
    const said = element.closest("[data-s]");
    if (said) return said.dataset.s;
    const evidence = element.closest("[data-e]");
    return evidence ? evidence.dataset.e.split(" ")[0] : null;
  };

  const point = (event) => {
    const id = event.target instanceof Element ? noteOf(event.target) : null;
    light(id);
    if (id) follow(id);
  };
  text.addEventListener("pointerover", point);
  text.addEventListener("focusin", point);
  margin.addEventListener("pointerover", (event) => {
    const note = event.target instanceof Element ? event.target.closest("[data-note]") : null;
    light(note ? note.dataset.note : null);
  });
  margin.addEventListener("focusin", (event) => {
    const note = event.target instanceof Element ? event.target.closest("[data-note]") : null;
    if (note) light(note.dataset.note);
  });

  // A click on words shows their note without leaving the text, where both stand side by side.
  text.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest("a[data-s]") : null;
    if (!link || getComputedStyle(margin).overflowY !== "auto") return;
    event.preventDefault();
    light(link.dataset.s);
    follow(link.dataset.s);
  });

  // Whoever comes from a dossier is shown the words, not only the note on them.
  const arrive = () => {
    const asked = /^#([nr])-([0-9a-f]+)$/.exec(location.hash);
    document.querySelectorAll(".arrived").forEach((element) => element.classList.remove("arrived"));
    if (!asked) return;
    const words = text.querySelectorAll(`[data-s="${asked[2]}"], [data-e~="${asked[2]}"]`);
    words.forEach((element) => element.classList.add("arrived"));
    if (!words.length || getComputedStyle(margin).overflowY !== "auto") return;
    const note = document.getElementById(asked[0].slice(1))?.closest(".note-card");
    if (note) margin.scrollTop = note.offsetTop - margin.clientHeight / 4;
    words[0].scrollIntoView({ block: "center", behavior: "instant" });
  };
  addEventListener("hashchange", arrive);
  arrive();

  // As the reader goes on, so does the list.
  const firsts = [...text.querySelectorAll("a[id^='t-']")];
  let waiting = false;
  addEventListener("scroll", () => {
    if (waiting || lit) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      // What the reader came for keeps its note beside it as long as it is in sight.
      const place = text.querySelector(".arrived")?.getBoundingClientRect();
      if (place && place.bottom > 0 && place.top < innerHeight) return;
      const first = firsts.find((element) => element.getBoundingClientRect().top > 80);
      if (first) follow(first.dataset.s);
    });
  }, { passive: true });
})();
