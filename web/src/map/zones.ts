// The ground of agreements, as zones of a map: what they draw, and the listed places that their provisions name.
import type { Feature, Geometry } from "geojson";
import type { Schemas } from "../api/client";
import type { Zone } from "./data";
import { disc, zoneShape } from "./ground";

/** Stages in which a provision binds. */
const BINDING = new Set<string>(["in effect", "violated"]);

/** Whether some provision binds under some reading, at the moment that was asked for. */
export function binds(whole: Schemas["AgreementWhole"]): boolean {
  return provisions(whole).some(({ stages }) => stages.some(({ stage }) => stage != null && BINDING.has(stage)));
}

function provisions(whole: Schemas["AgreementWhole"]): Schemas["Provision"][] {
  return whole.articles.flatMap(({ provisions }) => provisions);
}

export function zonesOf(whole: Schemas["AgreementWhole"]): Zone[] {
  const now = binds(whole);
  const drawn = whole.areas.map((area) => zoneShape(area as unknown as Feature<Geometry, { title: string; edge_km: number }>));
  const named = new Map(
    provisions(whole)
      .flatMap(({ zone }) => zone)
      .flatMap(({ name, location }) => (location ? [[name, location] as const] : [])),
  );
  const places = [...named].map(([title, { lon, lat, radius_km }]) => {
    const core = disc(lon, lat, radius_km);
    return { title, core, sure: core, edge_km: 0 };
  });
  return [...drawn.filter((zone) => zone !== undefined), ...places].map((zone) => ({ ...zone, binds: now }));
}

/** How close a zone is, in words. */
export function zoneWords({ title, edge_km }: Zone): string {
  return edge_km > 0 ? `${title} (its edge may lie ${edge_km.toLocaleString("en")} km off)` : title;
}
