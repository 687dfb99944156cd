// Documents: the listing, and a text whose marks are reached by keys and lead to what was taken from them.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { ADDRESS, addresses, go, launch, open, settled } from "./browser.mjs";

const browser = await launch();
const { at: document } = (await addresses()).find(({ name }) => name === "document");
let shown;
before(async () => {
  shown = await open(browser);
});
after(() => browser.close());

test("documents are filtered by their outlet", async () => {
  const { page } = shown;
  await go(page, "/documents");
  await page.getByText("Filter", { exact: true }).click();
  await page.getByLabel("Outlet").selectOption("Field Wire");
  await page.getByRole("button", { name: "Show" }).click();
  await page.getByText("Filter: outlet Field Wire").waitFor();
  const lines = await page.getByRole("main").getByRole("listitem").allInnerTexts();
  assert.ok(lines.length > 1 && lines.every((line) => line.includes("Field Wire")));
});

test("the text is whole: marks add nothing and lose nothing", async () => {
  const { page } = shown;
  await go(page, document.split("?")[0]);
  const { pieces } = await (await fetch(`${ADDRESS}/api${document.split("?")[0]}`)).json();
  const told = pieces.map(({ text }) => text).join("");
  const drawn = await page.evaluate(() => {
    const text = globalThis.document.querySelector("main .text").cloneNode(true);
    text.querySelectorAll("sup").forEach((number) => number.remove());
    return text.textContent;
  });
  const bare = (text) => text.replaceAll(/\s+/g, "");
  assert.equal(bare(drawn), bare(told));
});

test("a mark is reached by keys and shows every claim that shares its words", async () => {
  const { page } = shown;
  await go(page, document.split("?")[0]);
  const beside = page.getByRole("complementary", { name: "Beside the text" });
  await beside.getByText("Choose marked words").waitFor();
  const mark = page.locator("main .text a", { hasText: "claims" }).first();
  const several = Number((await mark.locator("sup").innerText()).match(/\d+/)[0]);
  await mark.focus();
  await beside.getByRole("heading", { name: "Taken from these words" }).waitFor();
  assert.equal(await beside.getByRole("article").count(), several);
  assert.match(page.url(), /claim=clm-/);
  await page.reload();
  await settled(page);
  assert.equal(await beside.getByRole("article").count(), several);
});

test("sentences from which nothing was taken, and doubts, are shown and counted", async () => {
  const { page } = shown;
  const { items } = await (await fetch(`${ADDRESS}/api/documents`)).json();
  const note = items.find(({ name }) => name.endsWith("situation-note"));
  await go(page, `/documents/${note.id}`);
  const beside = page.getByRole("complementary", { name: "Beside the text" });
  await beside.getByRole("heading", { name: "Doubts" }).waitFor();
  await beside.getByText(/were not read \([1-9]\d*\)/).waitFor();
});

test("a document that was not there yet is told so", async () => {
  const { page } = shown;
  await go(page, `${document.split("?")[0]}?as_of=1`);
  await page.getByRole("alert").waitFor();
});
