//! Evidence as its keeper makes it and as somebody else checks it: checkpoints, proofs, timestamps, bundles.

use crate::program::{Folder, Run, STORY};
use std::{
    fs,
    io::{Read, Write},
    net::TcpListener,
    path::Path,
    process::Command,
    thread,
};
use truce_model::Hash;

/// A store of some stories in invented places, and a key.
fn record(stories: &[&str]) -> Folder {
    let folder = Folder::new();
    let made = good(folder.truce(&["checkpoint", "--new-key", "desk.key", "--name", "example.org/desk"]));
    folder.write("desk.pub", made.out);
    good(folder.truce(&["init"]));
    ingest(&folder, stories);
    folder
}

fn ingest(folder: &Folder, places: &[&str]) {
    for place in places {
        let path = format!("{place}.txt");
        folder.write(&path, STORY.replace("Arden", place).replace("ARDEN", &place.to_uppercase()));
        good(folder.truce(&["ingest", "--published", "2031-03-05", &path]));
    }
}

#[track_caller]
fn good(run: Run) -> Run {
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    run
}

#[track_caller]
fn bad(run: Run, problem: &str) {
    assert_eq!(run.code, 1, "{}{}", run.out, run.err);
    assert!(run.err.contains(problem), "{}", run.err);
}

fn sign(folder: &Folder, name: &str) -> Run {
    folder.truce(&["checkpoint", "--key", "desk.key", "--output", name])
}

const KEY: [&str; 2] = ["--verifier-key", "desk.pub"];

#[test]
fn a_log_that_grew_still_holds_what_was_signed() {
    let folder = record(&["Arden"]);
    good(sign(&folder, "first"));
    ingest(&folder, &["Ruba", "Tell"]);
    let held = good(folder.truce(&["verify", "--checkpoint", "first", KEY[0], KEY[1]]));
    assert!(held.out.contains("first: example.org/desk signed 2 records; which this store"), "{}", held.out);
    good(folder.truce(&["checkpoint", "--key", "desk.key", "--after", "first", "--output", "second"]));
    good(folder.truce(&["prove", "--after", "first", "--checkpoint", "second", "--output", "grown"]));
    let ask = ["verify", "--no-store", "--proof", "grown", "--checkpoint", "first", KEY[0], KEY[1]];
    let held = good(folder.truce(&ask));
    assert!(held.out.contains("the log of 6 records continues that of 2"), "{}", held.out);
}

#[test]
fn a_record_is_proven_by_its_number_or_an_id() {
    let folder = record(&["Arden", "Ruba", "Tell"]);
    good(sign(&folder, "signed"));
    let claims = folder.truce(&["claims", "--format", "csv"]).out;
    let claim = claims.lines().nth(1).and_then(|line| line.split(',').next()).unwrap().to_owned();
    for (what, file) in [("3", "a"), (claim.as_str(), "b"), ("doc-", "c")] {
        let run = folder.truce(&["prove", what, "--checkpoint", "signed", "--output", file]);
        if what == "doc-" {
            bad(run, "is the beginning of several ids");
            continue;
        }
        good(run);
        good(folder.truce(&["verify", "--proof", file, KEY[0], KEY[1]]));
        let alone = good(folder.truce(&["verify", "--no-store", "--proof", file, KEY[0], KEY[1]]));
        assert!(alone.out.contains("stands in the log of 6 that example.org/desk signed"), "{}", alone.out);
    }
    for (number, problem) in [("7", "6 records, and none numbered 7"), ("0", "none numbered 0")] {
        let run = folder.truce(&["prove", number, "--checkpoint", "signed"]);
        assert!(run.err.contains("numbered from 1 to 6") && !run.err.contains("empty record"), "{}", run.err);
        bad(run, problem);
    }
    ingest(&folder, &["Kesh"]);
    bad(folder.truce(&["prove", "7", "--checkpoint", "signed"]), "the checkpoint covers 6");
    // A proof from another store is not one of this.
    let other = record(&["Kesh", "Arden", "Ruba"]);
    fs::copy(folder.path().join("a"), other.path().join("a")).unwrap();
    fs::copy(folder.path().join("desk.pub"), other.path().join("desk.pub")).unwrap();
    bad(other.truce(&["verify", "--proof", "a", KEY[0], KEY[1]]), "is not the record of the proof");
}

