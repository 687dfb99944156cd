//! The script of bundles and the program reckon alike, on trees, paths and signatures.

#![allow(clippy::unwrap_used, reason = "in a test, a panic is the message")]

use serde_json::{Value, json};
use std::{fs, path::Path, process::Command};
use truce_evidence::{Prover, Signer, Tree};
use truce_model::Hash;

/// Imports the script and compares everything that it is given.
const COMPARE: &str = r#"
import importlib.util, json, sys
sys.dont_write_bytecode = True
spec = importlib.util.spec_from_file_location("check", sys.argv[1])
check = importlib.util.module_from_spec(spec)
spec.loader.exec_module(check)
told = json.load(open(sys.argv[2]))
b = bytes.fromhex
for tree in told["trees"]:
    records, root = [b(one) for one in tree["records"]], b(tree["root"])
    size = len(records)
    assert check.root_of(records) == root, size
    for index, path in enumerate(tree["paths"]):
        path = [b(step) for step in path]
        assert check.reaches(records[index], index, path, size, root), (index, size)
        assert not check.reaches(check.sha256(b"another"), index, path, size, root)
        assert not check.reaches(records[index], index, path + [root], size, root)
        assert size == 1 or not check.reaches(records[index], (index + 1) % size, path, size, root)
for one in told["signatures"]:
    public, message, signature = b(one["public"]), b(one["message"]), b(one["signature"])
    assert check.signed(public, message, signature)
    assert not check.signed(public, message + b"!", signature)
    for at in (0, 31, 32, 63):
        bent = bytearray(signature)
        bent[at] ^= 1
        assert not check.signed(public, message, bytes(bent)), at
    # The same signature with the order added to its number is another form of it, and refused.
    scalar = int.from_bytes(signature[32:], "little") + check.ORDER
    assert not check.signed(public, message, signature[:32] + scalar.to_bytes(32, "little"))
    # A key of small order signs anything.
    assert not check.signed(bytes([1]) + bytes(31), message, bytes([1]) + bytes(63))
print("alike")
"#;

fn tree(size: u64) -> Value {
    let records: Vec<Hash> = (0..size).map(|n| Hash::of(&n.to_be_bytes())).collect();
    let root = records.iter().copied().collect::<Tree>().root();
    let mut prover = Prover::default();
    (0..size).for_each(|index| prover.want_inclusion(index, size));
    records.iter().for_each(|record| prover.push(*record));
    let paths: Vec<_> = (0..size).map(|index| prover.inclusion(index, size).unwrap()).collect();
    json!({ "records": records, "root": root, "paths": paths })
}

fn signature(seed: u8) -> Value {
    let signer = Signer::new("example.org/desk", [seed; 32]).unwrap();
    let message = "a line\n".repeat(usize::from(seed) + 1);
    let note = signer.sign(&message).unwrap();
    let hex = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    let public = signer.verifier().public_bytes();
    let signature = &note.signatures()[0].bytes;
    json!({ "public": hex(&public), "message": hex(message.as_bytes()), "signature": hex(signature) })
}

#[test]
fn the_script_reckons_as_the_program_does() {
    let folder = tempfile::tempdir().unwrap();
    let trees: Vec<Value> = (0..=33).chain([64, 100]).map(tree).collect();
    let signatures: Vec<Value> = (0..6).map(signature).collect();
    let told = folder.path().join("told.json");
    fs::write(&told, json!({ "trees": trees, "signatures": signatures }).to_string()).unwrap();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/bundle/check.py");
    let mut python = Command::new("python3");
    let output = python.arg("-c").arg(COMPARE).arg(script).arg(told).output();
    let output = output.expect("the tests need python3");
    assert_eq!(
        String::from_utf8_lossy(&output.stdout),
        "alike\n",
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
}
