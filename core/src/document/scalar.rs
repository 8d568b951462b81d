//! What a YAML scalar without quotes means to Kubernetes.
//!
//! `kubectl` and the API server read YAML through sigs.k8s.io/yaml, which resolves scalars as YAML 1.1 with Go's number
//! syntax and then writes JSON. So `yes` and `off` are bools, `0644` and `0o644` are 420, `1_000` is 1000, `08` and `1e3`
//! are the integers 8 and 1000, dates stay texts, and `.inf` cannot be read at all.

use kubelaw_lang::values::{decimal, shortest};

/// What a scalar means.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Meaning {
    Null,
    Bool(bool),
    Int(i64),
    /// An integer beyond `i64`, within `u64`: a number, but no key.
    Large(u64),
    Float(f64),
    Text,
}

/// The type that a tag asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tag {
    Null,
    Bool,
    Int,
    Float,
    Timestamp,
}

/// What a scalar without quotes and without a tag means.
#[inline]
pub(crate) fn resolve(text: &str) -> Meaning {
    match text.as_bytes().first() {
        None => Meaning::Null,
        Some(b'+' | b'-' | b'0'..=b'9') => number(text).unwrap_or(Meaning::Text),
        Some(b'.') => dotted(text),
        Some(b'y' | b'Y' | b'n' | b'N' | b't' | b'T' | b'f' | b'F' | b'o' | b'O' | b'~') => word(text),
        Some(_) => Meaning::Text,
    }
}

/// What a scalar with a tag means, quoted or not; none where it does not fit the tag.
pub(crate) fn resolve_tagged(text: &str, tag: Tag) -> Option<Meaning> {
    let meaning = resolve(text);
    match (tag, meaning) {
        (Tag::Null, Meaning::Null)
        | (Tag::Bool, Meaning::Bool(_))
        | (Tag::Int, Meaning::Int(_) | Meaning::Large(_))
        | (Tag::Float, Meaning::Float(_)) => Some(meaning),
        #[expect(clippy::cast_precision_loss, reason = "the tag asks for a floating-point number")]
        (Tag::Float, Meaning::Int(value)) => Some(Meaning::Float(value as f64)),
        (Tag::Timestamp, Meaning::Text) if is_date_like(text) => Some(meaning),
        _ => None,
    }
}

fn word(text: &str) -> Meaning {
    match text {
        "y" | "Y" | "yes" | "Yes" | "YES" | "true" | "True" | "TRUE" | "on" | "On" | "ON" => Meaning::Bool(true),
        "n" | "N" | "no" | "No" | "NO" | "false" | "False" | "FALSE" | "off" | "Off" | "OFF" => Meaning::Bool(false),
        "~" | "null" | "Null" | "NULL" => Meaning::Null,
        _ => Meaning::Text,
    }
}

fn dotted(text: &str) -> Meaning {
    match text {
        ".nan" | ".NaN" | ".NAN" => Meaning::Float(f64::NAN),
        ".inf" | ".Inf" | ".INF" => Meaning::Float(f64::INFINITY),
        _ if text.contains('_') => {
            // Go takes an underscore between digits, and none elsewhere.
            let bytes = text.as_bytes();
            let apart = |window: &[u8]| matches!(window, [left, b'_', right] if !left.is_ascii_digit() || !right.is_ascii_digit());
            if text.ends_with('_') || bytes.windows(3).any(apart) {
                return Meaning::Text;
            }
            float(&text.replace('_', "")).unwrap_or(Meaning::Text)
        }
        _ => float(text).unwrap_or(Meaning::Text),
    }
}

fn number(text: &str) -> Option<Meaning> {
    match text {
        "+.inf" | "+.Inf" | "+.INF" => return Some(Meaning::Float(f64::INFINITY)),
        "-.inf" | "-.Inf" | "-.INF" => return Some(Meaning::Float(f64::NEG_INFINITY)),
        _ => {}
    }
    if text.contains('_') {
        let plain: String = text.chars().filter(|character| *character != '_').collect();
        return integer(&plain).or_else(|| float(&plain));
    }
    integer(text).or_else(|| float(text))
}

