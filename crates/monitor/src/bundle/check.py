#!/usr/bin/env python3
"""Checks a folder of evidence without the program that wrote it. Uses Python's own library only, and no network.

    python3 check.py                 the folder in which this script lies
    python3 check.py --key KEY       also the signature, by the keeper's verifier key (name+number+letters)
    python3 check.py FOLDER          another folder

Says what it checked and what it could not check. Ends with 0 if nothing is wrong, with 1 if something is.
"""

import base64
import hashlib
import json
import os
import re
import sys


class Bad(Exception):
    """Something is wrong with the evidence."""


def need(true, where, what):
    if not true:
        raise Bad(f"{where}: {what}")


def sha256(data):
    return hashlib.sha256(data).digest()


# ---- the folder -----------------------------------------------------------------------------------------------

TAGS = ["bag-info.txt", "bagit.txt", "manifest-sha256.txt"]
LAST = "tagmanifest-sha256.txt"


def read(root, path):
    try:
        with open(os.path.join(root, *path.split("/")), "rb") as file:
            return file.read()
    except OSError as error:
        raise Bad(f"{path}: cannot be read: {error.strerror}")


def text_of(data, where):
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        raise Bad(f"{where}: is not UTF-8")


def lines_of(data, where):
    text = text_of(data, where)
    need(text == "" or text.endswith("\n"), where, "its last line does not end")
    return text.split("\n")[:-1]


def manifest(root, name):
    listed = {}
    for number, line in enumerate(lines_of(read(root, name), name), 1):
        found = re.fullmatch(r"([0-9a-f]{64})  ([A-Za-z0-9._/-]+)", line, re.ASCII)
        need(found, name, f"line {number} is not a hash and a path")
        need(".." not in found[2].split("/"), name, f"line {number} leads out of the folder")
        need(found[2] not in listed, name, f"{found[2]} is listed twice")
        listed[found[2]] = found[1]
    return listed


def files_below(root):
    found = set()
    for folder, folders, files in os.walk(root):
        for name in folders + files:
            path = os.path.join(folder, name)
            inside = os.path.relpath(path, root).replace(os.sep, "/")
            need(not os.path.islink(path), inside, "is a link, not a file")
            if name in files:
                found.add(inside)
    return found


def check_bag(root):
    """Every file is listed and is what it was, and nothing else lies there."""
    declaration = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
    need(read(root, "bagit.txt") == declaration.encode(), "bagit.txt", "is not that of a bag of version 1.0")
    tags, payload = manifest(root, LAST), manifest(root, "manifest-sha256.txt")
    need(sorted(tags) == TAGS, LAST, "does not list exactly the three other files beside it")
    need(all(path.startswith("data/") for path in payload), "manifest-sha256.txt", "lists a file outside data/")
    there = files_below(root)
    expected = set(tags) | set(payload) | {LAST}
    for path in sorted(there - expected):
        raise Bad(f"{path}: is listed nowhere")
    for path in sorted(expected - there):
        raise Bad(f"{path}: is missing")
    size = 0
    for path, told in list(tags.items()) + list(payload.items()):
        data = read(root, path)
        need(sha256(data).hex() == told, path, "is not what was written: its hash is another")
        size += len(data) if path in payload else 0
    need(
        f"Payload-Oxum: {size}.{len(payload)}" in lines_of(read(root, "bag-info.txt"), "bag-info.txt"),
        "bag-info.txt",
        "tells of another number of files or bytes",
    )
    return {path[len("data/"):] for path in payload}


# ---- JSON -----------------------------------------------------------------------------------------------------


def strict(text, where):
    """JSON in which no key stands twice and every number is one."""

    def pairs(found):
        keys = [key for key, _ in found]
        need(len(keys) == len(set(keys)), where, "a key stands twice")
        return dict(found)

    def constant(name):
        raise Bad(f"{where}: {name} is no number")

    try:
        return json.loads(text, object_pairs_hook=pairs, parse_constant=constant)
    except (ValueError, RecursionError) as error:
        raise Bad(f"{where}: is no JSON: {error}")


