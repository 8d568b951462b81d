//! What a YAML scalar with its style and tag is, as a value and as a key.

use super::events::Tag;
use crate::document::base64;
use crate::document::error::YamlProblem;
use crate::document::parts::{Scalar, Text};
use crate::document::scalar::{self, Meaning};
use crate::document::tree::{Kind, Style};
use std::borrow::Cow;

/// A scalar that is understood.
pub(crate) struct Understood<'t> {
    pub(crate) text: Cow<'t, str>,
    pub(crate) meaning: Meaning,
    /// It is `<<` and asks, as a key, to merge.
    pub(crate) merges: bool,
}

/// What a scalar without a tag means.
#[inline]
pub(crate) fn of_untagged(text: &str, style: Style) -> Meaning {
    if style == Style::Plain { scalar::resolve(text) } else { Meaning::Text }
}

/// Understands a scalar.
pub(crate) fn understand<'t>(text: &'t str, style: Style, tag: Option<&Tag>) -> Result<Understood<'t>, YamlProblem> {
    let text = Cow::Borrowed(text);
    let Some(tag) = tag else {
        let meaning = of_untagged(&text, style);
        return Ok(Understood { merges: style == Style::Plain && *text == *"<<", text, meaning });
    };
    understand_tagged(text, tag)
}

fn understand_tagged<'t>(text: Cow<'t, str>, tag: &Tag) -> Result<Understood<'t>, YamlProblem> {
    let Tag::Core(name) = tag else {
        return Ok(Understood { text, meaning: Meaning::Text, merges: false });
    };
    let wanted = match name.as_ref() {
        "null" => scalar::Tag::Null,
        "bool" => scalar::Tag::Bool,
        "int" => scalar::Tag::Int,
        "float" => scalar::Tag::Float,
        "timestamp" => scalar::Tag::Timestamp,
        "binary" => {
            let text = Cow::Owned(decode_base64(&text).ok_or(YamlProblem::NotBase64)?);
            return Ok(Understood { text, meaning: Meaning::Text, merges: false });
        }
        other => {
            let merges = other == "merge" && *text == *"<<";
            return Ok(Understood { text, meaning: Meaning::Text, merges });
        }
    };
    match scalar::resolve_tagged(&text, wanted) {
        Some(meaning) => Ok(Understood { text, meaning, merges: false }),
        None => Err(YamlProblem::DoesNotFitTag { text: text.as_ref().into(), tag: name.as_ref().into() }),
    }
}

impl Understood<'_> {
    /// The scalar as a value; `kept` says where its text is to be had.
    pub(crate) fn value<'k>(&self, kept: Text<'k>) -> Result<Scalar<'k>, YamlProblem> {
        value(self.meaning, kept)
    }

    /// The scalar as a key, where that is not its own text.
    #[inline]
    pub(crate) fn key(&self) -> Result<Option<Cow<'static, str>>, YamlProblem> {
        Ok(Some(match self.meaning {
            Meaning::Text => return Ok(None),
            Meaning::Null => return Err(YamlProblem::not_a_key(Kind::Null)),
            Meaning::Large(_) => return Err(YamlProblem::not_a_key(Kind::Int)),
            Meaning::Bool(true) => Cow::Borrowed("true"),
            Meaning::Bool(false) => Cow::Borrowed("false"),
            Meaning::Int(value) => Cow::Owned(value.to_string()),
            Meaning::Float(value) => Cow::Owned(scalar::float_key(value)),
        }))
    }
}

/// What means this as a value; `kept` says where its text is to be had.
#[inline]
pub(crate) fn value(meaning: Meaning, kept: Text<'_>) -> Result<Scalar<'_>, YamlProblem> {
    Ok(match meaning {
        Meaning::Text => Scalar::String(kept),
        Meaning::Null => Scalar::Null,
        Meaning::Bool(value) => Scalar::Bool(value),
        Meaning::Int(value) => Scalar::Int(value),
        #[expect(clippy::cast_precision_loss, reason = "Kubernetes reads it as floating point, too")]
        Meaning::Large(value) => Scalar::Float(value as f64),
        Meaning::Float(value) if value.is_finite() => match scalar::through_json(value) {
            Meaning::Int(value) => Scalar::Int(value),
            _ => Scalar::Float(value),
        },
        Meaning::Float(_) => return Err(YamlProblem::NotFinite { text: kept.text().into() }),
    })
}

/// The text behind base64 with line breaks; bytes that are no UTF-8 become U+FFFD one by one, as in Go's JSON.
fn decode_base64(text: &str) -> Option<String> {
    base64::decode(text, b"\r\n").map(|bytes| text_of(&bytes))
}

fn text_of(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        text.extend(chunk.invalid().iter().map(|_| char::REPLACEMENT_CHARACTER));
    }
    text
}
