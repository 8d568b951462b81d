//! Places that the parser does not tell: where a block list, a block scalar or an unwritten value begins and ends.

use kubelaw_lang::span::Span;

/// The offset of the first dash of the block list that is the value of the key that ends at `from`. The parser tells it
/// only for a list that is indented.
pub(crate) fn list_start(text: &str, from: u32, told: u32) -> u32 {
    indicator(text, from, |byte| byte == b'-').unwrap_or(told)
}

/// The span of a block scalar from its `|` or `>` to the end of its last line with content, given its content's span.
pub(crate) fn block_scalar(text: &str, from: u32, content: Span) -> Span {
    let start = indicator(text, from, |byte| matches!(byte, b'|' | b'>')).unwrap_or(content.start);
    let header_end = line_end(text, start);
    let mut end = content.end.max(header_end);
    let written = text.get(header_end as usize..end as usize).unwrap_or_default();
    let kept = written.trim_end_matches([' ', '\t', '\n', '\r']);
    // Spaces at the end of the last line are content.
    let kept_end = header_end + u32::try_from(kept.len()).unwrap_or(0);
    end = if kept.is_empty() { header_end } else { line_end(text, kept_end).min(end) };
    Span::new(start, end)
}

/// The empty span of a value that is not written: behind the colon of the key that ends at `from`, or behind the next
/// dash if it is an item; else as told.
pub(crate) fn unwritten(text: &str, from: u32, is_item: bool, told: Span) -> Span {
    let indicator = if is_item {
        indicator(text, from, |byte| byte == b'-')
    } else {
        let rest = text.get(from as usize..).unwrap_or_default();
        let colon = rest.trim_start_matches([' ', '\t']);
        colon.starts_with(':').then(|| u32::try_from(text.len() - colon.len()).unwrap_or(from))
    };
    indicator.map_or(told, |at| Span::new(at + 1, at + 1))
}

/// A byte-order mark that starts a line but the first, in what stands before the first document of a text.
pub(crate) fn mark_inside(before: &str) -> Option<Span> {
    let starts_line = |at: usize| before.get(..at).is_some_and(|above| above.ends_with(['\n', '\r']));
    let (at, _) = before.match_indices('\u{feff}').find(|(at, _)| starts_line(*at))?;
    Some(first_of(before, before.get(at..)?))
}

/// The place of the first character of what a text ends with.
pub(crate) fn first_of(text: &str, end: &str) -> Span {
    let at = u32::try_from(text.len() - end.len()).unwrap_or(u32::MAX);
    let length = end.chars().next().map_or(0, |first| u32::try_from(first.len_utf8()).unwrap_or(0));
    Span::new(at, at.saturating_add(length))
}

fn line_end(text: &str, from: u32) -> u32 {
    let rest = text.get(from as usize..).unwrap_or_default();
    let length = rest.find(['\n', '\r']).unwrap_or(rest.len());
    from + u32::try_from(length).unwrap_or(0)
}

/// The first byte that is wanted, past space, comments, anchors, tags and the indicators of keys and items.
fn indicator(text: &str, from: u32, wanted: impl Fn(u8) -> bool) -> Option<u32> {
    let bytes = text.as_bytes();
    let mut at = from as usize;
    loop {
        let byte = *bytes.get(at)?;
        if wanted(byte) {
            return u32::try_from(at).ok();
        }
        at += match byte {
            b'#' => bytes.get(at..)?.iter().position(|byte| matches!(byte, b'\n' | b'\r'))?,
            b'&' | b'!' => bytes.get(at..)?.iter().position(u8::is_ascii_whitespace)?,
            b' ' | b'\t' | b'\n' | b'\r' | b':' | b'?' | b'-' => 1,
            _ => return None,
        };
    }
}