#[test]
fn a_changed_record_is_named() {
    let folder = record(&["Arden", "Ruba", "Tell"]);
    good(sign(&folder, "signed"));
    let store = folder.path().join("truce.db");
    let mut bytes = fs::read(&store).unwrap();
    // The name of the second document, in the payload of record 3.
    let (old, new) = (br#""name":"Ruba""#, br#""name":"Rubo""#);
    let places: Vec<usize> =
        (0..bytes.len() - old.len()).filter(|at| bytes[*at..].starts_with(old)).collect();
    assert!(!places.is_empty(), "the payload is in the file as it is");
    for at in places {
        bytes[at..at + new.len()].copy_from_slice(new);
    }
    fs::write(&store, bytes).unwrap();
    bad(folder.truce(&["verify", "--checkpoint", "signed", KEY[0], KEY[1]]), "record 3");
    bad(sign(&folder, "again"), "record 3");
    assert!(!folder.path().join("again").exists());
    bad(folder.truce(&["bundle", "out", "--everything"]), "record 3");
    assert!(!folder.path().join("out").exists());
}

#[test]
fn a_log_written_anew_or_cut_off_is_found_by_its_checkpoints() {
    let folder = record(&["Arden"]);
    good(sign(&folder, "first"));
    ingest(&folder, &["Ruba"]);
    good(sign(&folder, "second"));
    // The same first story at the same time is the same records; the second is another.
    let rewrite = |name: &str, places: &[&str]| {
        let store = format!("sqlite:{name}.db");
        fs::copy(folder.path().join("truce.db"), folder.path().join("old.db")).unwrap();
        good(folder.truce(&["init", "--store", &store]));
        for place in places {
            good(folder.truce(&[
                "ingest",
                "--store",
                &store,
                "--published",
                "2031-03-05",
                &format!("{place}.txt"),
            ]));
        }
        store
    };
    let store = rewrite("anew", &["Arden", "Ruba"]);
    let ask = |store: &str, files: &[&str]| {
        let files = files.iter().flat_map(|file| ["--checkpoint", file]);
        let all: Vec<&str> = ["verify", "--store", store].into_iter().chain(files).chain(KEY).collect();
        folder.truce(&all)
    };
    bad(ask(&store, &["second"]), "a record between 1 and 4 was changed since");
    bad(ask(&store, &["second", "first"]), "signed with 2 records: a record between 1 and 2");
    let store = rewrite("short", &["Arden"]);
    bad(ask(&store, &["second"]), "signed 4 records, and this store holds 2: those from 3 on are missing");
    good(ask("sqlite:truce.db", &["second", "first"]));
    let anew = ["checkpoint", "--store", "sqlite:anew.db", "--key", "desk.key", "--after", "second"];
    bad(folder.truce(&anew), "was changed since");
}

#[test]
fn keys_and_checkpoints_are_not_overwritten_and_not_mistaken() {
    let folder = record(&["Arden"]);
    let key = fs::read_to_string(folder.path().join("desk.key")).unwrap();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = fs::metadata(folder.path().join("desk.key")).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    let public = fs::read_to_string(folder.path().join("desk.pub")).unwrap();
    assert!(public.starts_with("example.org/desk+") && !public.contains("PRIVATE"));
    let shown = good(folder.truce(&["checkpoint", "--key", "desk.key", "--show-verifier-key"]));
    assert_eq!(shown.out, public);
    let again = ["checkpoint", "--new-key", "desk.key", "--name", "example.org/desk"];
    bad(folder.truce(&again), "something lies there already");
    assert_eq!(fs::read_to_string(folder.path().join("desk.key")).unwrap(), key);
    good(sign(&folder, "signed"));
    bad(sign(&folder, "signed"), "something lies there already");
    let verify = |key: &str| folder.truce(&["verify", "--checkpoint", "signed", "--verifier-key", key]);
    bad(verify("desk.key"), "the secret key");
    bad(verify("no-such-file"), "there is no such file");
    bad(verify(&public.replace("desk+", "disk+")), "its number does not belong");
    let other = good(folder.truce(&["checkpoint", "--new-key", "b.key", "--name", "example.org/desk"])).out;
    bad(verify(other.trim()), "no signature of `example.org/desk`");
    folder
        .write("signed", fs::read_to_string(folder.path().join("signed")).unwrap().replace("\n2\n", "\n1\n"));
    bad(verify("desk.pub"), "signed: the signature of `example.org/desk` is not over this text");
    folder.write("signed", "none");
    bad(verify("desk.pub"), "signed: the note is none");
    assert_eq!(folder.truce(&["verify", "--checkpoint", "signed"]).code, 2);
    assert_eq!(folder.truce(&["checkpoint"]).code, 2);
}

// ---- bundles

fn python(folder: &Folder, arguments: &[&str]) -> Run {
    let mut command = Command::new("python3");
    command.args(arguments).current_dir(folder.path());
    command.output().expect("the tests need python3").into()
}

fn checked(folder: &Folder, bundle: &str) -> Run {
    let key = fs::read_to_string(folder.path().join("desk.pub")).unwrap();
    // The script of the tests, not the one in the bundle, which may be the one that was changed.
    let script = crate::program::root().join("crates/monitor/src/bundle/check.py");
    python(folder, &[script.to_str().unwrap(), bundle, "--key", key.trim()])
}

fn files(folder: &Path) -> Vec<String> {
    let mut found: Vec<String> = walkdir::WalkDir::new(folder)
        .into_iter()
        .map(Result::unwrap)
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| entry.path().strip_prefix(folder).unwrap().to_str().unwrap().to_owned())
        .collect();
    found.sort();
    found
}

