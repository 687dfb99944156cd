// Map and timeline, tried as a reader uses them: with dates, pointer and filters, without WebGL, and with 100,000 incidents.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { ADDRESS, go, launch, open, settled } from "./browser.mjs";
import { serveArden } from "./served.mjs";

const json = async (path) => (await fetch(ADDRESS + path)).json();
const browser = await launch();
after(() => browser.close());

describe("the map", () => {
  let shown;
  before(async () => {
    shown = await open(browser);
  });
  after(() => shown.close());
  const table = () => shown.page.getByRole("region", { name: "The same in words" }).getByRole("row");
  const address = () => new URL(shown.page.url()).searchParams;
  const status = () => shown.page.getByRole("region", { name: "Timeline" }).getByRole("status");

  test("what is drawn stands in the table as well, each within its distance", async () => {
    await go(shown.page, "/map");
    const { features } = await json("/api/incidents?format=geojson");
    assert.equal(await table().count(), features.length + 1);
    assert.match(await table().nth(1).innerText(), /\d+ km of /);
    assert.match(await status().innerText(), new RegExp(`^${features.length} incidents of ${features.length} `));
    await shown.page.locator('[data-drawn="true"]').waitFor();
  });

  test("what lies nowhere is counted and leads to the listing", async () => {
    const [{ features }, { total }] = [await json("/api/incidents?format=geojson"), await json("/api/incidents?limit=1")];
    const text = await shown.page.getByText("nowhere that is known").innerText();
    assert.ok(text.includes(`${total - features.length} more incidents`), text);
  });

  test("the ground says whose outlines it has", async () => {
    await shown.page.getByText("Natural Earth").waitFor();
    await shown.page.getByText("take no side on any border").waitFor();
  });

  test("two dates choose a period, in the address too", async () => {
    await go(shown.page, "/map");
    await shown.page.getByLabel("From", { exact: true }).nth(0).fill("2016-09-17");
    await shown.page.getByLabel("To", { exact: true }).nth(0).fill("2016-09-17");
    await shown.page.waitForURL(/from=2016-09-17&to=2016-09-17|to=2016-09-17&from=2016-09-17/);
    const rows = await table().allInnerTexts();
    assert.ok(rows.length > 1 && rows.length < 30);
    assert.ok(rows.slice(1).every((row) => /17 Sept|or earlier|or later|between|not known/.test(row)), rows.join("\n"));
    const before = rows.length;
    await shown.page.reload();
    await settled(shown.page);
    assert.equal(await table().count(), before);
  });

  test("the next period is a step away, and so are all days", async () => {
    await shown.page.getByRole("button", { name: "Later" }).click();
    assert.deepEqual([address().get("from"), address().get("to")], ["2016-09-18", "2016-09-18"]);
    await shown.page.getByRole("button", { name: "All days" }).click();
    assert.equal(address().get("from"), null);
  });

  test("a period can be drawn over the bars", async () => {
    await go(shown.page, "/map");
    const chart = shown.page.getByRole("img", { name: /^Incidents from 13 Sept 2016/ });
    const { x, y, width } = await chart.boundingBox();
    await shown.page.mouse.move(x + width * 0.36, y + 40);
    await shown.page.mouse.down();
    await shown.page.mouse.move(x + width * 0.53, y + 40, { steps: 5 });
    await shown.page.mouse.up();
    assert.deepEqual([address().get("from"), address().get("to")], ["2016-09-16", "2016-09-17"]);
  });

  test("a verdict under a reading keeps the incidents that the findings name", async () => {
    const { items } = await json("/api/findings?verdict=violation&reading=plain&limit=1000");
    const { features } = await json("/api/incidents?format=geojson");
    const named = new Set(items.map(({ incident }) => incident));
    await go(shown.page, "/map?verdict=violation&reading=plain");
    assert.equal(await table().count(), features.filter(({ id }) => named.has(id)).length + 1);
  });

  test("an act keeps its incidents", async () => {
    await go(shown.page, "/map");
    await shown.page.getByText("Filter", { exact: true }).click();
    await shown.page.getByRole("combobox", { name: /^Act\b/ }).first().selectOption("shelling");
    await shown.page.getByRole("button", { name: "Show", exact: true }).click();
    await shown.page.waitForURL(/act=shelling/);
    await settled(shown.page);
    const rows = (await table().allInnerTexts()).slice(1);
    assert.ok(rows.length > 0 && rows.every((row) => row.startsWith("Shelling")), rows.join("\n"));
  });

  test("a circle that is clicked tells its incidents, and its address does so again", async () => {
    await go(shown.page, "/map?view=37.16,36.2,9&act=shelling");
    await shown.page.locator('[data-drawn="true"]').waitFor();
    const { features } = await json("/api/incidents?format=geojson&act=shelling");
    const { lat, lon } = features.find(({ properties }) => properties.location.place === "Aleppo").properties.location;
    await go(shown.page, `/map?view=${lon},${lat},11&act=shelling`);
    await shown.page.locator('[data-drawn="true"]').waitFor();
    const { x, y, width, height } = await shown.page.getByRole("region", { name: "Map of incidents", exact: true }).boundingBox();
    await shown.page.mouse.click(x + width / 2, y + height / 2);
    await shown.page.getByRole("heading", { name: "Aleppo: somewhere within 2 km" }).waitFor();
    assert.ok(address().get("at").startsWith(`${lat},${lon},`));
    await shown.page.reload();
    await shown.page.getByRole("heading", { name: "Aleppo: somewhere within 2 km" }).waitFor();
  });

  test("the keyboard moves it, and where it is looked at stands in the address", async () => {
    await go(shown.page, "/map?view=37,36,8");
    await shown.page.locator('[data-drawn="true"]').waitFor();
    await shown.page.getByLabel("Arrow keys move it").focus();
    await shown.page.keyboard.press("ArrowRight");
    await shown.page.waitForURL((url) => !url.searchParams.get("view").startsWith("37,36"));
  });

  test("the ground of an agreement can be left out", async () => {
    await go(shown.page, "/map");
    await shown.page.getByRole("checkbox").uncheck();
    assert.equal(address().get("without"), "cessation-of-hostilities-2016-09-12");
  });

  test("nothing went wrong in all that", () => assert.deepEqual(shown.wrong, []));
});

