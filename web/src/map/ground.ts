// Shapes on the ground: circles, zones and corridors with the width of their edges. Knows neither colours nor the map.
import buffer from "@turf/buffer";
import circle from "@turf/circle";
import type { Feature, Geometry, MultiPolygon, Polygon, Position } from "geojson";

/** Kilometres that a pixel of a map of the whole world (512 pixels wide) spans at the equator. */
const KM_A_PIXEL = 78.271_516_964;
/** Corners of a circle: at the widest it differs from a true one by less than its line is thick. */
const CORNERS = 96;

/** How many pixels a length is long on the map of the whole world, at a latitude. Each step of zoom doubles it. */
export function pixels(km: number, lat: number): number {
  return km / (KM_A_PIXEL * Math.cos((lat * Math.PI) / 180));
}

/** A circle on the ground, as a polygon. */
export function disc(lon: number, lat: number, radius_km: number): Polygon {
  return circle([lon, lat], radius_km, { steps: CORNERS, units: "kilometers" }).geometry;
}

/** A zone of an agreement. Between `sure` and `edge` nobody can say whether a spot lies in it. */
export interface ZoneShape {
  title: string;
  /** What the agreement draws, a corridor in its width. */
  core: Polygon | MultiPolygon;
  /** What lies in it wherever the edge runs; absent where the edge is as wide as the zone. */
  sure?: Polygon | MultiPolygon | undefined;
  /** What can lie in it. */
  edge?: Polygon | MultiPolygon | undefined;
  edge_km: number;
}

/** The shape of an area as the API gives it. */
export function zoneShape(area: Feature<Geometry, { title: string; edge_km: number; half_width_km?: number | null }>): ZoneShape | undefined {
  const { title, edge_km, half_width_km } = area.properties;
  const own = area.geometry.type === "Polygon" || area.geometry.type === "MultiPolygon" ? area.geometry : undefined;
  // A line has no ground within it, so that it cannot be narrowed to less than nothing.
  const widened = (km: number) => (own && km === 0 ? own : own || km > 0 ? buffer(area, km, { units: "kilometers" })?.geometry : undefined);
  const half = half_width_km ?? 0;
  const core = widened(half);
  return core && { title, core, edge_km, sure: widened(half - edge_km), edge: edge_km > 0 ? widened(half + edge_km) : undefined };
}

/** West, south, east and north of what is drawn. */
export type Bounds = [number, number, number, number];

export function boundsOf(geometries: readonly Geometry[]): Bounds | undefined {
  const bounds: Bounds = [Infinity, Infinity, -Infinity, -Infinity];
  const add = (at: Position | Position[] | Position[][] | Position[][][]): void => {
    const [x, y] = at;
    if (typeof x !== "number" || typeof y !== "number") return (at as Position[]).forEach(add);
    bounds[0] = Math.min(bounds[0], x);
    bounds[1] = Math.min(bounds[1], y);
    bounds[2] = Math.max(bounds[2], x);
    bounds[3] = Math.max(bounds[3], y);
  };
  for (const geometry of geometries) if ("coordinates" in geometry) add(geometry.coordinates);
  return bounds[0] === Infinity ? undefined : bounds;
}
