//! Tells text from what is none: size, known formats, encoding, control bytes. Changes the encoding, never the text.

use crate::ExchangeError;
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_16BE, UTF_16LE};
use std::borrow::Cow;

/// First bytes of formats that people take for text files.
const FORMATS: &[(&[u8], &str)] = &[
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a zip archive or an office document"),
    (b"PK\x05\x06", "an empty zip archive"),
    (b"\x89PNG\r\n\x1a\n", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ\x00", "an xz archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old office document"),
    (b"{\\rtf", "a rich text file"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"\x7fELF", "a program"),
];

/// First words of markup and data that hold text among other things; looked for behind white space, in any case.
const MARKUP: &[(&str, &str)] = &[
    ("<?xml", "an XML file"),
    ("<rss", "a news feed"),
    ("<feed", "a news feed"),
    ("{\"", "a JSON file"),
    ("[{", "a JSON file"),
];

/// Byte order marks of encodings that are not read; UTF-32LE begins as UTF-16LE does.
const MARKS: &[(&[u8], &str)] = &[(b"\xff\xfe\x00\x00", "UTF-32LE"), (b"\x00\x00\xfe\xff", "UTF-32BE")];

/// How much of a file is looked at to guess its encoding, in bytes.
const GUESSED_FROM: usize = 1 << 20;

/// The text of a file.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Decoded<'b> {
    /// The text in UTF-8, as it was given.
    pub text: Cow<'b, str>,
    /// The encoding that it was read in, where that is not UTF-8 and was not told by a mark.
    pub guessed: Option<&'static str>,
}

/// Whether the first bytes of a file can be those of a text of one byte or more a letter, UTF-8 or older.
pub(in crate::import) fn is_text(file: &str, first: &[u8]) -> Result<(), ExchangeError> {
    let file = file.to_owned();
    if first.is_empty() {
        return Err(ExchangeError::Empty { file });
    }
    if let Some((_, encoding)) = MARKS.iter().find(|(mark, _)| first.starts_with(mark)) {
        return Err(ExchangeError::OtherEncoding { file, encoding });
    }
    if let Some((_, format)) = FORMATS.iter().find(|(magic, _)| first.starts_with(magic)) {
        return Err(ExchangeError::OtherFormat { file, format });
    }
    if let Some(format) = markup(first) {
        return Err(ExchangeError::OtherFormat { file, format });
    }
    match wide(first) {
        Some((encoding, _)) => Err(ExchangeError::OtherEncoding { file, encoding: encoding.name() }),
        None => Ok(()),
    }
}

/// Reads the bytes of a file as text, or says why they are none.
pub(super) fn decode<'b>(file: &str, bytes: &'b [u8], max: usize) -> Result<Decoded<'b>, ExchangeError> {
    let file = file.to_owned();
    if bytes.is_empty() {
        return Err(ExchangeError::Empty { file });
    }
    if let Some((_, encoding)) = MARKS.iter().find(|(mark, _)| bytes.starts_with(mark)) {
        return Err(ExchangeError::OtherEncoding { file, encoding });
    }
    if let Some((_, format)) = FORMATS.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return Err(ExchangeError::OtherFormat { file, format });
    }
    if let Some(format) = markup(bytes) {
        return Err(ExchangeError::OtherFormat { file, format });
    }
    if bytes.len() > max {
        return Err(ExchangeError::TooLarge { file, bytes: bytes.len(), max });
    }
    if let Some((encoding, text)) = wide(bytes) {
        return in_utf16(file, encoding, text);
    }
    if let Some(offset) = bytes.iter().position(|byte| is_control(*byte)) {
        return Err(ExchangeError::ControlByte {
            file,
            line: line_at(bytes, offset),
            offset,
            byte: bytes[offset],
        });
    }
    let error = match std::str::from_utf8(bytes) {
        Ok(text) => return Ok(Decoded { text: text.into(), guessed: None }),
        Err(error) => error,
    };
    let offset = error.valid_up_to();
    let line = line_at(bytes, offset);
    match error.error_len() {
        None => Err(ExchangeError::TruncatedUtf8 { file, line, offset }),
        Some(_) => {
            guess(bytes, offset).ok_or(ExchangeError::InvalidUtf8 { file, line, offset, byte: bytes[offset] })
        }
    }
}

/// Text in UTF-16, by its mark or by the zeros of its Latin letters, without the mark.
fn wide(bytes: &[u8]) -> Option<(&'static Encoding, &[u8])> {
    match bytes {
        [0xff, 0xfe, rest @ ..] => Some((UTF_16LE, rest)),
        [0xfe, 0xff, rest @ ..] => Some((UTF_16BE, rest)),
        _ => unmarked_utf16(bytes).map(|encoding| (encoding, bytes)),
    }
}

fn in_utf16<'b>(
    file: String,
    encoding: &'static Encoding,
    bytes: &'b [u8],
) -> Result<Decoded<'b>, ExchangeError> {
    let broken = |file| ExchangeError::OtherEncoding { file, encoding: encoding.name() };
    let Some(text) = encoding.decode_without_bom_handling_and_without_replacement(bytes) else {
        return Err(broken(file));
    };
    match text.bytes().position(is_control) {
        None => Ok(Decoded { text, guessed: None }),
        Some(offset) => {
            let (line, byte) = (line_at(text.as_bytes(), offset), text.as_bytes()[offset]);
            Err(ExchangeError::ControlByte { file, line, offset, byte })
        }
    }
}

