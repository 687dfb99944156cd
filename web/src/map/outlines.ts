// The outlines of land and states that lie below every map. They come with the program (Natural Earth, public domain).
import type { Feature, FeatureCollection, MultiLineString } from "geojson";
import { feature, mesh } from "topojson-client";
import type { GeometryCollection, Topology } from "topojson-specification";
import url from "world-atlas/countries-50m.json?url";

export interface Outlines {
  land: FeatureCollection;
  borders: Feature<MultiLineString>;
}

type World = Topology<{ countries: GeometryCollection<{ name: string }>; land: GeometryCollection }>;
let kept: Promise<Outlines> | undefined;

/** The outlines, read once. */
export function outlines(): Promise<Outlines> {
  kept ??= fetch(url)
    .then((answer) => answer.json() as Promise<World>)
    .then((world) => ({
      land: feature(world, world.objects.land) as FeatureCollection,
      borders: {
        type: "Feature",
        properties: {},
        geometry: mesh(world, world.objects.countries, (a, b) => a !== b),
      },
    }));
  return kept;
}

/** What every map says of its ground. */
export const OUTLINES_SAY = "Coasts and borders: Natural Earth, coarse, for orientation only. They take no side on any border.";
