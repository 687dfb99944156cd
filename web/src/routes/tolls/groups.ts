// Tolls put beside each other by where, when or by whom they are told. Adds nothing up.
import type { Claim, Toll } from "../../api/client";
import { dayAfter, day } from "../../parts/words";

export type By = "day" | "week" | "place" | "source";
export const BY: readonly (readonly [By, string])[] = [
  ["day", "Day"],
  ["week", "Week"],
  ["place", "Place"],
  ["source", "Source"],
];

/** A bar: between which bounds, and the claims at each. */
export interface Line {
  id: string;
  toll: Toll;
  low: number | null;
  /** `null`: the top is open. */
  high: number | null;
  /** The highest number that is told; where the top is open, what lies beyond it is not known. */
  highest: number | null;
  at_low: readonly string[];
  at_high: readonly string[];
}

export interface Group {
  name: string;
  /** What the program can reckon the total of; absent where a group is no scope. */
  scope: string | undefined;
  lines: Line[];
}

function line(toll: Toll): Line {
  const { low, high, highest } = toll;
  const [top, at_high] = high.number != null ? [high.number, high.claims] : [null, highest.claims];
  return { id: toll.id, toll, low: low.number ?? null, high: top, highest: highest.number ?? null, at_low: low.claims, at_high };
}

/** What one claim says of a toll. */
function said(toll: Toll, claim: Claim): Line {
  const [low, high] = [claim.count?.min ?? null, claim.count?.max ?? null];
  return { id: `${toll.id}-${claim.id}`, toll, low, high, highest: high ?? low, at_low: [claim.id], at_high: [claim.id] };
}

/** Monday of the week of a day. */
export function monday(of: string): string {
  const weekday = (new Date(`${of}T00:00:00Z`).getUTCDay() + 6) % 7;
  return dayAfter(of, -weekday);
}

function whole(toll: Toll): [string, string] | undefined {
  const [start, end] = [toll.start?.slice(0, 10), toll.end?.slice(0, 10)];
  return start?.length === 10 && end?.length === 10 ? [start, end] : undefined;
}

function named(toll: Toll, by: By): { key: string; name: string; scope: string | undefined } {
  if (by === "place") {
    const place = toll.places[0];
    return { key: place ?? "~", name: place ?? "Place not known", scope: place && `place=${place}` };
  }
  const days = whole(toll);
  if (!days) return { key: "~", name: "Not dated closely enough", scope: undefined };
  const [start, end] = days;
  if (by === "day") {
    if (start !== end) return { key: `${start} ${end}`, name: `${day(start)} to ${day(end)}`, scope: undefined };
    return { key: start, name: day(start), scope: `from=${start}; until=${end}` };
  }
  const [from, last] = [monday(start), monday(end)];
  if (from !== last) return { key: "~~", name: "Over several weeks", scope: undefined };
  return { key: from, name: `Week from ${day(from)}`, scope: `from=${from}; until=${dayAfter(from, 6)}` };
}

/** The tolls in groups, in the order of their names or times; what fits in none stands last. */
export function groups(tolls: readonly Toll[], by: By, claims: ReadonlyMap<string, Claim>): Group[] {
  const found = new Map<string, Group>();
  const add = (key: string, name: string, scope: string | undefined, line: Line) => {
    const group = found.get(key);
    if (group) group.lines.push(line);
    else found.set(key, { name, scope, lines: [line] });
  };
  for (const toll of tolls) {
    if (by !== "source") {
      const { key, name, scope } = named(toll, by);
      add(key, name, scope, line(toll));
      continue;
    }
    for (const claim of toll.claims.map((id) => claims.get(id)).filter((one) => one !== undefined)) {
      add(claim.source ?? "~", claim.source ?? "No source named", undefined, said(toll, claim));
    }
  }
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, group]) => group);
}

/** A round number at or above the highest of the lines, for the end of the axis. */
export function axisEnd(lines: readonly Line[]): number {
  const most = Math.max(1, ...lines.map(({ low, highest }) => Math.max(low ?? 0, highest ?? 0)));
  const step = 10 ** Math.floor(Math.log10(most));
  return [1, 2, 5, 10].map((times) => times * step).find((end) => end >= most) ?? most;
}
