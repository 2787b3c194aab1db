//! Bytes → text: UTF-8 only, everything else named.

use super::catalogue::{self, Entry};

/// A larger file is no reference page. The largest real one has 150 kB.
pub(crate) const LARGEST_PAGE: usize = 16 << 20;

/// Why bytes are no text.
#[derive(Debug)]
pub(crate) struct NotText {
    /// The kind of diagnostic.
    pub(crate) entry: &'static Entry,
    /// What was found.
    pub(crate) message: String,
}

/// The text of a page, a byte order mark left out.
pub(crate) fn decode(bytes: &[u8]) -> Result<&str, NotText> {
    if bytes.len() > LARGEST_PAGE {
        return Err(NotText {
            entry: &catalogue::TOO_LARGE,
            message: format!(
                "{} MiB; pages of up to {} MiB are read",
                bytes.len() >> 20,
                LARGEST_PAGE >> 20
            ),
        });
    }
    let not_utf8 = |message: String| NotText {
        entry: &catalogue::ENCODING,
        message,
    };
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return Err(not_utf8("the file is UTF-16".to_owned()));
    }
    let bytes = bytes.strip_prefix(&[0xef, 0xbb, 0xbf]).unwrap_or(bytes);
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let at = error.valid_up_to();
        let line = bytes[..at].split(|byte| *byte == b'\n').count();
        not_utf8(format!("byte {at}, on line {line}, is no UTF-8"))
    })?;
    let nul = bytes.iter().position(|byte| *byte == 0);
    match nul {
        Some(at) => Err(not_utf8(format!(
            "byte {at} is NUL: a binary file, or UTF-16 without a mark"
        ))),
        None => Ok(text),
    }
}

#[cfg(test)]
mod tests {
    use super::{LARGEST_PAGE, decode};

    #[test]
    fn only_utf8_text_is_read() {
        assert_eq!(decode("\u{feff}# 标题".as_bytes()).ok(), Some("# 标题"));
        let gbk = [0xb1, 0xea, 0xcc, 0xe2];
        let utf16 = [0xff, 0xfe, b'#', 0, b' ', 0];
        for bytes in [
            &gbk[..],
            &utf16[..],
            b"# a\0b",
            &vec![b' '; LARGEST_PAGE + 1][..],
        ] {
            assert!(decode(bytes).is_err());
        }
    }
}
