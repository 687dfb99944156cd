// The one control that takes every page back to what was known then: it changes answers, and every link keeps it.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { go, launch, open, settled } from "./browser.mjs";

const browser = await launch();
let shown;
before(async () => {
  shown = await open(browser);
});
after(() => browser.close());

const total = async (page) => Number((await page.getByRole("navigation", { name: "Pages of the listing" }).innerText()).match(/(\d+) incidents/)[1]);

test("the slider takes the page back, by keys alone, and says so", async () => {
  const { page } = shown;
  await go(page, "/incidents");
  const now = await total(page);
  await page.getByRole("button", { name: "Go back in time" }).click();
  const slider = page.getByRole("slider", { name: /What was on record by/ });
  await slider.focus();
  for (let pressed = 0; pressed < 20; pressed += 1) await page.keyboard.press("ArrowLeft");
  await page.getByText("As known on 16 Sept 2016", { exact: false }).waitFor();
  await settled(page);
  assert.match(page.url(), /as_of=\d+/);
  assert.ok((await total(page)) < now, "fewer incidents were known then");
});

test("every link keeps the moment, and one goes back to now", async () => {
  const { page } = shown;
  await go(page, "/?as_of=12");
  for (const name of ["Incidents", "Findings", "Documents", "Search", "Situation"]) {
    await page.getByRole("navigation", { name: "Pages", exact: true }).getByRole("link", { name }).click();
    await page.getByRole("heading", { level: 1, name }).waitFor();
    assert.equal(new URL(page.url()).searchParams.get("as_of"), "12", name);
  }
  await page.getByRole("link", { name: "Back to now" }).click();
  await page.getByText("All that is known").waitFor();
  assert.equal(new URL(page.url()).searchParams.get("as_of"), null);
});

test("a minute can be typed", async () => {
  const { page } = shown;
  await go(page, "/documents?as_of=5");
  await page.getByLabel("or by the minute (UTC)").fill("2016-09-16T20:00");
  await page.getByText("As known on 16 Sept 2016, 20:00 UTC").waitFor();
  await page.getByText("7 documents").waitFor();
});

test("what came later is not there", async () => {
  const { page } = shown;
  await go(page, "/search?words=convoy");
  const found = await page.getByRole("article").count();
  await go(page, "/search?words=convoy&as_of=12");
  assert.ok((await page.getByRole("article").count()) < found);
});

test("a moment that is none is told and breaks nothing", async () => {
  const { page } = shown;
  await go(page, "/incidents?as_of=yesterday");
  await page.getByText("Not a moment of this record:").waitFor();
  await page.getByRole("link", { name: "Back to now" }).click();
  await page.getByText("All that is known").waitFor();
  await settled(page);
  assert.ok((await total(page)) > 0);
});
