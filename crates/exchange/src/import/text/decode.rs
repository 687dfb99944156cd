//! Tells text from what is none: size, known formats, encoding, control bytes. Changes nothing.

use crate::ExchangeError;

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
    ("<!doctype html", "a web page"),
    ("<html", "a web page"),
    ("<?xml", "an XML file"),
    ("<rss", "a news feed"),
    ("<feed", "a news feed"),
    ("{\"", "a JSON file"),
    ("[{", "a JSON file"),
];

/// Byte order marks of encodings other than UTF-8; the longer ones come first.
const MARKS: &[(&[u8], &str)] = &[
    (b"\xff\xfe\x00\x00", "UTF-32LE"),
    (b"\x00\x00\xfe\xff", "UTF-32BE"),
    (b"\xff\xfe", "UTF-16LE"),
    (b"\xfe\xff", "UTF-16BE"),
];

/// Reads the bytes of a file as UTF-8 text, or says why they are none.
pub(super) fn decode<'b>(file: &str, bytes: &'b [u8], max: usize) -> Result<&'b str, ExchangeError> {
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
    if let Some(encoding) = unmarked_utf16(bytes) {
        return Err(ExchangeError::OtherEncoding { file, encoding });
    }
    if let Some(offset) = bytes.iter().position(|byte| is_control(*byte)) {
        return Err(ExchangeError::ControlByte {
            file,
            line: line_at(bytes, offset),
            offset,
            byte: bytes[offset],
        });
    }
    std::str::from_utf8(bytes).map_err(|error| {
        let offset = error.valid_up_to();
        let line = line_at(bytes, offset);
        match error.error_len() {
            None => ExchangeError::TruncatedUtf8 { file, line, offset },
            Some(_) => ExchangeError::InvalidUtf8 { file, line, offset, byte: bytes[offset] },
        }
    })
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
fn unmarked_utf16(bytes: &[u8]) -> Option<&'static str> {
    let head = &bytes[..bytes.len().min(256) & !1];
    let zeros = |odd: usize| head.iter().skip(odd).step_by(2).filter(|byte| **byte == 0).count();
    let half = head.len() / 2;
    let mostly = |count: usize| half >= 4 && count * 10 >= half * 8;
    match (zeros(0), zeros(1)) {
        (0, low) if mostly(low) => Some("UTF-16LE"),
        (high, 0) if mostly(high) => Some("UTF-16BE"),
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
        check(b"\n <!DOCTYPE html>\n<p>Shells fell.", "a.txt: not text but a web page");
        check(b"{\"story\": \"Shells fell.\"}", "a.txt: not text but a JSON file");
        check(b"PK\x03\x04\x14\x00", "a.txt: not text but a zip archive or an office document");
        check(b"\x89PNG\r\n\x1a\n\x00", "a.txt: not text but a PNG picture");
        check(b"\x1f\x8b\x08\x00", "a.txt: not text but a gzip archive");
        check(b"\xff\xfeA\x00r\x00", "a.txt: text in UTF-16LE, not in UTF-8");
        check(b"\x00A\x00r\x00d\x00e\x00n\x00 \x00", "a.txt: text in UTF-16BE, not in UTF-8");
        check(b"Arden\nis\x00quiet", "a.txt:2: not text, control byte 0x00 at offset 8");
        check(b"Arden\x1b[0m", "a.txt:1: not text, control byte 0x1b at offset 5");
        check(b"Arden\n\nRub\xe1 fell", "a.txt:3: invalid UTF-8, byte 0xe1 at offset 10");
        check(b"Arden \xe2\x80", "a.txt:1: truncated UTF-8, the file ends inside the character at offset 6");
    }

    #[test]
    fn an_encoding_comes_with_the_command_that_converts_it() {
        let error = decode("a.txt", b"\xff\xfeA\x00", 1000).unwrap_err();
        assert_eq!(error.hint().as_deref(), Some("convert it first: iconv -f UTF-16LE -t UTF-8"));
    }

    #[test]
    fn text_passes_unchanged() {
        let text = "Arden – “quiet”\r\n\u{c}";
        assert_eq!(decode("a.txt", text.as_bytes(), 1000), Ok(text));
    }
}
