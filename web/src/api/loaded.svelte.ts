// What a page shows while an answer comes, when it came, and when it failed. The old answer stays until the new one is there.
import type { Answer, Problem } from "./client";
import { news } from "./news.svelte";

export class Loaded<T> {
  data: T | undefined = $state.raw();
  problem: Problem | undefined = $state.raw();
  pending = $state(true);
}

/**
 * Asks, and asks again whenever something that `ask` reads has changed or the reader wants to see new records.
 * An answer that is overtaken by a later question is dropped. `ask` may give nothing, where there is nothing to ask.
 */
export function loaded<T>(ask: (signal: AbortSignal) => Promise<Answer<T>> | undefined): Loaded<T> {
  const loaded = new Loaded<T>();
  $effect(() => {
    void news.shown;
    const control = new AbortController();
    const answer = ask(control.signal);
    loaded.pending = answer !== undefined;
    if (answer === undefined) {
      loaded.data = undefined;
      loaded.problem = undefined;
    }
    answer?.then(
      ({ data, error }) => {
        if (control.signal.aborted) return;
        loaded.data = data;
        loaded.problem = error;
        loaded.pending = false;
      },
      (cause: unknown) => {
        if (control.signal.aborted) return;
        loaded.problem = unreached(cause);
        loaded.pending = false;
      },
    );
    return () => control.abort();
  });
  return loaded;
}

function unreached(cause: unknown): Problem {
  return {
    status: 0,
    title: "No answer",
    detail: `the program did not answer (${cause instanceof Error ? cause.message : String(cause)})`,
    hint: "see whether `truce serve` still runs, then load the page again",
  };
}
