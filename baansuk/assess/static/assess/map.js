// The map of figures: our own outlines coloured by class, with names and figures as text, and the way down by a click.
// Everything it shows stands in the table beside it as well; without this script the page is whole.

import { LngLatBounds, Map as ChartMap, Marker, NavigationControl, Popup } from "../vendor/maplibre-gl.mjs";

const box = document.getElementById("map");
const hovers = window.matchMedia("(hover: hover)").matches;
const token = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const byStep = ["match", ["get", "step"], 1, token("--scale-1"), 2, token("--scale-2"), 3, token("--scale-3"), 4, token("--scale-4"), 5, token("--scale-5"), 6, token("--cool-1"), 7, token("--cool-2"), token("--scale-none")];
const COLOURED = ["all", ["!=", ["get", "role"], "backdrop"], [">", ["get", "step"], 0]];
const UNKNOWN = ["all", ["!=", ["get", "role"], "backdrop"], ["==", ["get", "step"], 0]];
const AREAS = ["any", ["==", ["geometry-type"], "Polygon"], ["==", ["geometry-type"], "MultiPolygon"]];
const POINTS = ["==", ["geometry-type"], "Point"];
const FIT = { padding: 28 };
// With more areas than this only figures are written; names would cover what they name.
const MOST_NAMES = 30;
// Pixels that two names keep apart.
const GAP = 3;
const NEAR = ["boolean", ["feature-state", "near"], false];

function hatch() {
  // Areas without a figure are hatched, so that nobody reads a pale colour as "few".
  const size = 12;
  const canvas = Object.assign(document.createElement("canvas"), { width: size, height: size });
  const pen = canvas.getContext("2d");
  pen.fillStyle = token("--surface");
  pen.fillRect(0, 0, size, size);
  pen.strokeStyle = token("--line-strong");
  pen.lineWidth = 1.5;
  for (const start of [-size, 0, size]) {
    pen.beginPath();
    pen.moveTo(start, size);
    pen.lineTo(start + size, 0);
    pen.stroke();
  }
  return pen.getImageData(0, 0, size, size);
}

function layersOf() {
  const line = { "line-color": ["case", NEAR, token("--ink"), token("--surface")], "line-width": ["case", NEAR, 3.5, 1.5] };
  return [
    { id: "backdrop", type: "fill", filter: ["==", ["get", "role"], "backdrop"], paint: { "fill-color": token("--surface") } },
    { id: "fill", type: "fill", filter: ["all", AREAS, COLOURED], paint: { "fill-color": byStep } },
    { id: "hatched", type: "fill", filter: ["all", AREAS, UNKNOWN], paint: { "fill-pattern": "hatch" } },
    { id: "edges", type: "line", filter: ["==", ["get", "role"], "backdrop"], paint: { "line-color": token("--line-strong"), "line-width": 1.5 } },
    { id: "lines", type: "line", filter: ["all", AREAS, ["!=", ["get", "role"], "backdrop"]], paint: line },
    {
      id: "points", type: "circle", filter: POINTS,
      paint: {
        "circle-color": ["case", ["==", ["get", "step"], 0], token("--surface"), byStep],
        "circle-radius": ["interpolate", ["linear"], ["zoom"], 7, 5, 11, 11],
        "circle-stroke-color": ["case", NEAR, token("--accent-dark"), token("--ink")],
        "circle-stroke-width": ["case", NEAR, 4, 1.25],
      },
    },
  ];
}

function boundsOf(features) {
  const bounds = new LngLatBounds();
  const walk = (part) => (typeof part[0] === "number" ? bounds.extend(part) : part.forEach(walk));
  for (const feature of features) walk(feature.geometry.coordinates);
  return bounds;
}

function textOf(area, withLink) {
  const content = document.createElement("div");
  for (const [kind, words] of [["map-name", area.name], ["map-figure", area.figure], ["map-detail", area.detail]]) {
    content.append(Object.assign(document.createElement("p"), { className: kind, textContent: words }));
  }
  if (withLink && area.address) {
    content.append(Object.assign(document.createElement("a"), { href: area.address, textContent: box.dataset.open }));
  }
  return content;
}

function label(map, feature, withName) {
  const { short, figure, lat, lon } = feature.properties;
  const [x, y] = feature.geometry.type === "Point" ? feature.geometry.coordinates : [lon, lat];
  if (x === undefined) return null;
  const element = Object.assign(document.createElement("div"), { className: "map-label", ariaHidden: "true" });
  if (withName) element.append(Object.assign(document.createElement("span"), { textContent: short }));
  element.append(Object.assign(document.createElement("strong"), { textContent: figure }));
  const above = feature.geometry.type === "Point";
  new Marker({ element, anchor: above ? "bottom" : "center", offset: above ? [0, -10] : [0, 0] }).setLngLat([x, y]).addTo(map);
  return element;
}

