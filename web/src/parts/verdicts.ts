// The words for verdicts and answers, each with the shape that stands for it where colour does not show.

export interface Shown {
  word: string;
  /** Two of them never look alike, in black and white or to the colour-blind. */
  shape: string;
  /** The variable of its colour. */
  tone: string;
  /** What it says, in a sentence. */
  means: string;
}

/** The verdicts in the order in which tables have them. */
export const VERDICTS: readonly Shown[] = [
  { word: "violation", shape: "▲", tone: "violation", means: "The terms reach it and forbid it." },
  { word: "permitted", shape: "●", tone: "permitted", means: "The terms reach it and do not forbid it." },
  { word: "not covered", shape: "–", tone: "not-covered", means: "The terms do not reach it." },
  { word: "undetermined", shape: "?", tone: "undetermined", means: "What is told does not decide it." },
];

const OTHER: Shown = { word: "", shape: "·", tone: "not-covered", means: "" };

export function verdict(word: string): Shown {
  return VERDICTS.find((one) => one.word === word) ?? { ...OTHER, word };
}

/** What each question of a judgement asks. */
const ATOMS: Record<string, string> = {
  occurred: "Did it happen?",
  "in-window": "Was it while the terms bind?",
  "in-zone": "Was it where the terms bind?",
  bound: "Is whoever did it bound?",
  "prohibited-act": "Is it an act that the terms forbid?",
  "protected-target": "Was whoever was hit protected?",
  excluded: "Is an excluded group concerned?",
  excepted: "Does an exception allow it?",
};

export function question(atom: string): string {
  return ATOMS[atom] ?? atom;
}

export const ANSWERS: Record<string, { word: string; shape: string }> = {
  yes: { word: "yes", shape: "✓" },
  no: { word: "no", shape: "✕" },
  unknown: { word: "not known", shape: "?" },
};

export function answer(word: string): { word: string; shape: string } {
  return ANSWERS[word] ?? { word, shape: "·" };
}
