// What the pages reckon themselves: circles and zones on the ground, hours of a week, days, calendars, ranges.
import assert from "node:assert/strict";
import { after, describe, test } from "node:test";
import { createServer } from "vite";

const vite = await createServer({ server: { middlewareMode: true, watch: null, ws: false }, appType: "custom", logLevel: "error" });
after(() => vite.close());
const load = (path) => vite.ssrLoadModule(`/src/${path}`);
const [ground, spots, week, days, groups, calendar] = await Promise.all(
  ["map/ground.ts", "map/spots.ts", "routes/agreements/week.ts", "routes/map/days.ts", "routes/tolls/groups.ts", "routes/reports/calendar.ts"].map(load),
);

/** Kilometres between two places on a globe. */
function apart([lon, lat], [x, y]) {
  const rad = Math.PI / 180;
  const a = Math.sin(((y - lat) * rad) / 2) ** 2 + Math.cos(lat * rad) * Math.cos(y * rad) * Math.sin(((x - lon) * rad) / 2) ** 2;
  return 2 * 6371.0088 * Math.asin(Math.sqrt(a));
}

describe("the ground", () => {
  const check = (lon, lat, radius_km) =>
    test(`every corner of a circle of ${radius_km} km at ${lat} is as far from its middle`, () => {
      for (const corner of ground.disc(lon, lat, radius_km).coordinates[0]) {
        assert.ok(Math.abs(apart([lon, lat], corner) - radius_km) < radius_km / 1000);
      }
    });
  check(37, 36.2, 1);
  check(9, 52, 60);
  check(25, 69, 250);

  const shape = (geometry, properties) => ground.zoneShape({ type: "Feature", geometry, properties: { title: "Arden", ...properties } });
  const square = { type: "Polygon", coordinates: [[[9, 52], [9.2, 52], [9.2, 52.1], [9, 52.1], [9, 52]]] };
  const line = { type: "LineString", coordinates: [[9, 52], [9.2, 52]] };
  const height = (polygon) => {
    const [, south, , north] = ground.boundsOf([polygon]);
    return (north - south) * 111.2;
  };

  test("a zone with an edge has ground that is sure and ground that can lie in it", () => {
    const { core, sure, edge } = shape(square, { edge_km: 2 });
    assert.deepEqual(core, square);
    assert.ok(Math.abs(height(edge) - height(core) - 4) < 0.1);
    assert.ok(Math.abs(height(core) - height(sure) - 4) < 0.1);
  });
  test("an exact zone is all sure", () => assert.deepEqual(shape(square, { edge_km: 0 }), { title: "Arden", core: square, sure: square, edge: undefined, edge_km: 0 }));
  test("a corridor is as wide as it is on both sides", () => assert.ok(Math.abs(height(shape(line, { edge_km: 0, half_width_km: 3 }).core) - 6) < 0.1));
  test("nothing of a corridor is sure whose edge is as wide as itself", () => assert.equal(shape(line, { edge_km: 3, half_width_km: 3 }).sure, undefined));
  test("a line without width is no ground", () => assert.equal(shape(line, { edge_km: 0 }), undefined));
});

describe("spots", () => {
  const at = (lat, lon, radius_km = 2) => ({ id: `${lat} ${lon} ${radius_km}`, location: { lat, lon, radius_km } });
  test("incidents of one circle are one spot, and what lies nowhere is none", () => {
    const found = spots.spotsOf([at(1, 1), at(1, 1), at(1, 1, 60), { id: "x", location: null }]);
    assert.deepEqual(found.map(({ radius_km, incidents }) => [radius_km, incidents.length]), [[60, 1], [2, 2]]);
  });
  test("one far away is left out of what is looked at first", () => {
    const all = [...Array.from({ length: 30 }, (_, n) => at(36 + n / 100, 37)), at(46, 6)];
    assert.ok(spots.mostOf(spots.spotsOf(all)).every(({ lat }) => lat < 40));
  });
});

