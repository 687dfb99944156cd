// Incidents: the listing with its filters in the address, and one incident down to the quoted words.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { addresses, go, launch, open, settled } from "./browser.mjs";

const browser = await launch();
const { at: incident } = (await addresses()).find(({ name }) => name === "incident");
let shown;
before(async () => {
  shown = await open(browser);
});
after(() => browser.close());

test("filters go into the address, restore from it and can be cleared", async () => {
  const { page } = shown;
  await go(page, "/incidents");
  await page.getByText("Filter", { exact: true }).click();
  await page.getByLabel("Standing").selectOption("contested");
  await page.getByLabel("Place").fill("Aleppo");
  await page.getByRole("button", { name: "Show" }).click();
  await page.getByText("Filter: place Aleppo, standing contested").waitFor();
  await settled(page);
  const lines = page.getByRole("main").getByRole("listitem");
  const filtered = await lines.allInnerTexts();
  assert.ok(filtered.length > 0 && filtered.every((line) => line.includes("Contested")));
  await page.reload();
  await settled(page);
  assert.deepEqual(await lines.allInnerTexts(), filtered);
  await page.getByRole("link", { name: "Clear all" }).click();
  await page.getByText("Filter", { exact: true }).waitFor();
  assert.equal(new URL(page.url()).search, "");
});

test("a long listing is paged, and back goes back", async () => {
  const { page } = shown;
  await go(page, "/incidents");
  const lines = page.getByRole("main").getByRole("listitem");
  const first = await lines.first().innerText();
  await page.getByRole("link", { name: "Next page" }).first().click();
  await page.getByRole("link", { name: "First page" }).first().waitFor();
  await settled(page);
  assert.notEqual(await lines.first().innerText(), first);
  await page.goBack();
  await page.getByText(first.split("\n")[0]).first().waitFor();
});

test("a filter that makes no sense is told with a hint, and the page stands", async () => {
  const { page } = shown;
  await go(page, "/incidents?day=2016-13-40");
  await page.getByRole("alert").waitFor();
  await page.getByRole("heading", { level: 1, name: "Incidents" }).waitFor();
});

test("an incident shows who says what, where they differ, and how many as a range", async () => {
  const { page } = shown;
  await go(page, incident);
  await page.getByRole("region", { name: "What is said, by source" }).getByRole("article").first().waitFor();
  const differ = page.getByRole("region", { name: "Where they differ" });
  assert.ok((await differ.getByRole("row").count()) > 2);
  await page.getByRole("region", { name: "How many were affected" }).waitFor();
});

test("a verdict is chosen, its questions are answered in words, and the address restores it", async () => {
  const { page } = shown;
  await go(page, incident);
  const verdicts = page.getByRole("region", { name: "What the terms make of it" });
  await verdicts.getByRole("row").nth(1).getByRole("link").first().click();
  const chosen = new URL(page.url()).searchParams.get("finding");
  assert.match(chosen, /^fnd-/);
  await page.reload();
  await settled(page);
  const questions = verdicts.getByRole("list", { name: "Questions and answers" });
  await questions.getByText("Did it happen?").waitFor();
  assert.match(await questions.innerText(), /yes|no|not known/);
  assert.equal(new URL(page.url()).searchParams.get("finding"), chosen);
});

test("a quote leads to its words in the document", async () => {
  const { page } = shown;
  await go(page, incident);
  const quote = page.getByRole("region", { name: "What is said, by source" }).getByRole("article").first().getByRole("link").first();
  const words = (await quote.innerText()).slice(1, -1);
  await quote.click();
  await page.getByRole("complementary", { name: "Beside the text" }).getByRole("link", { name: words }).first().waitFor();
  const marked = page.locator('main a[aria-current="true"]');
  assert.ok(words.includes((await marked.first().innerText()).replace(/\d+\s*claims$/, "").trim().slice(0, 10)));
});

test("two claims tell why they are held to be one", async () => {
  const { page } = shown;
  await go(page, incident);
  const same = page.getByRole("region", { name: "Why these are one" });
  await same.getByText("both are of incident", { exact: false }).waitFor();
  await same.getByLabel("and another").selectOption({ index: 2 });
  await settled(page);
  assert.match(page.url(), /other=clm-/);
  await same.getByText("place", { exact: true }).waitFor();
});
