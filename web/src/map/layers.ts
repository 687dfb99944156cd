// What the map draws, from below: ground, zones, circles of incidents, names. Every layer takes its colours from `colours`.
import type { FeatureCollection } from "geojson";
import type { FilterSpecification, LayerSpecification, StyleSpecification } from "maplibre-gl";
import type { Colours } from "./colours";

const NOTHING: FeatureCollection = { type: "FeatureCollection", features: [] };
/** A circle that is smaller than this on the screen is shown by a mark that stands for it. */
export const LEAST_PIXELS = 3;
/** In quotes, since a name with a digit is none in CSS without them. */
export const FONT = ['"Source Sans 3 Variable"'];
/** Up to here a circle on the ground is one on the screen, within a fiftieth of its width; wider ones are polygons. */
export const WIDE_KM = 50;

/** A circle of `px` pixels at zoom 0, as wide as it is on the ground at every zoom. */
const ON_THE_GROUND = ["interpolate", ["exponential", 2], ["zoom"], 0, ["get", "px"], 22, ["*", ["get", "px"], 2 ** 22]] as const;
const TOO_SMALL: FilterSpecification = ["all", [">", ["get", "from"], ["zoom"]], ["!", ["get", "wide"]]];
const LARGE: FilterSpecification = ["all", ["<=", ["get", "from"], ["zoom"]], ["!", ["get", "wide"]]];

/** The whole style, with sources that are still empty. */
export function style(colours: Colours): StyleSpecification {
  return {
    version: 8,
    sources: {
      land: { type: "geojson", data: NOTHING },
      borders: { type: "geojson", data: NOTHING },
      zones: { type: "geojson", data: NOTHING },
      wide: { type: "geojson", data: NOTHING },
      spots: { type: "geojson", data: NOTHING, maxzoom: 14, tolerance: 0 },
      chosen: { type: "geojson", data: NOTHING },
    },
    layers: [...ground(colours), ...zones(colours), ...incidents(colours), ...names(colours)],
  };
}

function ground(colours: Colours): LayerSpecification[] {
  return [
    { id: "sea", type: "background", paint: { "background-color": colours.sea } },
    { id: "land", type: "fill", source: "land", paint: { "fill-color": colours.land, "fill-outline-color": colours.border } },
    { id: "borders", type: "line", source: "borders", paint: { "line-color": colours.border, "line-width": 1 } },
  ];
}

function zones(colours: Colours): LayerSpecification[] {
  const edge: FilterSpecification = ["==", ["get", "part"], "edge"];
  const sure: FilterSpecification = ["==", ["get", "part"], "sure"];
  const core: FilterSpecification = ["==", ["get", "part"], "core"];
  return [
    { id: "zone-edge", type: "fill", source: "zones", filter: edge, paint: { "fill-color": colours.zone, "fill-opacity": 0.1 } },
    {
      id: "zone-sure",
      type: "fill",
      source: "zones",
      filter: sure,
      paint: { "fill-color": colours.zone, "fill-opacity": ["case", ["get", "binds"], 0.16, 0.05] },
    },
    {
      id: "zone-line",
      type: "line",
      source: "zones",
      filter: core,
      paint: { "line-color": colours.zone, "line-width": 1.5, "line-dasharray": [5, 2] },
    },
  ];
}

function incidents(colours: Colours): LayerSpecification[] {
  return [
    { id: "wide", type: "fill", source: "wide", paint: { "fill-color": colours.spot, "fill-opacity": 0.05 } },
    { id: "wide-line", type: "line", source: "wide", paint: { "line-color": colours.spot, "line-width": 1, "line-dasharray": [2, 3] } },
    {
      id: "spots",
      type: "circle",
      source: "spots",
      filter: LARGE,
      paint: {
        "circle-radius": ON_THE_GROUND as never,
        "circle-color": colours.spot,
        "circle-opacity": ["interpolate", ["linear"], ["get", "n"], 1, 0.18, 20, 0.45],
        "circle-stroke-color": colours.spot,
        "circle-stroke-width": 1,
      },
    },
    {
      id: "marks",
      type: "circle",
      source: "spots",
      filter: TOO_SMALL,
      paint: {
        "circle-radius": LEAST_PIXELS + 1,
        "circle-color": colours.paper,
        "circle-opacity": 0.35,
        "circle-stroke-color": colours.spot,
        "circle-stroke-width": 1.25,
      },
    },
    { id: "chosen", type: "line", source: "chosen", paint: { "line-color": colours["spot-chosen"], "line-width": 3 } },
    {
      id: "chosen-mark",
      type: "circle",
      source: "chosen",
      filter: ["==", ["geometry-type"], "Point"],
      paint: { "circle-radius": 8, "circle-opacity": 0, "circle-stroke-color": colours["spot-chosen"], "circle-stroke-width": 3 },
    },
  ];
}

function names(colours: Colours): LayerSpecification[] {
  const paint = { "text-color": colours.ink, "text-halo-color": colours.paper, "text-halo-width": 1.5 };
  return [
    {
      id: "zone-names",
      type: "symbol",
      source: "zones",
      filter: ["==", ["get", "part"], "core"],
      layout: { "text-field": ["get", "title"], "text-font": FONT, "text-size": 12, "text-max-width": 14 },
      paint: { ...paint, "text-color": colours.zone },
    },
    {
      id: "spot-names",
      type: "symbol",
      source: "spots",
      filter: ["has", "name"],
      layout: {
        "text-field": ["concat", ["get", "name"], " · ", ["to-string", ["get", "n"]]],
        "text-font": FONT,
        "text-size": 13,
        "text-anchor": "bottom",
        "text-offset": [0, -0.5],
        "symbol-sort-key": ["-", 0, ["get", "n"]],
      },
      paint,
    },
  ];
}
