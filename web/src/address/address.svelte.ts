// Where the reader is: the path and query of the page, which restore it. Knows no page by name.

class Address {
  path = $state(location.pathname);
  query = $state.raw(new URLSearchParams(location.search));

  /** What the query says of `name`; empty where it says nothing. */
  get(name: string): string {
    return this.query.get(name) ?? "";
  }

  /** The moment that every page is taken back to: a time or a record; nothing for all that is known. */
  get asOf(): string | undefined {
    return this.get("as_of") || undefined;
  }

  /** The address of a page, as known at the same moment. */
  to(path: string, query: Record<string, string | number | undefined | null> = {}): string {
    const asked = new URLSearchParams();
    for (const [name, value] of Object.entries({ ...query, as_of: "as_of" in query ? query["as_of"] : this.asOf })) {
      if (value !== undefined && value !== null && value !== "") asked.set(name, String(value));
    }
    const text = asked.toString().replaceAll("%3A", ":");
    return text === "" ? path : `${path}?${text}`;
  }

  /** The address of this page with some of its query changed; an empty value takes a name out. */
  with(changes: Record<string, string | number | undefined | null>): string {
    return this.to(this.path, { ...Object.fromEntries(this.query), ...changes });
  }

  /** Goes to an address of this program. `quietly` keeps the place in the page and adds no step to go back to. */
  go(address: string, quietly = false): void {
    if (quietly) history.replaceState(null, "", address);
    else history.pushState(null, "", address);
    this.#read();
    if (!quietly) scrollTo(0, 0);
  }

  /** Follows links and the browser's own back and forward. */
  follow(): () => void {
    const back = () => this.#read();
    const click = (event: MouseEvent) => this.#click(event);
    addEventListener("popstate", back);
    document.addEventListener("click", click);
    return () => {
      removeEventListener("popstate", back);
      document.removeEventListener("click", click);
    };
  }

  #read(): void {
    this.path = location.pathname;
    this.query = new URLSearchParams(location.search);
  }

  #click(event: MouseEvent): void {
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const link = event.target instanceof Element ? event.target.closest("a") : null;
    if (!link || link.target || link.hasAttribute("download") || link.origin !== location.origin) return;
    if (link.pathname.startsWith("/api/")) return;
    // A link into this page is the browser's own matter.
    if (link.hash && link.pathname === location.pathname && link.search === location.search) return;
    event.preventDefault();
    this.go(link.pathname + link.search + link.hash, link.dataset["quietly"] !== undefined);
  }
}

export const address = new Address();