describe("hours of a week", () => {
  const check = (name, hours, expected) => test(name, () => assert.deepEqual(week.stretches(hours)?.map(({ day, from, to }) => `${day} ${from / 60}-${to / 60}`), expected));
  const hours = (start, end, repeat) => ({ start, end, repeat });
  check("within a day", hours("09:00", "14:00", "FREQ=WEEKLY;BYDAY=MO"), ["0 9-14"]);
  check("past midnight they go on in the next day", hours("22:00", "02:00", "FREQ=WEEKLY;BYDAY=FR"), ["4 22-24", "5 0-2"]);
  check("past midnight of Sunday they go on on Monday", hours("22:00", "02:00", "FREQ=WEEKLY;BYDAY=SU"), ["6 22-24", "0 0-2"]);
  check("until midnight they do not touch the next day", hours("22:00", "00:00", "FREQ=WEEKLY;BYDAY=TU"), ["1 22-24"]);
  check("from one hour to the same they last a day", hours("06:00", "06:00", "FREQ=WEEKLY;BYDAY=TU"), ["1 6-24", "2 0-6"]);
  check("what recurs by months no week shows", hours("09:00", "14:00", "FREQ=MONTHLY"), undefined);
  check("every second week is none", hours("09:00", "14:00", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO"), undefined);
  test("every day is seven", () => assert.equal(week.stretches(hours("09:00", "14:00", "FREQ=DAILY")).length, 7));
});

describe("days", () => {
  const incident = (start, end) => ({ start, end });
  test("an incident of one day counts on it, one of several on each, one with an open end on none", () => {
    const found = days.timeline([incident("2031-03-01", "2031-03-01"), incident("2031-03-02", "2031-03-03"), incident(null, "2031-03-03")]);
    assert.deepEqual(found.days.map(({ dated, possible }) => [dated, possible]), [[1, 0], [0, 1], [0, 1]]);
    assert.equal(found.open, 1);
  });
  const check = (name, one, from, to, expected) => test(name, () => assert.equal(days.liesIn(one, from, to), expected));
  check("the day before the period is out", incident("2031-03-01", "2031-03-01"), "2031-03-02", "", false);
  check("the last hour of the period is in", incident("2031-03-02T23:30", "2031-03-02T23:30"), "2031-03-02", "2031-03-02", true);
  check("an open start can lie in every earlier period", incident(null, "2031-03-03"), "2031-01-01", "2031-01-02", true);
  check("no time at all can lie in any", incident(null, null), "2031-01-01", "2031-01-02", true);
  test("a long record has several days to a bar, and no day is lost", () => {
    const all = Array.from({ length: 1000 }, (_, n) => ({ day: String(n), dated: 1, possible: 0 }));
    const bars = days.bars(all, 300);
    assert.ok(bars.length <= 300);
    assert.equal(bars.flat().length, 1000);
  });
});

describe("ranges", () => {
  const toll = (low, high, highest, more = {}) => ({
    id: "tol-1",
    incident: "inc-1",
    of: "killed",
    places: ["Arden"],
    start: "2031-03-05",
    end: "2031-03-05",
    low: { number: low, claims: ["clm-1"] },
    high: { number: high, claims: high == null ? [] : ["clm-2"] },
    highest: { number: highest, claims: ["clm-3"] },
    claims: ["clm-1"],
    ...more,
  });
  const lines = (by, ...tolls) => groups.groups(tolls, by, new Map([["clm-1", { id: "clm-1", source: "North", count: { min: 3, max: null } }]]));
  test("an open top stays open, and its highest number has claims", () => {
    const [line] = lines("day", toll(3, null, 9))[0].lines;
    assert.deepEqual([line.low, line.high, line.highest, line.at_high], [3, null, 9, ["clm-3"]]);
  });
  test("a number that nobody tells is not zero", () => assert.equal(lines("day", toll(null, 4, 4))[0].lines[0].low, null));
  test("a week begins on Monday", () => assert.equal(lines("week", toll(1, 1, 1))[0].scope, "from=2031-03-03; until=2031-03-09"));
  test("what reaches over weeks is in none", () => assert.equal(lines("week", toll(1, 1, 1, { start: "2031-03-01" }))[0].name, "Over several weeks"));
  test("by source a claim stands alone", () => assert.deepEqual(lines("source", toll(1, 9, 9)).map(({ name, lines: [line] }) => [name, line.low, line.high]), [["North", 3, null]]));
  test("the axis ends at a round number", () => assert.deepEqual([1, 3, 62, 100, 101].map((low) => groups.axisEnd([{ low, highest: null }])), [1, 5, 100, 100, 200]));
});

describe("calendar", () => {
  test("March 2031 begins on a Saturday and has 31 days", () => {
    const [march, ...rest] = calendar.months("2031-03-05", "2031-03-20");
    assert.deepEqual([march.name, rest.length, march.weeks[0].findIndex(Boolean)], ["March 2031", 0, 5]);
    assert.equal(march.weeks.flat().filter(Boolean).length, 31);
  });
  test("December goes on in January", () => assert.deepEqual(calendar.months("2031-12-31", "2032-01-01").map(({ id }) => id), ["2031-12", "2032-01"]));
});
