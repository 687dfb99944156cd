// Incidents a day, for the timeline and its period. An incident without a closer date counts on no day, and lies in every period
// that it can lie in.
import type { Incident } from "../../api/client";
import { datedOn, dayAfter } from "../../parts/words";

export interface OfDay {
  day: string;
  /** Dated on it. */
  dated: number;
  /** Spread over several days, of which it is one. */
  possible: number;
}

export interface Timeline {
  days: OfDay[];
  /** Told with one end only, or with none: on no day. */
  open: number;
}

/** Longer records are drawn a week to a bar; beyond this many days nothing is drawn, and the dates alone choose. */
const MOST_DAYS = 40_000;

const dayOf = (moment: string | null | undefined): string | undefined => {
  const day = moment?.slice(0, 10);
  return day?.length === 10 ? day : undefined;
};

/** Every day from the first that is told to the last. */
export function timeline(incidents: readonly Incident[]): Timeline {
  const dated = new Map<string, number>();
  const spread: [string, string][] = [];
  let open = 0;
  let [first, last] = ["9999", "0000"];
  for (const incident of incidents) {
    const on = datedOn(incident);
    const [from, to] = [dayOf(incident.start), dayOf(incident.end)];
    if (on) dated.set(on, (dated.get(on) ?? 0) + 1);
    else if (from && to) spread.push([from, to]);
    else open += 1;
    for (const day of [from, to]) {
      if (day && day < first) first = day;
      if (day && day > last) last = day;
    }
  }
  const days: OfDay[] = [];
  for (let day = first; day <= last && days.length < MOST_DAYS; day = dayAfter(day)) days.push({ day, dated: dated.get(day) ?? 0, possible: 0 });
  const at = new Map(days.map(({ day }, index) => [day, index]));
  for (const [from, to] of spread) {
    for (let index = at.get(from) ?? 0; index <= (at.get(to) ?? -1); index += 1) {
      const one = days[index];
      if (one) one.possible += 1;
    }
  }
  return { days, open };
}

/** Whether an incident can have happened in a period; an end that is left out is open. */
export function liesIn(incident: Pick<Incident, "start" | "end">, from: string, to: string): boolean {
  const [start, end] = [incident.start?.slice(0, 10), incident.end?.slice(0, 10)];
  return !(from && end && end < from) && !(to && start && start > to);
}

/** Bars that are wide enough to be seen: days, or as many days to a bar as it takes. */
export function bars(days: readonly OfDay[], most: number): OfDay[][] {
  const each = Math.max(1, Math.ceil(days.length / Math.max(1, most)));
  return Array.from({ length: Math.ceil(days.length / each) }, (_, at) => days.slice(at * each, (at + 1) * each));
}
