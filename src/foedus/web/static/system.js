// The network and the map of the system. Every figure stands in the page already: here it is drawn so that one can move
// about in it. The form changes #figures through htmx; this follows.
"use strict";

(() => {
  const stage = document.getElementById("stage");
  const form = document.querySelector(".system-form");
  if (!stage || !form || !window.cytoscape || !window.d3 || !window.topojson) {
    document.documentElement.classList.remove("drawn"); // the plain picture stays
    return;
  }

  const MOST = 1500; // ties drawn, the strongest
  const lang = stage.dataset.lang;
  const words = JSON.parse(stage.dataset.words);
  const said = stage.querySelector(".told");
  const names = new Map([...document.querySelectorAll("#states option")].map((one) => [one.textContent, one.value]));
  const nameOf = (state) => names.get(state) || state;
  const root = document.documentElement;
  const token = (name) => getComputedStyle(root).getPropertyValue(name).trim();
  let found = null;
  let centre = null;

  // -- the form ---------------------------------------------------------------------------------------------------

  const year = form.querySelector("#year");
  const all = form.querySelector("#all-years");
  const shown = form.querySelector("#year-shown");
  const around = form.querySelector("#centre");
  const tell = () => { if (shown) shown.textContent = all.checked ? `${year.min}–${year.max}` : year.value; };
  if (year) {
    year.addEventListener("input", () => { all.checked = false; tell(); });
    all.addEventListener("change", tell);
  }
  form.addEventListener("change", (event) => {
    if (event.target.name === "source" && all) all.checked = true; // another source has other years
  }, true);
  const lookAt = (state) => {
    around.value = state ? nameOf(state) : "";
    around.dispatchEvent(new Event("change", { bubbles: true }));
  };
  document.getElementById("whole").addEventListener("click", () => {
    cy.fit(undefined, 12);
    if (centre) lookAt(null);
  });

  // -- the network ------------------------------------------------------------------------------------------------

  stage.hidden = false;
  const cy = window.cytoscape({
    container: document.getElementById("cy"),
    minZoom: 0.25,
    maxZoom: 4,
    autoungrabify: true,
    boxSelectionEnabled: false,
    pixelRatio: "auto",
  });
  const coloured = () => {
    const styles = [
      { selector: "node", style: {
        label: "data(id)", width: "data(size)", height: "data(size)", "font-size": "data(font)", "font-weight": 600, "font-family": token("--sans"),
        "text-valign": "center", "text-halign": "center", "border-width": 1.2, "border-color": token("--ink"),
        "background-color": token("--b0"), color: token("--on-b0"), "z-index": 10,
      } },
      { selector: "edge", style: {
        width: "data(width)", "line-color": token("--together"), "curve-style": "haystack", opacity: "data(light)",
      } },
      { selector: "edge.apart", style: { "line-color": token("--apart"), "line-style": "dashed" } },
      { selector: "edge:active, edge.near", style: { opacity: 1 } },
      { selector: ".far", style: { opacity: 0.12 } },
      { selector: "node.centre", style: { "border-width": 4 } },
    ];
    for (let n = 1; n <= 8; n += 1) {
      const style = { "background-color": token(`--b${n}`), color: token(`--on-b${n}`) };
      styles.push({ selector: `node.b${n}`, style });
    }
    cy.style(styles);
  };
  coloured();
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", coloured);

  // As large as can be read once the whole picture fits the screen, and small enough that neighbours keep apart.
  const sizeOf = (places, wide, high) => {
    if (places.length < 2) return 60;
    const [xs, ys] = [places.map((one) => one.x), places.map((one) => one.y)];
    const zoom = Math.min(wide / (Math.max(...xs) - Math.min(...xs) + 60), high / (Math.max(...ys) - Math.min(...ys) + 60));
    const nearest = places.map((one) => Math.min(...places.filter((other) => other !== one).map((other) => Math.hypot(one.x - other.x, one.y - other.y))));
    const room = nearest.sort((a, b) => a - b)[Math.floor(nearest.length / 10)];
    return Math.max(Math.min(28, 30 / zoom), Math.min(34 / zoom, 0.9 * room));
  };
  const drawNetwork = (first) => {
    const crowd = found.edges.length > 300;
    // On a phone the picture stands upright, and a few states are drawn large enough to be read.
    const { clientWidth: wide, clientHeight: high } = cy.container();
    const upright = wide < high;
    const places = found.states.map((one) => (upright ? { x: one.y, y: one.x } : { x: one.x, y: one.y }));
    const size = sizeOf(places, wide, high);
    const elements = found.states.map((one, n) => ({
      group: "nodes",
      data: { id: one.state, size, font: size * 0.375 },
      position: places[n],
      classes: `b${one.colour}`,
    }));
    found.edges.slice(0, MOST).forEach((edge) => elements.push({
      group: "edges",
      data: {
        source: edge.a, target: edge.b,
        width: (0.8 + 2.8 * Math.min(1, Math.abs(edge.weight))) * (crowd ? 0.45 : 1), light: crowd ? 0.3 : 0.6,
      },
      classes: edge.weight > 0 ? "together" : "apart",
    }));
    cy.batch(() => {
      cy.elements().remove();
      cy.add(elements);
      if (centre && cy.getElementById(centre).nonempty()) {
        const middle = cy.getElementById(centre);
        cy.elements().difference(middle.closedNeighborhood()).addClass("far");
        middle.connectedEdges().addClass("near");
        middle.addClass("centre");
      }
    });
    if (first) cy.fit(undefined, 12);
  };
  const pair = (a, b) => {
    const asked = new URLSearchParams(new URL(document.getElementById("figures").dataset.api, location.href).search);
    const kept = new URLSearchParams();
    for (const [name, value] of asked) if (["mood", "on_word_of", "third_party", "without_state_media"].includes(name)) kept.append(name, value);
    if (found.source === "record" && found.year) { kept.append("since", found.year); kept.append("until", found.year); }
    return `/${lang}/pair/${a}/${b}${kept.size ? `?${kept}` : ""}`;
  };
  cy.on("tap", "node", (event) => lookAt(event.target.id() === centre ? null : event.target.id()));
  cy.on("tap", "edge", (event) => { location.href = pair(event.target.data("source"), event.target.data("target")); });
  cy.on("mouseover", "node", (event) => { said.textContent = about(event.target.id()); });
  cy.on("mouseover", "edge", (event) => {
    const { source, target } = event.target.data();
    said.textContent = `${nameOf(source)} – ${nameOf(target)} · ${event.target.hasClass("apart") ? words.apart : words.together}`;
  });
  const about = (state) => {
    const one = found && found.states.find((other) => other.state === state);
    return one ? `${nameOf(state)} · ${one.friends} ${words.together} · ${one.foes} ${words.apart}` : nameOf(state);
  };

  // -- the map ----------------------------------------------------------------------------------------------------

  const SVG = "http://www.w3.org/2000/svg";
  const made = (name, attributes = {}, text = null) => {
    const element = document.createElementNS(SVG, name);
    Object.entries(attributes).forEach(([key, value]) => element.setAttribute(key, value));
    if (text !== null) element.textContent = text;
    return element;
  };
  const mapPanel = document.getElementById("map");
  let shapes = null; // state of today -> elements

  const loadMap = async () => {
    const [atlas, places] = await Promise.all([
      fetch(stage.dataset.atlas).then((answer) => answer.json()),
      fetch(stage.dataset.places).then((answer) => answer.json()),
    ]);
    const stateOf = new Map(places.items.map((one) => [one.atlas, one.state]));
    const projection = d3.geoEqualEarth().fitExtent([[4, 4], [956, 468]], { type: "Sphere" });
    const path = d3.geoPath(projection);
    const svg = made("svg", { viewBox: "0 0 960 472", role: "img", "aria-label": document.getElementById("tab-map").textContent });
    const pattern = made("pattern", { id: "hatch", width: 5, height: 5, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" });
    pattern.append(made("rect", { width: 5, height: 5, class: "hatch-ground" }), made("line", { x1: 0, y1: 0, x2: 0, y2: 5, class: "hatch-line" }));
    svg.append(made("defs"), made("path", { d: path({ type: "Sphere" }), class: "sea" }));
    svg.firstChild.append(pattern);
    shapes = new Map();
    const add = (state, element) => {
      element.append(made("title"));
      svg.append(element);
      if (!state) return;
      element.dataset.state = state;
      shapes.set(state, [...(shapes.get(state) || []), element]);
    };
    topojson.feature(atlas, atlas.objects.countries).features.forEach((shape) => {
      const state = stateOf.get(shape.id) || stateOf.get(shape.properties.name);
      if (shape.id !== "010") add(state, made("path", { d: path(shape), class: "land" }));
    });
    places.items.filter((one) => !shapes.has(one.state)).forEach((one) => {
      const [x, y] = projection([one.lon, one.lat]);
      add(one.state, made("circle", { cx: x.toFixed(1), cy: y.toFixed(1), r: 3, class: "land" }));
    });
    svg.addEventListener("click", (event) => {
      const here = event.target.closest("[data-state]");
      const one = here && found.states.find((other) => home(other.state) === here.dataset.state);
      if (one) lookAt(one.state === centre ? null : one.state);
    });
    svg.addEventListener("pointerover", (event) => {
      const title = event.target.querySelector("title");
      if (title) said.textContent = title.textContent;
    });
    mapPanel.replaceChildren(svg, made("div"));
    const key = document.createElement("p");
    key.className = "map-key meta";
    mapPanel.replaceChildren(svg, key);
  };
  const home = (state) => found.homes[state] || state;

  const drawMap = async () => {
    if (mapPanel.hidden) return;
    if (!shapes) await loadMap();
    const fill = new Map();
    const title = new Map();
    const standing = new Map();
    if (centre) found.edges.forEach((edge) => {
      if (edge.a === centre) standing.set(edge.b, edge.weight);
      if (edge.b === centre) standing.set(edge.a, edge.weight);
    });
    found.without.forEach((state) => { fill.set(home(state), "none"); title.set(home(state), words.none); });
    found.states.forEach((one) => {
      const place = home(one.state);
      if (fill.has(place) && fill.get(place) !== "none" && one.state !== centre) return;
      let look = `b${one.colour}`;
      if (centre) look = one.state === centre ? "self" : !standing.has(one.state) ? "none" : standing.get(one.state) > 0 ? "together" : "apart";
      fill.set(place, look);
      title.set(place, about(one.state));
    });
    shapes.forEach((elements, state) => elements.forEach((element) => {
      const look = fill.get(state) || "unknown";
      element.setAttribute("class", `land ${look}`);
      if (look === "unknown") element.setAttribute("fill", "url(#hatch)");
      else element.removeAttribute("fill");
      const words_ = title.get(state);
      element.querySelector("title").textContent = look === "unknown" || look === "none" ? `${nameOf(state)} · ${look === "none" ? words.none : words.unknown}` : words_;
    }));
    mapPanel.querySelectorAll("path.land:not([data-state])").forEach((element) => element.setAttribute("fill", "url(#hatch)"));
    key();
  };
  const key = () => {
    const isThen = found.year && Number(found.year) < new Date().getFullYear();
    const parts = centre
      ? [[null, words.centre.replace("{state}", nameOf(centre))], ["together", words.together], ["apart", words.apart]]
      : [[null, words.bloc]];
    parts.push(["none", words.none], ["unknown", words.unknown], [null, isThen ? words.then.replace("{year}", found.year) : words.borders]);
    mapPanel.querySelector(".map-key").replaceChildren(...parts.map(([look, text]) => {
      const one = document.createElement("span");
      if (look) { const box = document.createElement("span"); box.className = `key ${look}`; one.append(box); }
      one.append(text);
      return one;
    }));
  };

  // -- tabs -------------------------------------------------------------------------------------------------------

  const tabs = [...stage.querySelectorAll("[role=tab]")];
  const open = (tab) => {
    tabs.forEach((one) => {
      const is = one === tab;
      one.setAttribute("aria-selected", String(is));
      one.tabIndex = is ? 0 : -1;
      document.getElementById(one.getAttribute("aria-controls")).hidden = !is;
    });
    if (tab.id === "tab-map") drawMap();
    else { cy.resize(); cy.fit(undefined, 12); }
  };
  tabs.forEach((tab, n) => {
    tab.addEventListener("click", () => open(tab));
    tab.addEventListener("keydown", (event) => {
      if (event.key !== "ArrowRight" && event.key !== "ArrowLeft") return;
      const other = tabs[(n + 1) % tabs.length];
      other.focus();
      open(other);
    });
  });

  // -- following the figures --------------------------------------------------------------------------------------

  let turn = 0;
  const follow = async (first) => {
    const mine = turn += 1;
    const api = new URL(document.getElementById("figures").dataset.api, location.href);
    centre = null;
    const wanted = api.searchParams.get("centre");
    api.searchParams.delete("centre");
    const answer = await fetch(api);
    if (!answer.ok || mine !== turn) return;
    found = await answer.json();
    centre = wanted && found.states.some((one) => one.state === wanted) ? wanted : wanted && (found.states.find((one) => home(one.state) === wanted) || {}).state || null;
    stage.classList.toggle("bare", found.states.length === 0);
    cy.container().dataset.empty = document.querySelector("#figures .summary").textContent.trim();
    said.textContent = centre ? about(centre) : "";
    drawNetwork(first);
    await drawMap();
    stage.dataset.drawn = api.search;
  };
  document.body.addEventListener("htmx:afterSwap", () => {
    follow(false);
    document.querySelectorAll(".self a[hreflang]").forEach((link) => { link.search = new URL(document.getElementById("figures").dataset.api, location.href).search; });
  });
  document.body.addEventListener("htmx:afterRequest", (event) => {
    const source = form.querySelector("[name=source]:checked");
    // Another source covers other years: the slider comes with its page.
    if (event.detail.successful && source && found && source.value !== found.source) location.reload();
  });
  document.body.addEventListener("htmx:responseError", (event) => {
    said.textContent = event.detail.xhr.status === 429 ? words.slow : words.who;
  });
  follow(true);
})();