/// Text in an older encoding of one byte a letter. A file that holds letters in UTF-8 too is none: it is damaged or
/// was put together from two, and reading it as either would spoil the names in it.
fn guess(bytes: &[u8], first_bad: usize) -> Option<Decoded<'_>> {
    if !bytes[..first_bad].is_ascii() || has_utf8_letters(&bytes[first_bad..]) {
        return None;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(&bytes[..bytes.len().min(GUESSED_FROM)], true);
    let encoding = detector.guess(None, Utf8Detection::Deny);
    if !encoding.is_single_byte() {
        return None;
    }
    let text = encoding.decode_without_bom_handling_and_without_replacement(bytes)?;
    let plain = !text.chars().any(|letter| ('\u{80}'..'\u{a0}').contains(&letter));
    plain.then_some(Decoded { text, guessed: Some(encoding.name()) })
}

/// Whether more than one letter beyond ASCII is whole UTF-8; a pair of old letters can look like one by chance.
fn has_utf8_letters(bytes: &[u8]) -> bool {
    let mut whole = 0;
    for chunk in bytes.utf8_chunks() {
        whole += chunk.valid().chars().filter(|letter| !letter.is_ascii()).take(2).count();
        if whole > 1 {
            return true;
        }
    }
    false
}

fn markup(bytes: &[u8]) -> Option<&'static str> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(512)]);
    let head = head.trim_start_matches('\u{feff}').trim_start().to_ascii_lowercase();
    MARKUP.iter().find(|(first, _)| head.starts_with(first)).map(|(_, format)| *format)
}

fn is_control(byte: u8) -> bool {
    // Tab, line feed, vertical tab (a soft line break of word processors), form feed, carriage return.
    (byte < 0x20 && !(0x09..=0x0d).contains(&byte)) || byte == 0x7f
}

/// English text in UTF-16 without a mark has a zero in every second byte.
fn unmarked_utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(256) & !1];
    let zeros = |odd: usize| head.iter().skip(odd).step_by(2).filter(|byte| **byte == 0).count();
    let half = head.len() / 2;
    let mostly = |count: usize| half >= 4 && count * 10 >= half * 8;
    match (zeros(0), zeros(1)) {
        (0, low) if mostly(low) => Some(UTF_16LE),
        (high, 0) if mostly(high) => Some(UTF_16BE),
        _ => None,
    }
}

fn line_at(bytes: &[u8], offset: usize) -> usize {
    1 + bytes[..offset].iter().filter(|byte| **byte == b'\n').count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], message: &str) {
        let error = decode("a.txt", bytes, 1000).unwrap_err();
        assert_eq!(error.to_string(), message);
    }

    #[test]
    fn what_is_no_text_is_refused_with_its_cause() {
        check(b"", "a.txt: empty file");
        check(&[b'a'; 1001], "a.txt: 1001 bytes are too large for a document, 1000 are the most");
        check(b"%PDF-1.7\n\x00", "a.txt: not text but a PDF");
        check(b"{\"story\": \"Shells fell.\"}", "a.txt: not text but a JSON file");
        check(b"PK\x03\x04\x14\x00", "a.txt: not text but a zip archive or an office document");
        check(b"\x89PNG\r\n\x1a\n\x00", "a.txt: not text but a PNG picture");
        check(b"\x1f\x8b\x08\x00", "a.txt: not text but a gzip archive");
        check(b"\xff\xfe\x00\x00A\x00\x00\x00", "a.txt: text in UTF-32LE, which is not read");
        check(b"\xff\xfeA\x00r", "a.txt: text in UTF-16LE, which is not read");
        check(b"\xff\xfeA\x00\x00\x00", "a.txt:1: not text, control byte 0x00 at offset 1");
        check(b"Arden\nis\x00quiet", "a.txt:2: not text, control byte 0x00 at offset 8");
        check(b"Arden\x1b[0m", "a.txt:1: not text, control byte 0x1b at offset 5");
        check(b"Arden \xe2\x80", "a.txt:1: truncated UTF-8, the file ends inside the character at offset 6");
        let damaged = "“Arden” and “Ruba”\n".as_bytes().iter().chain(b"caf\xe9 in Tal").copied();
        check(&damaged.collect::<Vec<u8>>(), "a.txt:2: invalid UTF-8, byte 0xe9 at offset 30");
    }

    #[test]
    fn an_encoding_comes_with_the_command_that_converts_it() {
        let error = decode("a.txt", b"\xff\xfe\x00\x00A\x00\x00\x00", 1000).unwrap_err();
        assert_eq!(error.hint().as_deref(), Some("convert it first: iconv -f UTF-32LE -t UTF-8"));
    }

    #[test]
    fn text_passes_unchanged() {
        let text = "Arden – “quiet”\r\n\u{c}";
        let decoded = decode("a.txt", text.as_bytes(), 1000);
        assert_eq!(decoded, Ok(Decoded { text: text.into(), guessed: None }));
    }

    #[test]
    fn older_and_wider_encodings_become_the_same_text() {
        let text = "Arden’s café is quiet";
        let read = |bytes: &[u8]| {
            let decoded = decode("a.txt", bytes, 1000).unwrap();
            assert_eq!(decoded.text, text);
            decoded.guessed
        };
        let wide: Vec<u16> = text.encode_utf16().collect();
        assert_eq!(
            read(
                &[&b"\xff\xfe"[..], &wide.iter().flat_map(|u| u.to_le_bytes()).collect::<Vec<_>>()].concat()
            ),
            None
        );
        assert_eq!(read(&wide.iter().flat_map(|u| u.to_be_bytes()).collect::<Vec<_>>()), None);
        assert_eq!(read(b"Arden\x92s caf\xe9 is quiet"), Some("windows-1252"));
    }
}
