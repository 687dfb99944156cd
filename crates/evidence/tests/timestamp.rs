//! Timestamps of a local authority made of `openssl ts`, and what is refused of them.

#![allow(clippy::unwrap_used, reason = "in a test, a panic is the message")]

use std::{fs, path::Path, process::Command};
use tempfile::TempDir;
use truce_evidence::{Authority, EvidenceError, timestamp, timestamp_request};

const TEXT: &[u8] = b"example.org/desk\n7\nroot\n";

const CONFIG: &str = "\
[ tsa ]
default_tsa = own
[ own ]
serial = serial
default_policy = 1.2.3.4.1
digests = sha256, sha384
signer_digest = sha256
accuracy = secs:1, millisecs:500
";

/// An authority with its keys and certificates in a folder of its own.
struct Office(TempDir);

impl Office {
    /// `key` are the words of `openssl genpkey`; `purpose` is what the certificate of the stamps says it is for.
    fn new(key: &str, purpose: &str) -> Office {
        let office = Office(tempfile::tempdir().unwrap());
        office.write("tsa.cnf", CONFIG.as_bytes());
        office.write("serial", b"01\n");
        office.write("ca.ext", b"basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign\n");
        let extensions = format!("keyUsage=critical,digitalSignature\n{purpose}");
        office.write("tsa.ext", extensions.as_bytes());
        for name in ["ca", "tsa"] {
            office.openssl(&format!("genpkey {key} -out {name}.key"));
            office.openssl(&format!("req -new -key {name}.key -subj /CN=North-{name} -out {name}.csr"));
        }
        office.openssl("x509 -req -in ca.csr -signkey ca.key -days 2 -extfile ca.ext -out ca.pem");
        office.openssl(
            "x509 -req -in tsa.csr -CA ca.pem -CAkey ca.key -set_serial 7 -days 2 -extfile tsa.ext -out tsa.pem",
        );
        office
    }

