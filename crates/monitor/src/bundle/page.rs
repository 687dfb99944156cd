//! The page of a bundle, for somebody who has no computer program but a browser and a terminal. Decides nothing.

use super::{BundleOptions, Subject};
use std::fmt::Write;
use truce_model::{Document, Hash};

/// The page with its gaps.
const PAGE: &str = include_str!("page.html");

/// A document as the page lists it.
pub(super) struct Listed<'a> {
    pub(super) document: &'a Document,
    pub(super) withdrawn: bool,
    pub(super) erased: bool,
}

/// The page.
pub(super) fn page<'a>(
    subject: &Subject,
    documents: impl Iterator<Item = Listed<'a>>,
    head: &str,
    options: &BundleOptions,
    script: &Hash,
) -> String {
    let mut rows = String::new();
    for Listed { document, withdrawn, erased } in documents {
        let unknown = || "not known".to_owned();
        let outlet = document.outlet.as_ref().map_or_else(unknown, |outlet| escaped(outlet.as_str()));
        let published = document.published.as_ref().map_or_else(unknown, |published| published.to_string());
        let id = escaped(document.id.as_str());
        let link = if erased { id } else { format!("<a href=\"documents/{id}.txt\">{id}</a>") };
        let note = match (withdrawn, erased) {
            (true, true) => "withdrawn; its text was erased",
            (true, false) => "withdrawn: it no longer counts, and is kept so that this can be seen",
            (false, true) => "its text was erased",
            (false, false) => "",
        };
        let name = escaped(&document.name);
        writeln!(
            rows,
            "<tr><td>{link}</td><td>{name}</td><td>{outlet}</td><td>{published}</td><td>{note}</td></tr>"
        )
        .expect("a string takes all");
    }
    let signature = match (&options.checkpoint, &options.verifier) {
        (None, _) => UNSIGNED,
        (Some(_), None) => SIGNED_KEY_ELSEWHERE,
        (Some(_), Some(_)) => SIGNED,
    };
    let timestamp = match (&options.checkpoint, &options.timestamp) {
        (Some(_), Some(_)) => STAMPED,
        _ => UNSTAMPED,
    };
    let whole = if subject.everything { WHOLE } else { PART };
    PAGE.replace("{{ASKED}}", &escaped(&subject.asked))
        .replace("{{DATE}}", &options.now.to_string()[..10])
        .replace("{{PROGRAM}}", &escaped(&options.program))
        .replace("{{SIZE}}", &subject.size.to_string())
        .replace("{{COUNT}}", &subject.records.len().to_string())
        .replace("{{WHOLE}}", whole)
        .replace("{{SIGNATURE}}", signature)
        .replace("{{TIMESTAMP}}", timestamp)
        .replace("{{SCRIPT}}", &script.to_string())
        .replace("{{HEAD}}", &escaped(head))
        .replace("{{DOCUMENTS}}", &rows)
}

const UNSIGNED: &str = "<p><strong>Nobody has signed this record.</strong> The folder can be checked for damage and for \
contradictions in itself. That shows that its parts belong together. It does not show who kept the record, nor since when it has \
been as it is: whoever can write these files can write others. Ask the keeper whether the root below was published \
anywhere.</p>";

const SIGNED: &str = "<p>The keeper of the record signed its state: <a href=\"checkpoint.txt\">checkpoint.txt</a>. The key in \
<a href=\"verifier-key.txt\">verifier-key.txt</a> is there for your convenience. <strong>A key that came with the evidence proves \
nothing</strong>: whoever forged one would send the other. Get the keeper's key in another way (a published report, a call to a \
number that you know) and compare the two letter by letter before you use it.</p>\
<pre>python3 check.py --key \"$(cat verifier-key.txt)\"</pre>";

const SIGNED_KEY_ELSEWHERE: &str = "<p>The keeper of the record signed its state: <a href=\"checkpoint.txt\">checkpoint.txt</a>. \
The key by which to check that is not in this folder. Ask the keeper for it in a way that you trust, then:</p>\
<pre>python3 check.py --key 'NAME+NUMBER+LETTERS'</pre>";

const STAMPED: &str = "<p>A timestamp authority confirmed that the signed state existed at a time: \
<a href=\"checkpoint.tsr\">checkpoint.tsr</a>. Get the authority's certificate from the authority, as <code>CA.pem</code>, and check \
with OpenSSL:</p><pre>openssl ts -verify -data checkpoint.txt -in checkpoint.tsr -CAfile CA.pem\n\
openssl ts -reply -in checkpoint.tsr -text</pre><p>The second command shows the time.</p>";

const UNSTAMPED: &str = "<p>No timestamp authority confirmed when this was. The times in the records are those of the keeper's \
own clock.</p>";

const WHOLE: &str = "<p>These are all records of the log in that state: none is missing.</p>";

const PART: &str = "<p>This is a part of the log. For each record here a proof shows that it stands in the log at its place. \
Whether other records of the log speak of the same matter <em>cannot</em> be seen from a part: ask the keeper for the whole \
if that matters.</p>";

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