/// Makes the manifests fit what lies in the folder, as a forger would.
fn rebag(bundle: &Path) {
    let hash = |path: &str| Hash::of(&fs::read(bundle.join(path)).unwrap());
    let payload: Vec<String> = files(bundle).into_iter().filter(|path| path.starts_with("data/")).collect();
    let lines =
        |paths: &[String]| paths.iter().map(|path| format!("{}  {path}\n", hash(path))).collect::<String>();
    fs::write(bundle.join("manifest-sha256.txt"), lines(&payload)).unwrap();
    let size: u64 = payload.iter().map(|path| fs::metadata(bundle.join(path)).unwrap().len()).sum();
    let info = fs::read_to_string(bundle.join("bag-info.txt")).unwrap();
    let kept = info.lines().filter(|line| !line.starts_with("Payload-Oxum")).map(|line| format!("{line}\n"));
    let info = kept.collect::<String>() + &format!("Payload-Oxum: {size}.{}\n", payload.len());
    fs::write(bundle.join("bag-info.txt"), info).unwrap();
    let tags = ["bag-info.txt", "bagit.txt", "manifest-sha256.txt"].map(str::to_owned);
    fs::write(bundle.join("tagmanifest-sha256.txt"), lines(&tags)).unwrap();
}

/// A store with a bundle of a part and one of all, both signed.
fn handed_over() -> Folder {
    let folder = record(&["Arden", "Ruba", "Tell"]);
    good(folder.truce(&[
        "withdraw",
        &document(&folder, "Tell"),
        "--by",
        "Centre",
        "--reason",
        "Not its words",
    ]));
    good(sign(&folder, "signed"));
    ingest(&folder, &["Kesh"]);
    let with = ["--checkpoint", "signed", KEY[0], KEY[1]];
    good(
        folder.truce(
            &[["bundle", "part", "--document", &document(&folder, "Ruba")].as_slice(), &with].concat(),
        ),
    );
    good(folder.truce(&[["bundle", "whole", "--everything"].as_slice(), &with].concat()));
    folder
}

/// The id of the document of that story.
fn document(folder: &Folder, place: &str) -> String {
    let claims = folder.truce(&["claims", "--format", "csv"]).out;
    let claim = claims.lines().find(|line| line.contains(place)).and_then(|line| line.split(',').next());
    let why = good(folder.truce(&["why", claim.unwrap()])).out;
    let at = why.find("doc-").unwrap();
    why[at..at + 16].to_owned()
}

