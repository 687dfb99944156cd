// The days of months, as a calendar lays them out. Knows nothing of reports.
import { dayAfter } from "../../parts/words";

export interface Month {
  /** `2031-03`. */
  id: string;
  name: string;
  /** Weeks from Monday on; a day of another month is nothing. */
  weeks: (string | undefined)[][];
}

const NAME = new Intl.DateTimeFormat("en-GB", { month: "long", year: "numeric", timeZone: "UTC" });

/** The months that hold the days from `first` to `last`. */
export function months(first: string, last: string): Month[] {
  const all: Month[] = [];
  for (let day = `${first.slice(0, 7)}-01`; day <= last; ) {
    const month = monthOf(day);
    all.push(month);
    const lastDay = month.weeks.flat().findLast((one) => one !== undefined) ?? day;
    day = dayAfter(lastDay);
  }
  return all;
}

function monthOf(first: string): Month {
  const id = first.slice(0, 7);
  const before = (new Date(`${first}T00:00:00Z`).getUTCDay() + 6) % 7;
  const cells: (string | undefined)[] = Array.from({ length: before }, () => undefined);
  for (let day = first; day.startsWith(id); day = dayAfter(day)) cells.push(day);
  while (cells.length % 7 !== 0) cells.push(undefined);
  const weeks = Array.from({ length: cells.length / 7 }, (_, at) => cells.slice(at * 7, at * 7 + 7));
  return { id, name: NAME.format(new Date(`${first}T00:00:00Z`)), weeks };
}
