// The hours at which a provision binds, laid out on a week. Hours that run past midnight go on in the next day.
import type { Schemas } from "../../api/client";

export const DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"] as const;
const CODES = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

/** A stretch of one day, in minutes since its midnight. */
export interface Stretch {
  day: number;
  from: number;
  to: number;
}

const DAY = 24 * 60;
const minutes = (clock: string) => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5));

/** The days of a week on which it recurs; nothing where it recurs by another measure than weeks and is told in words alone. */
export function days(repeat: string): number[] | undefined {
  const parts = new Map(repeat.split(";").map((part) => part.split("=") as [string, string]));
  const [every, on, interval] = [parts.get("FREQ"), parts.get("BYDAY"), parts.get("INTERVAL") ?? "1"];
  const others = [...parts.keys()].filter((key) => !["FREQ", "BYDAY", "INTERVAL", "WKST"].includes(key));
  if (others.length > 0 || interval !== "1") return undefined;
  if (every === "DAILY" && !on) return [0, 1, 2, 3, 4, 5, 6];
  if ((every !== "WEEKLY" && every !== "DAILY") || !on) return undefined;
  const found = on.split(",").map((code) => CODES.indexOf(code));
  return found.includes(-1) ? undefined : found;
}

/** How it is laid out on a week; nothing where a week does not show it. */
export function stretches({ start, end, repeat }: Schemas["Hours"]): Stretch[] | undefined {
  const [from, to] = [minutes(start), minutes(end)];
  return days(repeat)?.flatMap((day) =>
    to > from
      ? [{ day, from, to }]
      : [
          { day, from, to: DAY },
          ...(to > 0 ? [{ day: (day + 1) % 7, from: 0, to }] : []),
        ],
  );
}

/** In words: on which days, between which hours. */
export function hoursInWords(hours: Schemas["Hours"]): string {
  const on = days(hours.repeat);
  const past = minutes(hours.end) <= minutes(hours.start) ? " on the next day" : "";
  const which = !on ? `as ${hours.repeat} has it` : on.length === 7 ? "every day" : `on ${on.map((day) => DAYS[day]).join(", ")}`;
  return `${hours.start} to ${hours.end}${past}, ${which}`;
}

/** A stretch in hours and minutes. */
export function clock(of: number): string {
  return `${String(Math.floor(of / 60)).padStart(2, "0")}:${String(of % 60).padStart(2, "0")}`;
}
