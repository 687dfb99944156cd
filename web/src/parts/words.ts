// How things are said on every page: acts, days, ranges. What is not known is called so, never zero.
import type { Incident, Toll } from "../api/client";

export const NOT_KNOWN = "not known";

/** `air_strike` as a reader says it. */
export function act(of: string): string {
  return of.replaceAll("_", " ");
}

/** A word of a closed set with a capital, for the start of a line. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

export function list(of: readonly string[], none: string = NOT_KNOWN): string {
  return of.length === 0 ? none : of.join(", ");
}

/** Several of a thing: `1 claim`, `3 claims`. */
export function counted(number: number, one: string, many: string = `${one}s`): string {
  return `${number.toLocaleString("en")} ${number === 1 ? one : many}`;
}

const DAY = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
const LONG = new Intl.DateTimeFormat("en-GB", { weekday: "long", day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
const SHORT = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", timeZone: "UTC" });
const WEEKDAY = new Intl.DateTimeFormat("en-GB", { weekday: "long", timeZone: "UTC" });
const MINUTE = new Intl.DateTimeFormat("en-GB", {
  day: "numeric",
  month: "short",
  year: "numeric",
  hour: "2-digit",
  minute: "2-digit",
  hourCycle: "h23",
  timeZone: "UTC",
});
const ONE_DAY = /^\d{4}-\d{2}-\d{2}$/;

/** A day; anything that is told less precisely is shown as it was told. */
export function day(of: string, how: "usual" | "long" | "short" | "weekday" = "usual"): string {
  if (!ONE_DAY.test(of)) return of.replace("T", " ");
  const date = new Date(`${of}T00:00:00Z`);
  return { usual: DAY, long: LONG, short: SHORT, weekday: WEEKDAY }[how].format(date);
}

/** A minute, in UTC. */
export function minute(of: string): string {
  const date = new Date(of);
  return Number.isNaN(date.valueOf()) ? of : `${MINUTE.format(date)} UTC`;
}

/** When something happened, as closely as it is told. */
export function when(of: { start?: string | null | undefined; end?: string | null | undefined }): string {
  const { start, end } = of;
  if (start && end) return start === end ? day(start) : `between ${day(start)} and ${day(end)}`;
  if (start) return `${day(start)} or later`;
  if (end) return `${day(end)} or earlier`;
  return `day ${NOT_KNOWN}`;
}

/** The day after, or before. */
export function dayAfter(of: string, days = 1): string {
  const date = new Date(`${of}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + days);
  return date.toISOString().slice(0, 10);
}

/** Whether all of something happened on one day that is told. */
export function datedOn(incident: Pick<Incident, "start" | "end">): string | undefined {
  const start = incident.start?.slice(0, 10);
  return start && start.length === 10 && start === incident.end?.slice(0, 10) ? start : undefined;
}

/** Bounds as a range; an open end is said. */
export function range(low: number | null | undefined, high: number | null | undefined): string {
  if (low == null && high == null) return NOT_KNOWN;
  if (high == null) return `at least ${number(low ?? 0)}`;
  if (low == null) return `at most ${number(high)}`;
  return low === high ? number(low) : `${number(low)} to ${number(high)}`;
}

/** The people of a toll: the range on which the claims agree, and how far one of them goes beyond it. */
export function people(toll: Toll): string {
  const { low, high, highest } = toll;
  const said = range(low.number, high.number);
  if (high.number == null && highest.number != null && highest.number !== low.number) {
    return `${said}; the highest number told is ${number(highest.number)}`;
  }
  return said;
}

function number(of: number): string {
  return of.toLocaleString("en");
}

/** Who is said to have done it, and how that is told. */
export function by(incident: Pick<Incident, "attribution" | "agents">): string {
  const agents = list(incident.agents, "");
  const told: Record<string, string> = {
    "claimed-by": `claimed by ${agents}`,
    "alleged-against": `alleged against ${agents}`,
    contested: `contested: ${agents}`,
    unknown: agents ? `by ${agents}, as far as it is told` : "nobody is named as having done it",
  };
  return told[incident.attribution] ?? agents;
}

/** What a standing says, in a sentence. */
export const STANDINGS: readonly (readonly [word: string, means: string])[] = [
  ["corroborated", "Two or more independent sources say so, none denies it."],
  ["single-source", "One source says so, none denies it."],
  ["contested", "Some say so, some deny it."],
  ["denied", "Nobody says so, somebody denies it."],
  ["unverified", "Nobody does more than report it."],
  ["retracted", "All who said so took it back, or their documents were withdrawn."],
];

/** What an incident is called. */
export function titled(incident: Pick<Incident, "act" | "places">): string {
  return `${capital(act(incident.act))}, ${list(incident.places, "place not known")}`;
}
