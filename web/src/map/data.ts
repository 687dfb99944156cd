// Spots and zones as the features that the map draws.
import type { Feature, FeatureCollection, Polygon } from "geojson";
import { disc, pixels, type ZoneShape } from "./ground";
import { LEAST_PIXELS, WIDE_KM } from "./layers";
import type { Spot } from "./spots";

/** A zone on the map, of an agreement that binds there or no longer does. */
export type Zone = ZoneShape & { binds: boolean };

const all = (features: Feature[]): FeatureCollection => ({ type: "FeatureCollection", features });

/** Every spot by its middle, with how wide it is; `at` finds it again among `spots`. */
export function spotFeatures(spots: readonly Spot[]): FeatureCollection {
  return all(
    spots.map((spot, at) => {
      const px = pixels(spot.radius_km, spot.lat);
      return {
        type: "Feature",
        geometry: { type: "Point", coordinates: [spot.lon, spot.lat] },
        properties: {
          at,
          px,
          n: spot.incidents.length,
          wide: spot.radius_km > WIDE_KM,
          from: Math.log2(LEAST_PIXELS / px),
          ...(spot.place ? { name: named(spot, spot.place) } : {}),
        },
      };
    }),
  );
}

/** A name in the middle of a wide circle says that it is not the spot. */
function named({ radius_km }: Spot, place: string): string {
  return radius_km > WIDE_KM ? `${place}, within ${radius_km.toLocaleString("en")} km` : place;
}

/** The spots that are too wide to be a circle on the screen. */
export function wideFeatures(spots: readonly Spot[]): FeatureCollection {
  const wide = spots.map((spot, at) => ({ spot, at })).filter(({ spot }) => spot.radius_km > WIDE_KM);
  return all(
    wide.map(({ spot, at }) => ({ type: "Feature", properties: { at, n: spot.incidents.length }, geometry: disc(spot.lon, spot.lat, spot.radius_km) })),
  );
}

/** The ring round the spot that is chosen. */
export function chosenFeatures(spot: Spot | undefined): FeatureCollection {
  if (!spot) return all([]);
  const ring: Polygon = disc(spot.lon, spot.lat, spot.radius_km);
  return all([
    { type: "Feature", properties: {}, geometry: ring },
    { type: "Feature", properties: {}, geometry: { type: "Point", coordinates: [spot.lon, spot.lat] } },
  ]);
}

export function zoneFeatures(zones: readonly Zone[]): FeatureCollection {
  return all(
    zones.flatMap(({ title, core, sure, edge, binds }): Feature[] => {
      const parts = { edge, sure, core };
      return Object.entries(parts).flatMap(([part, geometry]) =>
        geometry ? [{ type: "Feature" as const, properties: { part, title, binds }, geometry }] : [],
      );
    }),
  );
}
