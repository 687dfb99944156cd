// Which page stands at which address. A new page is a folder beside this file and a line here.
import type { Component } from "svelte";

/** What a page is given: the parts of its address that vary. */
export type Parts = Record<string, string>;

export interface Page {
  /** The address, in which `:name` stands for what varies. */
  at: string;
  /** What the navigation calls it; without it, the page is reached from others only. */
  nav?: string;
  /** Its component; it is given `parts`, of which it names those in its address. */
  load: () => Promise<{ default: Component<any> }>;
}

export const pages: Page[] = [
  { at: "/", nav: "Situation", load: () => import("./situation/Situation.svelte") },
  { at: "/incidents", nav: "Incidents", load: () => import("./incidents/Incidents.svelte") },
  { at: "/incidents/:id", load: () => import("./incidents/Incident.svelte") },
  { at: "/findings", nav: "Findings", load: () => import("./findings/Findings.svelte") },
  { at: "/map", nav: "Map", load: () => import("./map/Map.svelte") },
  { at: "/agreements", nav: "Agreements", load: () => import("./agreements/Agreements.svelte") },
  { at: "/agreements/:id", load: () => import("./agreements/Agreement.svelte") },
  { at: "/tolls", nav: "Tolls", load: () => import("./tolls/Tolls.svelte") },
  { at: "/reports", nav: "Reports", load: () => import("./reports/Reports.svelte") },
  { at: "/reports/:agreement/:day", load: () => import("./reports/Report.svelte") },
  { at: "/documents", nav: "Documents", load: () => import("./documents/Documents.svelte") },
  { at: "/documents/:id", load: () => import("./documents/Document.svelte") },
  { at: "/search", nav: "Search", load: () => import("./search/Search.svelte") },
];

/** The page at an address, with the parts that vary. */
export function pageAt(path: string): { page: Page; parts: Parts } | undefined {
  const asked = path.split("/").filter(Boolean);
  for (const page of pages) {
    const pattern = page.at.split("/").filter(Boolean);
    if (pattern.length !== asked.length) continue;
    const parts: Parts = {};
    const fits = pattern.every((part, at) => {
      const given = asked[at] ?? "";
      if (!part.startsWith(":")) return part === given;
      try {
        parts[part.slice(1)] = decodeURIComponent(given);
        return true;
      } catch {
        // A broken escape is no address of ours.
        return false;
      }
    });
    if (fits) return { page, parts };
  }
  return undefined;
}