test("zones, corridors and crossings of an agreement are told with how far off they may lie", async () => {
  const arden = await serveArden();
  const { page, close, wrong } = await open(browser, { address: arden.address });
  try {
    await page.goto(`${arden.address}/map`);
    await settled(page);
    const ground = page.getByRole("region", { name: "Ground of agreements" });
    const text = await ground.innerText();
    for (const said of ["The basin of Arden (its edge may lie 2 km off)", "The road to Ruba (its edge may lie 1 km off)", "Mill Crossing", "not in force"]) {
      assert.ok(text.includes(said), text);
    }
    await page.goto(`${arden.address}/map?as_of=2031-03-10T12:00:00Z`);
    await settled(page);
    assert.match(await ground.innerText(), /(?<!not )in force at this moment/);
    assert.deepEqual(wrong, []);
  } finally {
    await close();
    await arden.stop();
  }
});

test("without WebGL the table says what the map would", async () => {
  const plain = await launch(["--disable-3d-apis", "--disable-webgl", "--disable-webgl2"]);
  const { page } = await open(plain);
  await go(page, "/map");
  await page.getByText("The map cannot be drawn here").waitFor();
  assert.ok((await page.getByRole("row").count()) > 10);
  await plain.close();
});

const MANY = 100_000;

/** Incidents of five years, most of them within a few kilometres of a spot of their own. */
function many() {
  let seed = 7;
  const next = () => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647;
  const features = Array.from({ length: MANY }, (_, n) => {
    const day = new Date(Date.UTC(2026, 0, 1) + Math.floor(next() * 1826) * 86_400_000).toISOString().slice(0, 10);
    const location = { lat: 50 + next() * 4, lon: 7 + next() * 6, radius_km: [1, 2, 5, 25][n % 4] };
    const id = `inc-${n.toString(16).padStart(12, "0")}`;
    const told = { places: ["Arden"], attribution: "unknown", agents: [], targets: [], standing: "single-source", witnesses: [] };
    const properties = { id, act: "shelling", kind: "event", start: day, end: day, location, ...told, disagreements: [], claims: [], toll_claims: [] };
    return { type: "Feature", id, geometry: { type: "Point", coordinates: [location.lon, location.lat] }, properties };
  });
  return JSON.stringify({ type: "FeatureCollection", features });
}

for (const light of ["light", "dark"]) {
  test(`${MANY.toLocaleString("en")} incidents are drawn and can be moved, ${light}`, async () => {
    const { page, wrong, close } = await open(browser, { light });
    page.setDefaultTimeout(90_000);
    const body = many();
    await page.route(/\/api\/incidents\?.*format=geojson/, (route) => route.fulfill({ contentType: "application/geo+json", body }));
    const began = performance.now();
    await page.goto(`${ADDRESS}/map?view=10,52,7`);
    await page.locator('[data-drawn="true"]').waitFor();
    const drawn = performance.now() - began;
    assert.match(await page.getByRole("region", { name: "Timeline" }).getByRole("status").innerText(), /^100,000 incidents of 100,000/);
    const { x, y, width, height } = await page.getByRole("region", { name: "Map of incidents", exact: true }).boundingBox();
    await page.evaluate(() => {
      globalThis.frames = [];
      const note = (at) => {
        globalThis.frames.push(at);
        requestAnimationFrame(note);
      };
      requestAnimationFrame(note);
    });
    await page.mouse.move(x + width / 2, y + height / 2);
    await page.mouse.down();
    for (let step = 1; step <= 60; step += 1) await page.mouse.move(x + width / 2 + Math.sin(step / 10) * 150, y + height / 2 + step);
    await page.mouse.up();
    const frames = await page.evaluate(() => globalThis.frames);
    const times = frames.slice(1).map((at, index) => at - frames[index]).sort((a, b) => a - b);
    const share = (of) => times[Math.floor((times.length - 1) * of)].toFixed(0);
    console.log(`map of ${MANY} (${light}, WebGL in software): drawn in ${(drawn / 1000).toFixed(1)} s; frame while moved p50 ${share(0.5)} ms, p95 ${share(0.95)} ms, longest ${share(1)} ms`);
    // The period works on all of them as well.
    await page.getByLabel("From", { exact: true }).nth(0).fill("2030-01-01");
    await page.getByText(/incidents of 100,000 on the map can lie in this period/).waitFor();
    assert.deepEqual(wrong, []);
    await close();
  });
}
