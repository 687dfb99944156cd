// The colours of a map, out of the variables of the pages, as they are now.

const NAMES = ["sea", "land", "border", "zone", "spot", "spot-chosen", "ink", "paper"] as const;
export type Colours = Record<(typeof NAMES)[number], string>;

/** The colours as the browser computes them; a map on a canvas cannot use variables. */
export function colours(): Colours {
  const probe = document.createElement("span");
  document.body.append(probe);
  const computed = NAMES.map((name) => {
    probe.style.color = `var(--${name})`;
    return [name, getComputedStyle(probe).color] as const;
  });
  probe.remove();
  return Object.fromEntries(computed) as Colours;
}

/** Calls `changed` whenever the pages turn light or dark, until what it gives is called. */
export function whenLightChanges(changed: () => void): () => void {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const chosen = new MutationObserver(changed);
  chosen.observe(document.documentElement, { attributeFilter: ["data-light"] });
  dark.addEventListener("change", changed);
  return () => {
    chosen.disconnect();
    dark.removeEventListener("change", changed);
  };
}