function thinOut(labels) {
  // Names that would lie on each other are left out until there is room for them.
  const kept = [];
  for (const element of labels) element.classList.remove("map-label-hidden");
  for (const element of labels) {
    const one = element.getBoundingClientRect();
    const meets = kept.some((two) => one.left < two.right + GAP && two.left < one.right + GAP && one.top < two.bottom + GAP && two.top < one.bottom + GAP);
    if (meets) element.classList.add("map-label-hidden");
    else kept.push(one);
  }
}

function highlight(map) {
  let near = null;
  return (code) => {
    if (near === code) return;
    if (near) map.setFeatureState({ source: "areas", id: near }, { near: false });
    document.querySelector(`tr[data-code="${near}"]`)?.classList.remove("near");
    near = code;
    if (!code) return;
    map.setFeatureState({ source: "areas", id: code }, { near: true });
    document.querySelector(`tr[data-code="${code}"]`)?.classList.add("near");
  };
}

function listen(map) {
  const mark = highlight(map);
  const popup = new Popup({ closeButton: !hovers, closeOnClick: true, maxWidth: "20rem", offset: 12, locale: {} });
  for (const layer of ["fill", "hatched", "points"]) {
    map.on("mousemove", layer, (event) => {
      const area = event.features[0].properties;
      mark(area.code);
      map.getCanvas().classList.toggle("map-open", Boolean(area.address));
      if (hovers) popup.setLngLat(event.lngLat).setDOMContent(textOf(area, false)).addTo(map);
    });
    map.on("mouseleave", layer, () => {
      mark(null);
      map.getCanvas().classList.remove("map-open");
      if (hovers) popup.remove();
    });
    map.on("click", layer, (event) => {
      const area = event.features[0].properties;
      if (hovers && area.address) window.location.assign(area.address);
      else popup.setLngLat(event.lngLat).setDOMContent(textOf(area, true)).addTo(map);
    });
  }
  for (const row of document.querySelectorAll("tr[data-code]")) {
    row.addEventListener("mouseenter", () => mark(row.dataset.code));
    row.addEventListener("mouseleave", () => mark(null));
    row.addEventListener("focusin", () => mark(row.dataset.code));
    row.addEventListener("focusout", () => mark(null));
  }
}

async function draw() {
  const answer = await fetch(box.dataset.geo, { headers: { Accept: "application/geo+json" } });
  if (!answer.ok) throw new Error(`map answered ${answer.status}`);
  const areas = await answer.json();
  if (!areas.features.length) throw new Error("no outline to draw");
  const bounds = boundsOf(areas.features);
  box.replaceChildren();
  const map = new ChartMap({
    container: box,
    style: { version: 8, sources: {}, layers: [{ id: "ground", type: "background", paint: { "background-color": token("--sunken") } }] },
    bounds,
    fitBoundsOptions: FIT,
    attributionControl: false,
    cooperativeGestures: !hovers,
    dragRotate: false,
    touchPitch: false,
    fadeDuration: 0,
    maxZoom: 14,
    // Without it a printed map is an empty box.
    canvasContextAttributes: { preserveDrawingBuffer: true },
    locale: {
      "Map.Title": box.dataset.name,
      "NavigationControl.ZoomIn": box.dataset.in,
      "NavigationControl.ZoomOut": box.dataset.out,
      "Popup.Close": box.dataset.close,
      "CooperativeGesturesHandler.MobileHelpText": box.dataset.fingers,
    },
  });
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  map.addControl(new NavigationControl({ showCompass: false }), "top-right");
  await map.once("load");
  map.addImage("hatch", hatch());
  map.addSource("areas", { type: "geojson", data: areas, promoteId: "code" });
  for (const layer of layersOf()) map.addLayer({ source: "areas", ...layer });
  const shown = areas.features.filter((feature) => feature.properties.role !== "backdrop");
  const labels = shown.map((feature) => label(map, feature, shown.length <= MOST_NAMES)).filter(Boolean);
  thinOut(labels);
  map.on("moveend", () => thinOut(labels));
  // Until somebody moves it the map shows the whole area, on a turned phone and on paper too.
  let moved = false;
  map.on("movestart", (event) => { moved ||= Boolean(event.originalEvent); });
  map.on("resize", () => { if (!moved) map.fitBounds(bounds, { ...FIT, animate: false }); });
  map.once("idle", () => {
    thinOut(labels);
    box.dataset.drawn = "yes";
  });
  listen(map);
}

draw().catch(() => {
  box.hidden = true;
  document.getElementById("map-failed").hidden = false;
});
