//! The five parts over which a record's hash is made, without its content. Knows nothing of what the record says.

use std::fmt;
use truce_model::{Hash, Seq};

/// What is needed to compute the hash of a record in the chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seal {
    /// Its place in the log, from 1.
    pub seq: Seq,
    /// When it was recorded, as it stands in the log.
    pub recorded_at: String,
    /// What it is: `document`, `extraction` and so on.
    pub kind: String,
    /// The hash of the record before; 32 zero bytes before the first.
    pub before: Hash,
    /// The hash of its content, which may have been erased.
    pub content: Hash,
}

impl Seal {
    /// The hash of the record.
    pub fn hash(&self) -> Hash {
        let seq = self.seq.to_string();
        Hash::of_parts([
            self.before.bytes().as_slice(),
            seq.as_bytes(),
            self.recorded_at.as_bytes(),
            self.kind.as_bytes(),
            self.content.bytes(),
        ])
    }

    /// Reads five lines, each a name, a space and the value.
    pub fn parse(text: &str) -> Option<Seal> {
        let mut lines = text.strip_suffix('\n')?.split('\n');
        let mut value = |name: &str| lines.next()?.strip_prefix(name)?.strip_prefix(' ');
        let seal = Seal {
            seq: value("seq").and_then(crate::checkpoint::number)?,
            recorded_at: value("recorded_at")?.to_owned(),
            kind: value("kind")?.to_owned(),
            before: value("before").and_then(Hash::parse)?,
            content: value("content").and_then(Hash::parse)?,
        };
        // One record, one form: what does not read back as it was is refused.
        (lines.next().is_none() && seal.to_string() == text).then_some(seal)
    }
}

impl fmt::Display for Seal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Seal { seq, recorded_at, kind, before, content } = self;
        writeln!(f, "seq {seq}\nrecorded_at {recorded_at}\nkind {kind}\nbefore {before}\ncontent {content}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seal_reads_back_in_one_form_only() {
        let seal = Seal {
            seq: 7,
            recorded_at: "2031-03-05T06:00:00.000000000Z".into(),
            kind: "document".into(),
            before: Hash::of(b"before"),
            content: Hash::of(b"content"),
        };
        let text = seal.to_string();
        assert_eq!(Seal::parse(&text), Some(seal));
        for bad in
            [text.replace("seq 7", "seq 07"), text.to_uppercase(), text.clone() + "\n", text + "more 1\n"]
        {
            assert_eq!(Seal::parse(&bad), None, "{bad}");
        }
    }
}