#[test]
fn a_bundle_is_checked_by_its_own_script_and_by_sha256sum() {
    let folder = handed_over();
    for bundle in ["part", "whole"] {
        let run = good(python(&folder, &[&format!("{bundle}/data/check.py")]));
        assert!(run.out.ends_with("good\n") && run.out.contains("NOT CHECKED: the signature"), "{}", run.out);
        let run = good(checked(&folder, bundle));
        assert!(run.out.contains("checked: example.org/desk signed this state of the log"), "{}", run.out);
        let mut sums = Command::new("sha256sum");
        sums.args(["--check", "--quiet", "tagmanifest-sha256.txt", "manifest-sha256.txt"]);
        let sums = sums.current_dir(folder.path().join(bundle)).output().unwrap();
        assert!(sums.status.success());
        let page = fs::read_to_string(folder.path().join(bundle).join("data/index.html")).unwrap();
        assert!(!page.contains("{{") && page.contains("check.py"), "{page}");
    }
    let whole = checked(&folder, "whole").out;
    assert!(whole.contains("7 records stand in a log of 7") && whole.contains("was withdrawn"), "{whole}");
    let part = checked(&folder, "part").out;
    assert!(part.contains("2 records stand in a log of 7") && part.contains("a part of it"), "{part}");
    bad(folder.truce(&["bundle", "part", "--everything"]), "something lies there already");
    bad(folder.truce(&["bundle", "new", "--document", "doc-0000"]), "is no document");
    bad(folder.truce(&["bundle", "new", "--incident", "doc-"]), "");
    assert_eq!(folder.truce(&["bundle", "new"]).code, 2);
}

#[test]
fn an_unsigned_bundle_says_so() {
    let folder = record(&["Arden", "Ruba"]);
    let incidents = folder.truce(&["incidents", "--format", "csv"]).out;
    let incident = incidents.lines().nth(1).and_then(|line| line.split(',').next()).unwrap().to_owned();
    let made = good(folder.truce(&["bundle", "out", "--incident", &incident]));
    assert!(made.out.contains("nobody signed it"), "{}", made.out);
    let run = good(python(&folder, &["out/data/check.py"]));
    assert!(run.out.contains("NOT CHECKED: who kept this record"), "{}", run.out);
    let run = checked(&folder, "out");
    assert!(run.code == 1 && run.out.contains("nobody signed this"), "{}", run.out);
}

#[test]
fn a_changed_byte_in_any_file_of_a_bundle_is_found() {
    let folder = handed_over();
    for bundle in ["part", "whole"] {
        let at = folder.path().join(bundle);
        for path in files(&at) {
            let kept = fs::read(at.join(&path)).unwrap();
            let mut bent = kept.clone();
            let middle = bent.len() / 2;
            bent[middle] ^= 1;
            fs::write(at.join(&path), bent).unwrap();
            let run = checked(&folder, bundle);
            assert!(run.code == 1 && run.out.contains("BAD: "), "{bundle}/{path}: {}{}", run.out, run.err);
            fs::write(at.join(&path), kept).unwrap();
        }
        good(checked(&folder, bundle));
    }
}

/// Changes one file as a forger who makes the manifests fit, and expects to be found.
#[track_caller]
fn forge(folder: &Folder, bundle: &str, path: &str, change: impl Fn(String) -> String, problem: &str) {
    let at = folder.path().join(bundle);
    let kept = fs::read_to_string(at.join(path)).unwrap();
    let forged = change(kept.clone());
    assert_ne!(forged, kept, "{path} is changed");
    fs::write(at.join(path), forged).unwrap();
    rebag(&at);
    let run = checked(folder, bundle);
    assert!(run.code == 1 && run.out.contains(problem), "{bundle}/{path}: {}{}", run.out, run.err);
    fs::write(at.join(path), kept).unwrap();
}

