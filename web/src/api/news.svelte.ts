// Tells of records that came in while a page stood open. It never moves the page: the reader asks for them.

class News {
  /** The last record of the log, as far as it is known. */
  head: number | undefined = $state();
  /** The last record that the pages show; changes when the reader asks for what is new. */
  shown: number | undefined = $state.raw(undefined);
  #first: number | undefined;

  /** How many records the pages do not show yet. */
  get waiting(): number {
    const from = this.shown ?? this.#first;
    return this.head === undefined || from === undefined ? 0 : Math.max(0, this.head - from);
  }

  /** Hears of records until the page is closed. */
  listen(): () => void {
    const events = new EventSource("/api/events");
    events.addEventListener("record", (event) => {
      const head = Number((event as MessageEvent<string>).data);
      this.#first ??= head;
      this.head = head;
    });
    return () => events.close();
  }

  /** Has every page ask again. */
  show(): void {
    this.shown = this.head;
  }
}

export const news = new News();