def same(one, other):
    """Equal, also in kind: to Python, 1 equals true."""
    if type(one) is not type(other):
        return False
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    if isinstance(one, list):
        return len(one) == len(other) and all(map(same, one, other))
    return one == other


def member(value, key, kind, where):
    need(isinstance(value, dict) and type(value.get(key)) is kind, where, f"`{key}` is missing or of another kind")
    return value[key]


def hash_of(value, key, where):
    told = member(value, key, str, where)
    need(re.fullmatch(r"[0-9a-f]{64}", told, re.ASCII), where, f"`{key}` is no SHA-256")
    return bytes.fromhex(told)


# ---- records --------------------------------------------------------------------------------------------------

KEYS = {"seq", "recorded_at", "kind", "before", "content", "hash", "erased", "payload"}


def over(parts):
    """The hash over parts, each with its length before it."""
    return sha256(b"".join(len(part).to_bytes(8, "big") + part for part in parts))


class Entry:
    """A record of the log, its hash computed anew."""

    def __init__(self, line, where):
        value = strict(line, where)
        need(isinstance(value, dict) and set(value) == KEYS, where, "has other keys than a record")
        self.seq = member(value, "seq", int, where)
        self.recorded_at = member(value, "recorded_at", str, where)
        self.kind = member(value, "kind", str, where)
        self.before, self.content = hash_of(value, "before", where), hash_of(value, "content", where)
        self.erased = member(value, "erased", bool, where)
        payload = member(value, "payload", str, where)
        self.payload = strict(payload, f"{where}, payload")
        told = member(self.payload, "record", str, where)
        need(told == self.kind, where, f"record {self.seq} is listed as {self.kind} and is {told}")
        if self.erased:
            # What an erasure leaves of a record: which document was read, and nothing that was read in it.
            left = set(self.payload) == {"record", "document", "version", "claims", "doubts"}
            left = left and self.payload["claims"] == [] and self.payload["doubts"] == []
            need(self.kind == "extraction" and left, where, f"record {self.seq} is said to be erased and is not")
        else:
            need(sha256(payload.encode()) == self.content, where, f"the content of record {self.seq} was changed")
        parts = [self.before, str(self.seq).encode(), self.recorded_at.encode(), self.kind.encode(), self.content]
        self.hash = over(parts)
        told = hash_of(value, "hash", where)
        need(self.hash == told, where, f"the hash of record {self.seq} does not follow from its parts")

    def seal(self):
        """The parts as a proof carries them."""
        return (
            f"seq {self.seq}\nrecorded_at {self.recorded_at}\nkind {self.kind}\n"
            f"before {self.before.hex()}\ncontent {self.content.hex()}\n"
        )


def check_records(data, subject):
    entries = []
    for number, line in enumerate(lines_of(read(data, "records.jsonl"), "records.jsonl"), 1):
        where = f"records.jsonl, line {number}"
        entry = Entry(line, where)
        last = entries[-1] if entries else None
        need(entry.seq > (last.seq if last else 0), where, "the records are not in their order")
        if last and entry.seq == last.seq + 1:
            need(entry.before == last.hash, where, f"record {entry.seq} does not follow on record {last.seq}")
        if entry.seq == 1:
            need(entry.before == bytes(32), where, "something is said to stand before the first record")
        entries.append(entry)
    told = [entry.seq for entry in entries]
    need(told == subject["records"], "records.jsonl", "holds other records than subject.json tells")
    return entries


# ---- the tree -------------------------------------------------------------------------------------------------


def leaf(record):
    return sha256(b"\x00" + record)


def node(left, right):
    return sha256(b"\x01" + left + right)


