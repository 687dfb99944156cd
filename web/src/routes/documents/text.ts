// A document's text as blocks of runs: which words stand for which claims, and which sentences gave none.
import type { Schemas } from "../../api/client";

export interface Run {
  text: string;
  claims: string[];
  doubt: string | undefined;
  /** Whether it lies in a sentence from which nothing was taken. */
  untaken: boolean;
}

export interface Block {
  role: string;
  runs: Run[];
}

/** Where nothing is looked for, so that nothing can have been missed. */
const APART = new Set(["headline", "byline", "dateline", "caption", "credit", "note", "subhead"]);
const SENTENCES = new Intl.Segmenter("en", { granularity: "sentence" });

/** The blocks of a text; what lies between two of them is space. */
export function blocks(pieces: readonly Schemas["Piece"][]): Block[] {
  const kept = pieces.filter(({ block }) => block != null);
  return [...Map.groupBy(kept, ({ block }) => block)].map(([, of]) => {
    const role = of[0]?.role?.toLowerCase() ?? "paragraph";
    return { role, runs: APART.has(role) ? of.map((piece) => run(piece, piece.text, false)) : sentenced(of) };
  });
}

function run(piece: Schemas["Piece"], text: string, untaken: boolean): Run {
  return { text, claims: piece.claims, doubt: piece.doubt ?? undefined, untaken };
}

/** Cuts what gave no claim where its sentences end, and says which of these gave none at all. */
function sentenced(pieces: readonly Schemas["Piece"][]): Run[] {
  const whole = pieces.map(({ text }) => text).join("");
  const taken: [from: number, to: number][] = [];
  let at = 0;
  for (const { text, claims } of pieces) {
    if (claims.length > 0) taken.push([at, at + text.length]);
    at += text.length;
  }
  const sentences = [...SENTENCES.segment(whole)].map(({ index, segment }) => {
    const to = index + segment.length;
    return { from: index, to, untaken: !taken.some(([from, until]) => from < to && until > index) };
  });
  at = 0;
  return pieces.flatMap((piece) => {
    const [from, to] = [at, at + piece.text.length];
    at = to;
    if (piece.claims.length > 0) return [run(piece, piece.text, false)];
    return sentences
      .filter((one) => one.from < to && one.to > from)
      .map((one) => run(piece, whole.slice(Math.max(from, one.from), Math.min(to, one.to)), one.untaken));
  });
}
