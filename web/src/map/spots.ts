// Puts incidents together by where they lie. A spot is never a point: it is a circle on the ground within which they happened.
import type { Incident, Schemas } from "../api/client";

export interface Spot {
  /** `lat,lon,radius`: what its circle is known by in an address. */
  id: string;
  lat: number;
  lon: number;
  radius_km: number;
  /** The place that stands there; absent where a source gave coordinates. */
  place: string | undefined;
  incidents: Incident[];
}

/** The circles in which incidents lie, the widest first, so that a narrow one stands on top of it. */
export function spotsOf(incidents: readonly Incident[]): Spot[] {
  const spots = new Map<string, Spot>();
  for (const incident of incidents) {
    const at = incident.location;
    if (!at) continue;
    const id = spotId(at);
    const spot = spots.get(id);
    if (spot) spot.incidents.push(incident);
    else spots.set(id, { id, lat: at.lat, lon: at.lon, radius_km: at.radius_km, place: at.place ?? undefined, incidents: [incident] });
  }
  return [...spots.values()].sort((a, b) => b.radius_km - a.radius_km);
}

export function spotId(at: Schemas["Location"]): string {
  return `${at.lat},${at.lon},${at.radius_km}`;
}

/** What a spot is called, with how close it is. */
export function spotWords(spot: Spot): string {
  return `${spot.place ?? "As a source puts it"}: somewhere within ${spot.radius_km.toLocaleString("en")} km`;
}

/** The share of incidents that may lie outside of what is looked at first, on each side: talks far away, a slip in a coordinate. */
const FAR = 0.05;

/** The spots among which nearly all incidents lie, so that a single one far away does not make the rest small. */
export function mostOf(spots: readonly Spot[]): readonly Spot[] {
  const within = (of: (spot: Spot) => number): ((spot: Spot) => boolean) => {
    const sorted = spots.flatMap((spot) => Array.from({ length: Math.min(spot.incidents.length, 50) }, () => of(spot))).sort((a, b) => a - b);
    const [low, high] = [sorted[Math.floor(sorted.length * FAR)] ?? -180, sorted[Math.ceil(sorted.length * (1 - FAR)) - 1] ?? 180];
    return (spot) => of(spot) >= low && of(spot) <= high;
  };
  const [lon, lat] = [within((spot) => spot.lon), within((spot) => spot.lat)];
  return spots.filter((spot) => lon(spot) && lat(spot));
}