/// An integer as Go reads one with base 0: a sign, then `0x`, `0o`, `0b` or `0` for another base.
fn integer(text: &str) -> Option<Meaning> {
    let (negative, signed, digits) = match text.as_bytes().first()? {
        b'-' => (true, true, text.get(1..)?),
        b'+' => (false, true, text.get(1..)?),
        _ => (false, false, text),
    };
    let prefix = digits.get(..2).unwrap_or_default();
    let (base, digits) = match prefix {
        "0x" | "0X" => (16, digits.get(2..)?),
        "0o" | "0O" => (8, digits.get(2..)?),
        "0b" | "0B" => (2, digits.get(2..)?),
        _ if digits.len() > 1 && digits.starts_with('0') => (8, digits.get(1..)?),
        _ => (10, digits),
    };
    // `from_str_radix` would take a second sign.
    if !digits.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return None;
    }
    let magnitude = u64::from_str_radix(digits, base).ok()?;
    if negative {
        return 0_i64.checked_sub_unsigned(magnitude).map(Meaning::Int);
    }
    match i64::try_from(magnitude) {
        Ok(value) => Some(Meaning::Int(value)),
        Err(_) if signed => None,
        Err(_) => Some(Meaning::Large(magnitude)),
    }
}

/// `[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?`, within the range of 64 bits.
fn float(text: &str) -> Option<Meaning> {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let whole = unsigned.trim_start_matches(|character: char| character.is_ascii_digit());
    let mut rest = whole;
    let mut digits = unsigned.len() - whole.len();
    if let Some(fraction) = whole.strip_prefix('.') {
        rest = fraction.trim_start_matches(|character: char| character.is_ascii_digit());
        digits += fraction.len() - rest.len();
    }
    if digits == 0 {
        return None;
    }
    if let Some(exponent) = rest.strip_prefix(['e', 'E']) {
        let exponent = exponent.strip_prefix(['-', '+']).unwrap_or(exponent);
        if exponent.is_empty() || !exponent.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
    } else if !rest.is_empty() {
        return None;
    }
    let value = decimal::parse(text)?;
    value.is_finite().then_some(Meaning::Float(value))
}

/// Whether a text starts as a YAML timestamp does: four digits and a dash.
fn is_date_like(text: &str) -> bool {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    digits == 4 && text.as_bytes().get(4) == Some(&b'-')
}

/// A finite float as it comes out of the JSON that Kubernetes makes of YAML: an integer if it prints as one that fits.
pub(crate) fn through_json(value: f64) -> Meaning {
    let magnitude = value.abs();
    if value == 0.0 {
        return Meaning::Int(0);
    }
    // Go prints other magnitudes with an exponent.
    if (1.0..1e21).contains(&magnitude)
        && value.fract() == 0.0
        && let Ok(integer) = shortest::plain(value).parse::<i64>()
    {
        return Meaning::Int(integer);
    }
    Meaning::Float(value)
}

/// A float as a key: as Go formats it with `%g` in single precision, infinities and not-a-number as YAML writes them.
pub(crate) fn float_key(value: f64) -> String {
    #[expect(clippy::cast_possible_truncation, reason = "single precision is what the reader of Kubernetes takes")]
    let single = value as f32;
    if single.is_nan() {
        return ".nan".into();
    }
    if single.is_infinite() {
        return if single > 0.0 { ".inf" } else { "-.inf" }.into();
    }
    let scientific = shortest::scientific(single);
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    // Go turns to an exponent where the number would be longer than six digits or small.
    if !(-4..6).contains(&exponent) {
        let sign = if exponent < 0 { '-' } else { '+' };
        return format!("{mantissa}e{sign}{:02}", exponent.abs());
    }
    shortest::plain(single)
}
