// The page that the program publishes, taken into ours: its own words and numbers, with ids that lead to our pages.

/** What of a report's data is used beside its page. */
export interface ReportData {
  title: string;
  day_number: number | null;
  first_day: string | null;
  last_day: string | null;
  quotes: { claim: string; document: string }[];
}

const IDS = /\b(?:inc|clm)-[0-9a-f]{12}\b/g;

/** The content of the published page. `link` gives the address of an id's page, if it has one. */
export function published(html: string, link: (id: string) => string | undefined): string {
  const page = new DOMParser().parseFromString(html, "text/html");
  const main = page.querySelector("main");
  const sections = page.querySelector("nav");
  if (!main) return "";
  const walker = page.createTreeWalker(main, NodeFilter.SHOW_TEXT);
  const texts: Text[] = [];
  while (walker.nextNode()) texts.push(walker.currentNode as Text);
  for (const text of texts) linked(page, text, link);
  return `${sections?.outerHTML ?? ""}${main.innerHTML}`;
}

function linked(page: Document, text: Text, link: (id: string) => string | undefined): void {
  if (text.parentElement?.closest("a, blockquote")) return;
  const parts: (string | Node)[] = [];
  let from = 0;
  for (const found of text.data.matchAll(IDS)) {
    const to = link(found[0]);
    if (!to) continue;
    const anchor = page.createElement("a");
    anchor.href = to;
    anchor.textContent = found[0];
    parts.push(text.data.slice(from, found.index), anchor);
    from = found.index + found[0].length;
  }
  if (parts.length > 0) text.replaceWith(...parts, text.data.slice(from));
}
