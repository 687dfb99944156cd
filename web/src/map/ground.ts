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

/** A zone of an agreement. */
export interface ZoneShape {
  title: string;
  /** What the agreement draws, a corridor in its width. */
  core: Polygon | MultiPolygon;
  /** How far its edge may lie outside of that; absent where it is exact. */
  edge?: Polygon | MultiPolygon | undefined;
  edge_km: number;
}

/** The shape of an area as the API gives it. */
export function zoneShape(area: Feature<Geometry, { title: string; edge_km: number; half_width_km?: number | null }>): ZoneShape | undefined {
  const { title, edge_km, half_width_km } = area.properties;
  const widened = (km: number) => (km > 0 ? buffer(area, km, { units: "kilometers" })?.geometry : undefined);
  const own = area.geometry.type === "Polygon" || area.geometry.type === "MultiPolygon" ? area.geometry : undefined;
  const core = half_width_km ? widened(half_width_km) : own;
  return core && { title, core, edge_km, edge: widened((half_width_km ?? 0) + edge_km) };
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
