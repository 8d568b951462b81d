//! Base64 of the standard alphabet, with padding: of `!!binary` scalars in YAML and of the data of Secrets.

/// The bytes that the digits of a text stand for; what may stand between them is left out.
pub(crate) fn decode(text: &str, between: &[u8]) -> Option<Vec<u8>> {
    let digits: Vec<u8> = text.bytes().filter(|byte| !between.contains(byte)).collect();
    if !digits.len().is_multiple_of(4) {
        return None;
    }
    let mut bytes = Vec::with_capacity(digits.len() / 4 * 3);
    let mut groups = digits.chunks_exact(4).peekable();
    while let Some(group) = groups.next() {
        let padding = group.iter().rev().take_while(|digit| **digit == b'=').count();
        if padding > 2 || padding > 0 && groups.peek().is_some() {
            return None;
        }
        let kept = group.get(..4 - padding)?;
        let bits = kept.iter().try_fold(0_u32, |bits, digit| Some(bits << 6 | sextet(*digit)?))? << (6 * padding);
        bytes.extend(bits.to_be_bytes().get(1..4 - padding)?);
    }
    Some(bytes)
}

fn sextet(digit: u8) -> Option<u32> {
    Some(match digit {
        b'A'..=b'Z' => u32::from(digit - b'A'),
        b'a'..=b'z' => u32::from(digit - b'a') + 26,
        b'0'..=b'9' => u32::from(digit - b'0') + 52,
        b'+' => 62,
        b'/' => 63,
        _ => return None,
    })
}
