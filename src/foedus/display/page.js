// A picture that answers the pointer and the keyboard. It asks nothing of any other place.
// A state (data-state) brings out its ties (data-tie="AAA BBB"); a window (data-window) tells what each panel has there.
(function () {
  "use strict";
  const svg = document.querySelector("svg");
  const said = document.getElementById("said");
  const silent = said.textContent;
  const all = (name) => [...svg.querySelectorAll(`[data-${name}]`)];
  const title = (part) => (part.querySelector("title") || { textContent: "" }).textContent;

  const states = all("state"), ties = all("tie"), names = all("of");
  let pinned = null;

  function look(state) {
    svg.classList.toggle("looking", Boolean(state));
    if (!state) { said.textContent = silent; return; }
    const others = { together: [], apart: [] };
    for (const tie of ties) {
      const ends = tie.dataset.tie.split(" ");
      const near = ends.includes(state);
      tie.classList.toggle("near", near);
      if (near) others[tie.dataset.sign].push(ends[0] === state ? ends[1] : ends[0]);
    }
    const near = new Set([state, ...others.together, ...others.apart]);
    for (const part of states) part.classList.toggle("near", near.has(part.dataset.state));
    for (const part of names) part.classList.toggle("near", near.has(part.dataset.of));
    const lists = Object.entries(others).filter(([, found]) => found.length)
      .map(([sign, found]) => `${said.dataset[sign]} ${found.sort().join(" ")}`);
    said.textContent = [title(states.find((part) => part.dataset.state === state)), ...lists].join(" · ");
  }

  for (const part of [...states, ...names]) {
    const state = part.dataset.state || part.dataset.of;
    part.addEventListener("pointerenter", () => pinned || look(state));
    part.addEventListener("pointerleave", () => pinned || look(null));
    part.addEventListener("click", (event) => {
      pinned = pinned === state ? null : state;
      look(pinned || state);
      event.stopPropagation();
    });
  }
  for (const part of states) {
    part.setAttribute("tabindex", "0");
    part.setAttribute("role", "img");
    part.setAttribute("aria-label", title(part));
    part.addEventListener("focus", () => { pinned = null; look(part.dataset.state); });
    part.addEventListener("blur", () => pinned || look(null));
  }
  if (states.length) svg.addEventListener("click", () => { pinned = null; look(null); });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") { pinned = null; look(null); } });

  const windows = all("window");
  if (!windows.length) return;
  const line = document.createElement("div");
  line.className = "line";
  svg.parentElement.append(line);
  svg.addEventListener("pointermove", (event) => {
    const found = windows.filter((part) => {
      const box = part.getBoundingClientRect();
      return box.left <= event.clientX && event.clientX < box.right;
    });
    line.style.display = found.length ? "block" : "none";
    line.style.left = `${event.clientX - svg.parentElement.getBoundingClientRect().left}px`;
    said.replaceChildren(...found.map((part) => {
      const row = document.createElement("span");
      row.textContent = [part.dataset.panel, title(part)].filter(Boolean).join(" · ");
      return row;
    }));
    if (!found.length) said.textContent = silent;
  });
  svg.addEventListener("pointerleave", () => { line.style.display = "none"; said.textContent = silent; });
})();