#[test]
fn a_forger_who_makes_the_manifests_fit_is_found() {
    let folder = handed_over();
    let name = document(&folder, "Ruba");
    let text = format!("data/documents/{name}.txt");
    forge(&folder, "part", &text, |t| t.replace("three", "seven"), "is not the recorded text");
    for bundle in ["part", "whole"] {
        let records = "data/records.jsonl";
        forge(&folder, bundle, records, |t| t.replace("killing three", "killing seven"), "was changed");
        forge(
            &folder,
            bundle,
            records,
            |t| t.replacen("recorded_at\":\"2", "recorded_at\":\"3", 1),
            "does not follow",
        );
        let claims = "data/claims.jsonl";
        forge(&folder, bundle, claims, |t| t.replacen("Ruba", "Rubo", 1), "is not claim");
        let without_last = |t: String| t.lines().skip(1).map(|line| format!("{line}\n")).collect::<String>();
        forge(&folder, bundle, claims, without_last, "claim");
        forge(
            &folder,
            bundle,
            claims,
            |t| t.clone() + t.lines().next().unwrap() + "\n",
            "claims, the records",
        );
        let twice = |t: String| t.replacen("{\"id\":", "{\"id\":\"clm-0\",\"id\":", 1);
        forge(&folder, bundle, claims, twice, "a key stands twice");
        forge(&folder, bundle, records, without_last, "record");
        let subject = "data/subject.json";
        forge(&folder, bundle, subject, |t| t.replace("\"size\":7", "\"size\":6"), "another size");
        let flag = if bundle == "whole" { ("true", "false") } else { ("false", "true") };
        forge(&folder, bundle, subject, |t| t.replace(flag.0, flag.1), "");
        forge(&folder, bundle, subject, |t| t.replace(name.as_str(), "doc-000000000000"), "other documents");
        forge(&folder, bundle, "data/checkpoint.txt", |t| t.replace("\n7\n", "\n8\n"), "");
    }
    let proof = "data/proofs/3.tlog-proof";
    forge(&folder, "part", proof, |t| t.replace("index 2", "index 3"), "has another index");
    let swapped = |t: String| {
        let mut lines: Vec<&str> = t.lines().collect();
        lines.swap(3, 4);
        lines.join("\n") + "\n"
    };
    forge(&folder, "part", proof, swapped, "does not lead to the root");
    for bundle in ["part", "whole"] {
        rebag(&folder.path().join(bundle));
        good(checked(&folder, bundle));
    }
    let extra = folder.path().join("part/data/documents/doc-000000000000.txt");
    fs::write(&extra, "North").unwrap();
    assert!(checked(&folder, "part").out.contains("is listed nowhere"));
    rebag(&folder.path().join("part"));
    assert!(checked(&folder, "part").out.contains("hold what no record tells of"));
    fs::remove_file(&extra).unwrap();
    fs::remove_file(folder.path().join("part").join(&text)).unwrap();
    rebag(&folder.path().join("part"));
    let run = checked(&folder, "part");
    assert!(run.code == 1 && run.out.contains("documents: lack"), "{}", run.out);
}

#[test]
fn a_record_that_was_erased_is_checked_by_its_hash() {
    let folder = handed_over();
    let ruba = document(&folder, "Ruba");
    good(folder.truce(&["erase", &ruba, "--by", "Centre", "--reason", "A child is named"]));
    let early = folder.truce(&["bundle", "early", "--everything", "--checkpoint", "signed"]);
    assert!(early.code == 1 && early.err.contains("was erased after record"), "{}", early.err);
    good(sign(&folder, "later"));
    let with = ["--checkpoint", "later", KEY[0], KEY[1]];
    good(folder.truce(&[["bundle", "after", "--everything"].as_slice(), &with].concat()));
    let run = good(checked(&folder, "after"));
    assert!(run.out.contains("NOT CHECKED: what records 4 said. It was erased"), "{}", run.out);
    assert!(run.out.contains(&format!("{ruba} was erased in record")), "{}", run.out);
    good(folder.truce(&[["bundle", "one", "--document", &ruba].as_slice(), &with].concat()));
    good(checked(&folder, "one"));
}

