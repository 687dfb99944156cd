// Tolls: ranges and not numbers, open tops, the words at each bound a click away, sums kept apart.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { ADDRESS, go, launch, open, settled } from "./browser.mjs";

const browser = await launch();
after(() => browser.close());

describe("tolls", () => {
  let shown;
  before(async () => {
    shown = await open(browser);
    await go(shown.page, "/tolls");
  });
  after(() => shown.close());
  const part = (name) => shown.page.getByRole("region", { name });
  const row = (...texts) => texts.reduce((rows, hasText) => rows.filter({ hasText }), shown.page.getByRole("row"));

  test("an open top is said to be open, with the highest number told", async () => {
    await row("soldiers", "at least 62; highest told 90").waitFor();
  });
  test("a toll of none is a claim, and not the want of one", async () => {
    assert.match(await row("Damascus · 13 Sept 2016").innerText(), /\b0\b/);
  });
  test("sums that sources give stand apart from incidents", async () => {
    const { items } = await (await fetch(`${ADDRESS}/api/tolls?limit=1000`)).json();
    const killed = items.filter(({ of }) => of === "killed");
    const rows = async (name) => (await part(name).getByRole("rowheader").count());
    assert.equal(await rows("Of single incidents"), killed.filter(({ incident }) => incident).length);
    assert.equal(await rows("Sums that sources give"), killed.filter(({ incident }) => !incident).length);
  });
  test("the claims at each bound are a click away, in their own words", async () => {
    const one = row("8 to 10");
    await one.getByRole("button", { name: "lowest: 1 claim" }).click();
    const quote = shown.page.getByRole("article").locator("blockquote");
    await quote.waitFor();
    const low = await quote.innerText();
    await one.getByRole("button", { name: "highest: 1 claim" }).click();
    await shown.page.locator("blockquote", { hasNotText: low }).waitFor();
    await one.getByRole("button", { name: "highest: 1 claim" }).click();
    assert.equal(await quote.count(), 0);
  });
  test("they can be put beside each other by week, place and source", async () => {
    await shown.page.getByRole("link", { name: "Week", exact: true }).click();
    await shown.page.getByRole("heading", { name: "Week from 12 Sept 2016" }).first().waitFor();
    await shown.page.getByRole("link", { name: "Place", exact: true }).click();
    await shown.page.getByRole("heading", { name: "Dael" }).waitFor();
    await shown.page.getByRole("link", { name: "Source", exact: true }).click();
    await shown.page.getByRole("heading", { name: "Syrian Observatory for Human Rights" }).first().waitFor();
    assert.match(shown.page.url(), /by=source/);
  });
  test("the total of a group is reckoned when it is asked for", async () => {
    await go(shown.page, "/tolls?by=place");
    await shown.page.getByText("Total killed, Dael").click();
    await shown.page.getByText("people killed in Dael").waitFor();
  });
  test("where nobody tells a number, that is said and is not none", async () => {
    await go(shown.page, "/tolls?of=missing");
    await shown.page.getByText("No incident has a number of missing. That is not known, not none.").waitFor();
  });
  test("nothing went wrong in all that", async () => {
    await settled(shown.page);
    assert.deepEqual(shown.wrong, []);
  });
});