def root_of(records):
    """The root over all records (RFC 9162, section 2.1), with a stack of whole parts."""
    parts = []
    for record in records:
        part = (1, leaf(record))
        while parts and parts[-1][0] == part[0]:
            size, left = parts.pop()
            part = (size * 2, node(left, part[1]))
        parts.append(part)
    if not parts:
        return sha256(b"")
    root = parts.pop()[1]
    while parts:
        root = node(parts.pop()[1], root)
    return root


def reaches(record, index, path, size, root):
    """Whether a path leads from a record to the root: from above, by the halves of the tree."""
    sides, low, high = [], 0, size
    while high - low > 1:
        half = 1
        while half * 2 < high - low:
            half *= 2
        if index < low + half:
            sides.append("right")
            high = low + half
        else:
            sides.append("left")
            low = low + half
    if len(sides) != len(path):
        return False
    reached = leaf(record)
    for side, step in zip(reversed(sides), path):
        reached = node(reached, step) if side == "right" else node(step, reached)
    return reached == root


def from_base64(text, where):
    try:
        data = base64.b64decode(text, validate=True)
    except ValueError:
        raise Bad(f"{where}: is no base64")
    need(base64.b64encode(data).decode() == text, where, "is base64 in an odd form")
    return data


def number(text, where):
    need(re.fullmatch(r"0|[1-9][0-9]{0,19}", text, re.ASCII), where, "is no number")
    return int(text)


def check_tree(data, files, head, entries, subject):
    """Every record stands in the tree of the head; gives the origin that the head names."""
    name = "checkpoint.txt" if "checkpoint.txt" in files else "tree-head.txt"
    body = head[: head.rindex("\n\n") + 1] if name == "checkpoint.txt" and "\n\n" in head else head
    lines = body.split("\n")
    need(len(lines) >= 4 and lines[-1] == "" and all(lines[:-1]), name, "is no tree head")
    size, root = number(lines[1], name), from_base64(lines[2], name)
    need(size == subject["size"], "subject.json", "tells of another size of the log")
    proofs = {path for path in files if path.startswith("proofs/")}
    if subject["everything"]:
        need([entry.seq for entry in entries] == list(range(1, size + 1)), "records.jsonl", "is not the whole log")
        need(not proofs, "proofs", "are there although the whole log is")
        need(root_of(entry.hash for entry in entries) == root, name, "its root is not that of the records")
        return body, lines[0], size
    need(len(entries) < size, "subject.json", "tells that this is a part, and all records are there")
    need(proofs == {f"proofs/{entry.seq}.tlog-proof" for entry in entries}, "proofs", "are not one for each record")
    for entry in entries:
        where = f"proofs/{entry.seq}.tlog-proof"
        proof, _, below = text_of(read(data, where), where).partition("\n\n")
        need(below == head, where, f"is against another head than {name}")
        mark, extra, index, *path = proof.split("\n") + [""] * (3 - len(proof.split("\n")))
        need(mark == "c2sp.org/tlog-proof@v1", where, "is no proof")
        need(extra.startswith("extra "), where, "does not tell of which record it is")
        need(from_base64(extra[6:], where) == entry.seal().encode(), where, "is of another record")
        need(index == f"index {entry.seq - 1}", where, "has another index")
        steps = [from_base64(step, where) for step in path]
        need(all(len(step) == 32 for step in steps), where, "a step is no hash")
        need(entry.seq <= size, where, "the record comes after the head")
        need(reaches(entry.hash, entry.seq - 1, steps, size, root), where, "does not lead to the root")
    return body, lines[0], size


