//! How far literals reach, by their characters alone.

/// Whether a byte may stand inside a name.
pub(super) fn is_word(byte: u8) -> bool {
    byte == b'_' || byte.is_ascii_alphanumeric()
}

/// The offset of the unescaped `quote` on this line, looking from `from`.
pub(super) fn closing(text: &str, from: usize, quote: u8) -> Option<usize> {
    let mut escaped = false;
    for (i, byte) in text.bytes().enumerate().skip(from) {
        match byte {
            b'\n' | b'\r' => return None,
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            _ if byte == quote => return Some(i),
            _ => {}
        }
    }
    None
}

/// The length of the version literal that `text` begins with.
pub(super) fn version_length(text: &str) -> Option<usize> {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let rest = text.strip_prefix('v')?;
    let major = digits(rest);
    let rest = rest.get(major..)?.strip_prefix('.')?;
    let minor = digits(rest);
    let patch = rest.get(minor..)?.strip_prefix('.').map_or(0, digits);
    let length = 2 + major + minor + if patch > 0 { patch + 1 } else { 0 };
    let ends = !text.as_bytes().get(length).copied().is_some_and(is_word);
    (major > 0 && minor > 0 && ends).then_some(length)
}

/// The length of the regular expression that `text` begins with, slashes included.
pub(super) fn regex_length(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut i = 1;
    loop {
        match *bytes.get(i)? {
            b'\n' | b'\r' => return None,
            b'/' => return Some(i + 1),
            b'\\' => i += escape(bytes, i),
            b'[' => i = class_end(bytes, i + 1).unwrap_or(i + 1),
            _ => i += 1,
        }
    }
}

/// The length of the escape in a regular expression that begins here, which does not reach beyond its line.
fn escape(bytes: &[u8], at: usize) -> usize {
    1 + usize::from(!matches!(bytes.get(at + 1), Some(b'\n' | b'\r')))
}

/// The offset after the `]` that closes a character class whose `[` ends at `from`.
pub(super) fn class_end(bytes: &[u8], from: usize) -> Option<usize> {
    let mut i = from;
    if bytes.get(i) == Some(&b'^') {
        i += 1;
    }
    if bytes.get(i) == Some(&b']') {
        i += 1;
    }
    loop {
        match *bytes.get(i)? {
            b'\n' | b'\r' => return None,
            b']' => return Some(i + 1),
            b'\\' => i += escape(bytes, i),
            b'[' if bytes.get(i + 1) == Some(&b':') => i = named_class_end(bytes, i + 2).unwrap_or(i + 1),
            _ => i += 1,
        }
    }
}

/// The offset after the `:]` of `[:alpha:]`, whose name starts at `from`.
fn named_class_end(bytes: &[u8], from: usize) -> Option<usize> {
    let start = from + usize::from(bytes.get(from) == Some(&b'^'));
    let name = bytes.iter().skip(start).take_while(|b| b.is_ascii_alphabetic()).count();
    let end = start + name;
    (name > 0 && bytes.get(end) == Some(&b':') && bytes.get(end + 1) == Some(&b']')).then_some(end + 2)
}
