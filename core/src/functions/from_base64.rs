//! `fromBase64`

use super::shapes::MAYBE_STRING;
use super::{Function, gives, gives_nothing};
use crate::document::base64;
use crate::eval::{Unknown, Value, World};
use kubelaw_lang::vocabulary::Signature;

pub(super) const FUNCTION: Function = Function {
    signature: Signature {
        name: "fromBase64",
        parameters: &[("text", MAYBE_STRING)],
        result: MAYBE_STRING,
        literal: Some(|text| decode(text).is_some()),
        summary: "The decoded form of a base64 string; missing if the string is not base64.",
    },
    call,
    docs: "As in the `data` of a Secret: the standard alphabet with padding, white space left out. Bytes that are no \
           UTF-8 give nothing.",
    examples: &[
        gives(r#"fromBase64("czNjcjN0")"#, r#""s3cr3t""#),
        gives(r#"fromBase64("w6k=")"#, r#""é""#),
        gives_nothing(r#"fromBase64("not" + "!")"#),
        gives_nothing(r#"fromBase64("/w" + "==")"#),
    ],
};

fn call<'a>(world: &World<'a>, arguments: &[Value<'a>]) -> Result<Value<'a>, Unknown> {
    let [text] = arguments else { return Err(Unknown::WrongType) };
    if text.is_missing() {
        return Ok(Value::Missing);
    }
    let text = text.text()?;
    world.spend_on_bytes(text.len())?;
    Ok(decode(text).map_or(Value::Missing, Value::from))
}

fn decode(text: &str) -> Option<String> {
    String::from_utf8(base64::decode(text, b"\r\n \t")?).ok()
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn decodes_every_length() {
        for (text, plain) in [("", ""), ("Zg==", "f"), ("Zm8=", "fo"), ("Zm9v", "foo"), ("Zm9v\nYmFy", "foobar")] {
            assert_eq!(decode(text).as_deref(), Some(plain), "{text}");
        }
    }

    #[test]
    fn refuses_what_is_no_base64() {
        for text in ["Z", "Zg=", "Zg==Zg==", "====", "Zm9v!", "Zm-_", "/w=="] {
            assert_eq!(decode(text), None, "{text}");
        }
    }
}
