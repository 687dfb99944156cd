// What stands round every page: the way past it by keys, search, light and dark, what the browser's back does.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { go, launch, open, settled } from "./browser.mjs";

const browser = await launch();
let shown;
before(async () => {
  shown = await open(browser);
});
after(() => browser.close());

test("the first key goes to the skip link, and it skips", async () => {
  const { page } = shown;
  await go(page, "/incidents");
  await page.keyboard.press("Tab");
  const skip = page.getByRole("link", { name: "Skip to the content" });
  assert.ok(await skip.evaluate((element) => element === globalThis.document.activeElement));
  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate(() => globalThis.document.activeElement?.id), "content");
});

test("every page has its title, and its head has the focus when it is gone to", async () => {
  const { page } = shown;
  await go(page, "/");
  assert.equal(await page.title(), "Situation – Trucewatch");
  await page.getByRole("link", { name: "Documents" }).click();
  await page.getByRole("heading", { level: 1, name: "Documents" }).waitFor();
  assert.equal(await page.evaluate(() => globalThis.document.activeElement?.tagName), "H1");
  await page.goBack();
  await page.getByRole("heading", { level: 1, name: "Situation" }).waitFor();
});

test("the choice of dark is kept", async () => {
  const { page } = shown;
  await go(page, "/search");
  const paper = () => page.evaluate(() => getComputedStyle(globalThis.document.documentElement).backgroundColor);
  const light = await paper();
  await page.getByLabel("Light or dark").selectOption("dark");
  const dark = await paper();
  assert.notEqual(dark, light);
  await page.reload();
  await settled(page);
  assert.equal(await paper(), dark);
  await page.getByLabel("Light or dark").selectOption("system");
});

test("words are searched, and the address restores what was found", async () => {
  const { page } = shown;
  await go(page, "/search");
  await page.getByLabel("Words of a claim").fill("Castello Road");
  await page.keyboard.press("Enter");
  await page.getByText(/claims? for “Castello Road”/).waitFor();
  const found = await page.getByRole("article").count();
  assert.ok(found > 0);
  await page.reload();
  await settled(page);
  assert.equal(await page.getByRole("article").count(), found);
});

test("words that nobody used find nothing, and that is said", async () => {
  const { page } = shown;
  await go(page, "/search?words=zeppelin");
  await page.getByText("0 claims for “zeppelin”").waitFor();
});

test("from right to left nothing runs over the edge", async () => {
  const { page } = shown;
  for (const at of ["/", "/incidents", "/search?words=convoy"]) {
    await go(page, at);
    await page.evaluate(() => globalThis.document.documentElement.setAttribute("dir", "rtl"));
    const wider = await page.evaluate(() => globalThis.document.documentElement.scrollWidth - globalThis.document.documentElement.clientWidth);
    assert.ok(wider <= 0, at);
  }
});