#[test]
fn nothing_is_called_erased_that_no_record_erases() {
    let forged = |change: &str, expected: &str| {
        let folder = handed_over();
        let forge = format!(
            "\
import json, os, sys
at = 'whole/data/records.jsonl'
lines = [json.loads(line) for line in open(at)]
{change}
open(at, 'w').write(''.join(json.dumps(line, ensure_ascii=False) + '\\n' for line in lines))
"
        );
        good(python(&folder, &["-c", &forge]));
        rebag(&folder.path().join("whole"));
        let run = checked(&folder, "whole");
        assert!(run.code == 1 && run.out.contains(expected), "{change}: {}", run.out);
    };
    forged("lines[3]['payload'] = None", "`payload` is missing or of another kind");
    forged("lines[3]['erased'] = True", "is said to be erased and is not");
    forged(
        "was = json.loads(lines[3]['payload'])
was['claims'], was['doubts'] = [], []
lines[3]['payload'], lines[3]['erased'] = json.dumps(was), True
open('whole/data/claims.jsonl', 'w').write(''.join(line for line in open('whole/data/claims.jsonl').read().splitlines(True)
    if json.loads(line)['document'] != was['document']))",
        "no record erases",
    );
    forged(
        "last = [line for line in lines if line['kind'] == 'decision'][-1]
last['erased'] = True",
        "is said to be erased and is not",
    );
}

// ---- timestamps

/// A local authority made of openssl.
fn office(folder: &Folder) {
    let run = |words: &str| {
        let mut command = Command::new("openssl");
        let output = command.args(words.split_whitespace()).current_dir(folder.path()).output();
        let output = output.expect("the tests need openssl: apt-get install openssl");
        assert!(output.status.success(), "openssl {words}: {}", String::from_utf8_lossy(&output.stderr));
    };
    let config = "[tsa]\ndefault_tsa=own\n[own]\nserial=serial\ndefault_policy=1.2.3.4.1\ndigests=sha256\n\
        signer_digest=sha256\n";
    folder.write("tsa.cnf", config);
    folder.write("serial", "01\n");
    folder.write("ca.ext", "basicConstraints=critical,CA:TRUE\n");
    folder.write("tsa.ext", "extendedKeyUsage=critical,timeStamping\n");
    for name in ["ca", "tsa"] {
        run(&format!("genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out {name}.key"));
        run(&format!("req -new -key {name}.key -subj /CN=North-{name} -out {name}.csr"));
    }
    run("x509 -req -in ca.csr -signkey ca.key -days 2 -extfile ca.ext -out ca.pem");
    run("x509 -req -in tsa.csr -CA ca.pem -CAkey ca.key -set_serial 7 -days 2 -extfile tsa.ext -out tsa.pem");
}

fn reply(folder: &Path) {
    let mut command = Command::new("openssl");
    let words = "ts -reply -config tsa.cnf -queryfile request -signer tsa.pem -inkey tsa.key -out reply";
    let output = command.args(words.split_whitespace()).current_dir(folder).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// Answers one request over HTTP, with `answer` made of its body, and gives its address.
fn serve(kind: &'static str, answer: impl FnOnce(Vec<u8>) -> Vec<u8> + Send + 'static) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let (mut asked, mut part) = (Vec::new(), [0; 4096]);
        let body = loop {
            let count = stream.read(&mut part).unwrap();
            asked.extend_from_slice(&part[..count]);
            let Some(head) = asked.windows(4).position(|four| four == b"\r\n\r\n") else { continue };
            let text = String::from_utf8_lossy(&asked[..head]).to_lowercase();
            assert!(text.contains("content-type: application/timestamp-query"), "{text}");
            let length = text.split("content-length: ").nth(1).unwrap().lines().next().unwrap();
            if asked.len() >= head + 4 + length.parse::<usize>().unwrap() {
                break asked.split_off(head + 4);
            }
        };
        let answer = answer(body);
        let head =
            format!("HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {}\r\n\r\n", answer.len());
        // A reader that has seen enough hangs up.
        let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(&answer));
    });
    url
}