# ---- the signature: Ed25519 (RFC 8032), slow and plain --------------------------------------------------------

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT_OF_MINUS_1 = pow(2, (P - 1) // 4, P)


def point(data):
    """The point that 32 bytes tell, or none; odd forms are none."""
    value = int.from_bytes(data, "little")
    sign, y = value >> 255, value & (2**255 - 1)
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if x * x % P != square:
        x = x * ROOT_OF_MINUS_1 % P
    if x * x % P != square or (x == 0 and sign):
        return None
    if x & 1 != sign:
        x = P - x
    return (x, y, 1, x * y % P)


def plus(a, b):
    e, f = (a[1] - a[0]) * (b[1] - b[0]) % P, (a[1] + a[0]) * (b[1] + b[0]) % P
    g, h = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    e, f, g, h = f - e, h - g, h + g, f + e
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def times(count, of):
    result = (0, 1, 1, 0)
    while count:
        if count & 1:
            result = plus(result, of)
        of, count = plus(of, of), count >> 1
    return result


def equal(a, b):
    return (a[0] * b[2] - b[0] * a[2]) % P == 0 and (a[1] * b[2] - b[1] * a[2]) % P == 0


BASE = point((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))
NOTHING = (0, 1, 1, 0)


def signed(public, message, signature):
    if len(signature) != 64 or len(public) != 32:
        return False
    key, first = point(public), point(signature[:32])
    scalar = int.from_bytes(signature[32:], "little")
    if key is None or first is None or scalar >= ORDER:
        return False
    # A key of small order would sign anything.
    if equal(times(8, key), NOTHING) or equal(times(8, first), NOTHING):
        return False
    digest = hashlib.sha512(signature[:32] + public + message).digest()
    count = int.from_bytes(digest, "little") % ORDER
    return equal(times(scalar, BASE), plus(first, times(count, key)))


def check_signature(head, body, origin, key):
    where = "the key"
    parts = key.strip().split("+", 2)
    need(len(parts) == 3 and parts[0] != "PRIVATE", where, "is not name+number+letters")
    name, told = parts[0], parts[1]
    data = from_base64(parts[2], where)
    need(len(data) == 33 and data[0] == 1, where, "is no Ed25519 key")
    need(sha256(name.encode() + b"\n" + data)[:4].hex() == told, where, "was mistyped: its number does not fit")
    need(origin == name, "checkpoint.txt", f"is of the log {origin}, and the key is that of {name}")
    found = 0
    for line in head[len(body) + 1 :].split("\n")[:-1]:
        mark, _, rest = line.partition(" ")
        signer, _, letters = rest.partition(" ")
        need(mark == "\u2014" and signer and letters, "checkpoint.txt", "a line below it is no signature")
        signature = from_base64(letters, "checkpoint.txt")
        if signer == name and signature[:4].hex() == told:
            good = signed(data[1:], body.encode(), signature[4:])
            need(good, "checkpoint.txt", f"the signature of {name} is forged, or the text was changed")
            found += 1
    need(found, "checkpoint.txt", f"is not signed by this key of {name}")


# ---- documents and claims -------------------------------------------------------------------------------------


def check_documents(data, files, entries, subject):
    """Texts are those of the records, all of them and no others; gives text and standing of each document."""
    documents, originals, erasures, emptied = {}, {}, {}, set()
    for entry in entries:
        where = f"record {entry.seq}"
        if entry.kind == "document":
            document = member(entry.payload, "document", dict, where)
            name, text = member(document, "id", str, where), hash_of(document, "text", where)
            need(name == "doc-" + text.hex()[:12], where, f"{name} is not the name of its text")
            documents[name] = {"text": text, "read": None, "withdrawn": None, "erased": False}
            originals.setdefault(hash_of(document, "original", where).hex(), set()).add(name)
        elif entry.kind == "extraction":
            name = member(entry.payload, "document", str, where)
            need(name in documents, where, f"is read from {name}, which is not here")
            documents[name]["read"] = entry
            if entry.erased:
                emptied.add(name)
        elif entry.kind == "decision":
            decision = member(entry.payload, "decision", dict, where)
            if decision.get("decision") in ("withdraw", "erase") and decision.get("document") in documents:
                documents[decision["document"]]["withdrawn"] = entry.seq
                documents[decision["document"]]["erased"] = decision["decision"] == "erase"
            if decision.get("decision") == "erase":
                erasures[decision.get("document")] = entry.seq
    need(sorted(documents) == subject["documents"], "subject.json", "tells of other documents than the records")
    erased = subject["erased"]
    need(set(erased) <= set(documents), "subject.json", "a document is told to be erased and is not in the records")
    unexplained = sorted((set(erased) | emptied) - set(erasures))
    need(not unexplained, "subject.json", f"no record erases {', '.join(unexplained)}")
    there = {path for path in files if path.startswith("documents/")}
    wanted = {f"documents/{name}.txt" for name in documents if name not in erased}
    need(there <= wanted, "documents", f"hold what no record tells of: {', '.join(sorted(there - wanted))}")
    need(wanted <= there, "documents", f"lack {', '.join(sorted(wanted - there))}")
    for name, document in documents.items():
        document["bytes"] = None
        if name not in erased:
            document["bytes"] = read(data, f"documents/{name}.txt")
            need(sha256(document["bytes"]) == document["text"], f"documents/{name}.txt", "is not the recorded text")
    held = {path[len("originals/") :] for path in files if path.startswith("originals/")}
    extra = sorted(held - set(originals))
    need(not extra, "originals", f"hold what no record tells of: {', '.join(extra)}")
    for name in held:
        need(sha256(read(data, f"originals/{name}")).hex() == name, f"originals/{name}", "is not what it is named")
    # A file that held several stories goes with any of them that is erased.
    lacking = sorted(set(originals) - held)
    need(not lacking or erasures, "originals", f"lack {', '.join(lacking)}")
    return documents


def check_quote(claim, documents, where):
    name, quote = member(claim, "document", str, where), member(claim, "quote", str, where)
    span = member(claim, "span", dict, where)
    start, end = member(span, "start", int, where), member(span, "end", int, where)
    need(name in documents, where, f"is of {name}, which is not here")
    text = documents[name]["bytes"]
    if text is not None:
        need(0 <= start <= end <= len(text), where, "points outside its text")
        need(text[start:end] == quote.encode(), where, f"its quote does not stand in {name} at byte {start}")


def check_claims(data, entries, documents, subject):
    known, counting = set(), []
    for entry in entries:
        if entry.kind != "extraction":
            continue
        name = entry.payload["document"]
        for at, claim in enumerate(member(entry.payload, "claims", list, f"record {entry.seq}"), 1):
            where = f"record {entry.seq}, claim {at}"
            known.add(member(claim, "id", str, where))
            need(claim["document"] == name, where, "is of another document than its record")
            check_quote(claim, documents, where)
            if documents[name]["read"] is entry and not documents[name]["withdrawn"]:
                counting.append(claim)
    lines = lines_of(read(data, "claims.jsonl"), "claims.jsonl")
    for at, (line, claim) in enumerate(zip(lines, counting), 1):
        where = f"claims.jsonl, line {at}"
        need(same(strict(line, where), claim), where, f"is not claim {claim['id']} as it was recorded")
    need(len(lines) == len(counting), "claims.jsonl", f"holds {len(lines)} claims, the records {len(counting)}")
    missing = [claim for claim in subject["claims"] if claim not in known]
    need(not missing, "subject.json", f"claims are asked for that are not here: {', '.join(missing)}")
    return len(counting)


# ---- all of it ------------------------------------------------------------------------------------------------

SUBJECT = {
    "asked": str,
    "everything": bool,
    "size": int,
    "records": list,
    "documents": list,
    "erased": list,
    "claims": list,
}
FIXED = {"check.py", "claims.jsonl", "index.html", "records.jsonl", "subject.json"}
SIGNED = {"checkpoint.txt", "checkpoint.tsr", "verifier-key.txt"}
FOLDERS = ("documents/", "originals/", "proofs/")


def check_subject(data):
    subject = strict(text_of(read(data, "subject.json"), "subject.json"), "subject.json")
    need(isinstance(subject, dict) and set(subject) == set(SUBJECT), "subject.json", "has other keys than it should")
    for key, kind in SUBJECT.items():
        member(subject, key, kind, "subject.json")
    need(all(type(seq) is int for seq in subject["records"]), "subject.json", "a record is no number")
    for key in ["documents", "erased", "claims"]:
        need(all(type(name) is str for name in subject[key]), "subject.json", f"a name in `{key}` is none")
        need(len(set(subject[key])) == len(subject[key]), "subject.json", f"a name in `{key}` stands twice")
    return subject


def check_names(files):
    signature = "checkpoint.txt" in files
    need(signature != ("tree-head.txt" in files), "data", "holds not exactly one of checkpoint.txt and tree-head.txt")
    allowed = FIXED | (SIGNED if signature else {"tree-head.txt"})
    need(FIXED <= files, "data", f"lacks {', '.join(sorted(FIXED - files))}")
    odd = sorted(path for path in files - allowed if not path.startswith(FOLDERS))
    need(not odd, "data", f"holds what does not belong there: {', '.join(odd)}")
    return signature


def check(root, key):
    data = os.path.join(root, "data")
    files = check_bag(root)
    print(f"checked: {len(files)} files are as they were written, none is missing, nothing else lies beside them")
    is_signed = check_names(files)
    subject = check_subject(data)
    entries = check_records(data, subject)
    name = "checkpoint.txt" if is_signed else "tree-head.txt"
    head = text_of(read(data, name), name)
    body, origin, size = check_tree(data, files, head, entries, subject)
    print(f"checked: {len(entries)} records stand in a log of {size} at their places")
    documents = check_documents(data, files, entries, subject)
    claims = check_claims(data, entries, documents, subject)
    print(f"checked: {len(documents)} documents and {claims} claims are those of the records; every quote stands in its text")
    if key is not None:
        need(is_signed, "tree-head.txt", "nobody signed this, so no key can be checked")
        check_signature(head, body, origin, key)
        print(f"checked: {origin} signed this state of the log")
    for line in unchecked(files, entries, documents, subject, is_signed, key):
        print(f"NOT CHECKED: {line}")


def unchecked(files, entries, documents, subject, is_signed, key):
    """What a reader might take for checked and is not."""
    if not is_signed:
        yield "who kept this record and since when it is so. Nobody signed it; whoever writes files could have written it"
    elif key is None:
        yield "the signature. Get the keeper's key in a way that you trust and give it by --key"
    if "checkpoint.tsr" in files:
        yield "the timestamp checkpoint.tsr. Check it with `openssl ts -verify` as the page index.html tells"
    elif is_signed:
        yield "when this was signed. No timestamp is here; times in the records are those of the keeper's clock"
    if not subject["everything"]:
        yield "whether other records of the log speak of the same. This is a part of it"
    gone = [str(entry.seq) for entry in entries if entry.erased]
    if gone:
        yield f"what records {', '.join(gone)} said. It was erased; their place and hash are checked"
    for name in subject["erased"]:
        yield f"the text of {name} and the quotes from it. It was erased"
    for name, document in sorted(documents.items()):
        if document["withdrawn"]:
            how = "erased" if document["erased"] else "withdrawn"
            print(f"note: {name} was {how} in record {document['withdrawn']}; its claims do not count")
    yield "whether what the sources say is true, and the page index.html beyond its hash"


def main(arguments):
    key, folders = None, []
    while arguments:
        word = arguments.pop(0)
        if word in ("-h", "--help"):
            print(__doc__.strip())
            return 0
        if word == "--key" and arguments and key is None:
            key = arguments.pop(0)
        elif not word.startswith("-"):
            folders.append(word)
        else:
            print(f"error: `{word}` is not understood; see --help", file=sys.stderr)
            return 2
    if len(folders) > 1:
        print("error: one folder at a time", file=sys.stderr)
        return 2
    here = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    try:
        check(folders[0] if folders else here, key)
    except Bad as bad:
        print(f"BAD: {bad}")
        return 1
    print("good")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