    fn of(key: &str) -> Office {
        Office::new(key, "extendedKeyUsage=critical,timeStamping\n")
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn write(&self, name: &str, bytes: &[u8]) {
        fs::write(self.path().join(name), bytes).unwrap();
    }

    fn openssl(&self, words: &str) {
        let mut command = Command::new("openssl");
        let output = command.args(words.split_whitespace()).current_dir(self.path()).output();
        let output = output.expect("the tests need openssl: apt-get install openssl");
        assert!(output.status.success(), "openssl {words}: {}", String::from_utf8_lossy(&output.stderr));
    }

    fn reply(&self, request: &[u8], more: &str) -> Vec<u8> {
        self.write("request.tsq", request);
        self.openssl(&format!(
            "ts -reply -config tsa.cnf -queryfile request.tsq -signer tsa.pem -inkey tsa.key -out reply.tsr {more}"
        ));
        fs::read(self.path().join("reply.tsr")).unwrap()
    }

    fn authority(&self) -> Authority {
        Authority::parse(&fs::read_to_string(self.path().join("ca.pem")).unwrap()).unwrap()
    }
}

const RSA: &str = "-algorithm RSA -pkeyopt rsa_keygen_bits:2048";
const P256: &str = "-algorithm EC -pkeyopt ec_paramgen_curve:P-256";
const P384: &str = "-algorithm EC -pkeyopt ec_paramgen_curve:P-384";

#[test]
fn a_stamp_of_the_authority_holds_by_any_of_its_keys() {
    for key in [RSA, P256, P384] {
        let office = Office::of(key);
        let request = timestamp_request(TEXT, [3; 8]);
        for more in ["", "-chain ca.pem"] {
            let reply = office.reply(&request, more);
            let stamped = timestamp(&reply, TEXT, Some(&request), &office.authority()).unwrap();
            assert!(stamped.by.contains("North-tsa"), "{stamped:?}");
            assert_eq!(stamped.accuracy.unwrap().as_millis(), 1500);
            assert!(stamped.at.as_second() > 1_700_000_000);
        }
        // openssl reads the request and takes the same reply.
        office.write("text", TEXT);
        office.openssl("ts -verify -data text -in reply.tsr -CAfile ca.pem");
        office.openssl("ts -verify -queryfile request.tsq -in reply.tsr -CAfile ca.pem");
    }
}

#[track_caller]
fn check(result: Result<truce_evidence::Stamped, EvidenceError>, problem: &str) {
    let refused = result.unwrap_err().to_string();
    assert!(refused.contains(problem), "{refused}");
}

#[test]
fn a_stamp_over_another_text_or_for_another_request_is_refused() {
    let office = Office::of(P256);
    let request = timestamp_request(TEXT, [3; 8]);
    let reply = office.reply(&request, "");
    let authority = office.authority();
    check(timestamp(&reply, b"another", None, &authority), "over another text");
    let again = timestamp_request(TEXT, [4; 8]);
    check(timestamp(&reply, TEXT, Some(&again), &authority), "does not answer this request");
    check(timestamp(&reply, TEXT, Some(b"none"), &authority), "the request is none");
    check(timestamp(b"none", TEXT, None, &authority), "no response");
    check(timestamp(&vec![0; 300 << 10], TEXT, None, &authority), "larger than");
}

#[test]
fn a_stamp_of_another_authority_is_refused() {
    let (office, other) = (Office::of(P256), Office::of(P256));
    let reply = office.reply(&timestamp_request(TEXT, [3; 8]), "");
    check(timestamp(&reply, TEXT, None, &other.authority()), "does not lead to the authority");
    assert!(matches!(Authority::parse("none"), Err(EvidenceError::Authority(_))));
}

#[test]
fn a_certificate_that_is_not_for_stamps_alone_is_refused() {
    let office = Office::new(P256, "extendedKeyUsage=critical,timeStamping,codeSigning\n");
    // openssl refuses to sign with it, so the certificate is changed after the reply.
    let purpose = "extendedKeyUsage=critical,timeStamping\n";
    office.write("tsa.ext", format!("keyUsage=critical,digitalSignature\n{purpose}").as_bytes());
    fs::copy(office.path().join("tsa.pem"), office.path().join("wide.pem")).unwrap();
    office.openssl(
        "x509 -req -in tsa.csr -CA ca.pem -CAkey ca.key -set_serial 7 -days 2 -extfile tsa.ext -out tsa.pem",
    );
    // A request that asks for no certificate: the one beside the authority is taken, and it is the wide one.
    office.write("text", TEXT);
    office.openssl("ts -query -data text -sha256 -out bare.tsq");
    let bare = fs::read(office.path().join("bare.tsq")).unwrap();
    let reply = office.reply(&bare, "");
    let read = |name: &str| fs::read_to_string(office.path().join(name)).unwrap();
    let wide = Authority::parse(&(read("ca.pem") + &read("wide.pem"))).unwrap();
    check(timestamp(&reply, TEXT, None, &wide), "does not name the certificate");
    let right = Authority::parse(&(read("ca.pem") + &read("tsa.pem"))).unwrap();
    assert!(timestamp(&reply, TEXT, Some(&bare), &right).is_ok());
}

#[test]
fn a_refusal_is_told_in_the_authoritys_words() {
    let office = Office::of(P256);
    // It takes no SHA-512.
    office.write("text", TEXT);
    office.openssl("ts -query -data text -sha512 -cert -out long.tsq");
    let long = fs::read(office.path().join("long.tsq")).unwrap();
    let reply = office.reply(&long, "");
    let refused = timestamp(&reply, TEXT, None, &office.authority()).unwrap_err();
    assert!(matches!(refused, EvidenceError::Refused(_)), "{refused}");
}

#[test]
fn a_changed_byte_does_not_pass_for_another_time() {
    let office = Office::of(P256);
    let reply = office.reply(&timestamp_request(TEXT, [3; 8]), "");
    let authority = office.authority();
    let whole = timestamp(&reply, TEXT, None, &authority).unwrap();
    for at in 0..reply.len() {
        let mut bent = reply.clone();
        bent[at] ^= 1;
        // Some bytes are covered by no signature, such as the status; none of them tells anything else.
        if let Ok(stamped) = timestamp(&bent, TEXT, None, &authority) {
            assert_eq!(stamped, whole, "byte {at}");
        }
    }
}