fn stamped(folder: &Folder, url: &str, name: &str) -> Run {
    let ask = [
        "checkpoint",
        "--key",
        "desk.key",
        "--output",
        name,
        "--timestamp-url",
        url,
        "--authority",
        "ca.pem",
    ];
    let mut command = folder.command(&ask);
    for proxy in ["http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY", "https_proxy", "HTTPS_PROXY"] {
        command.env_remove(proxy);
    }
    command.output().unwrap().into()
}

const REPLY: &str = "application/timestamp-reply";

#[test]
fn a_checkpoint_is_stamped_by_an_authority_over_http() {
    let folder = record(&["Arden"]);
    office(&folder);
    let at = folder.path().to_owned();
    let url = serve(REPLY, move |request| {
        fs::write(at.join("request"), request).unwrap();
        reply(&at);
        fs::read(at.join("reply")).unwrap()
    });
    let made = good(stamped(&folder, &url, "signed"));
    assert!(made.out.contains("signed.tsr: stamped at ") && made.out.contains("North-tsa"), "{}", made.out);
    let ask = [
        "verify",
        "--checkpoint",
        "signed",
        KEY[0],
        KEY[1],
        "--timestamp",
        "signed.tsr",
        "--authority",
        "ca.pem",
    ];
    let held = good(folder.truce(&ask));
    assert!(held.out.contains("signed.tsr: signed existed at "), "{}", held.out);
    // It goes into a bundle, and openssl checks it there.
    let with = ["--checkpoint", "signed", "--timestamp", "signed.tsr"];
    good(folder.truce(&[["bundle", "out", "--everything"].as_slice(), &with].concat()));
    assert!(good(checked(&folder, "out")).out.contains("NOT CHECKED: the timestamp checkpoint.tsr"));
    let words = "ts -verify -data out/data/checkpoint.txt -in out/data/checkpoint.tsr -CAfile ca.pem";
    let openssl = Command::new("openssl").args(words.split(' ')).current_dir(folder.path()).output().unwrap();
    assert!(openssl.status.success(), "{}", String::from_utf8_lossy(&openssl.stderr));
    // Of another checkpoint it is none.
    ingest(&folder, &["Ruba"]);
    good(sign(&folder, "later"));
    let ask = [
        "verify",
        "--checkpoint",
        "later",
        KEY[0],
        KEY[1],
        "--timestamp",
        "signed.tsr",
        "--authority",
        "ca.pem",
    ];
    bad(folder.truce(&ask), "signed.tsr: the timestamp does not hold: it is over another text");
}

#[test]
fn a_request_can_be_carried_to_the_authority() {
    let folder = record(&["Arden"]);
    office(&folder);
    let ask = ["checkpoint", "--key", "desk.key", "--output", "signed", "--timestamp-request", "request"];
    good(folder.truce(&ask));
    reply(folder.path());
    let ask =
        ["verify", "--checkpoint", "signed", KEY[0], KEY[1], "--timestamp", "reply", "--authority", "ca.pem"];
    good(folder.truce(&ask));
}

#[test]
fn an_authority_that_answers_nonsense_is_refused_and_nothing_is_written() {
    let folder = record(&["Arden"]);
    office(&folder);
    let at = folder.path().to_owned();
    // An answer to another request: it was kept from before.
    folder.write("old", "another text");
    let words = "ts -query -data old -sha256 -cert -out request";
    let asked = Command::new("openssl").args(words.split(' ')).current_dir(&at).output().unwrap();
    assert!(asked.status.success());
    reply(&at);
    let old = fs::read(at.join("reply")).unwrap();
    let url = serve(REPLY, move |_| old);
    bad(stamped(&folder, &url, "signed"), "it is over another text");
    bad(stamped(&folder, &serve("text/html", |_| b"hello".to_vec()), "signed"), "its kind is `text/html`");
    bad(stamped(&folder, &serve(REPLY, |_| b"hello".to_vec()), "signed"), "no response");
    bad(stamped(&folder, &serve(REPLY, |_| vec![0; 1 << 20]), "signed"), "");
    bad(stamped(&folder, "http://127.0.0.1:1/", "signed"), "--timestamp-request");
    assert!(!at.join("signed").exists() && !at.join("signed.tsr").exists());
}
