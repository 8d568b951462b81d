//! The keys of `serde::Serialize` maps: texts, and what is written as text without doubt.

use super::builder::Builder;
use super::parts::Text;
use super::serde::SerializeError;
use serde::ser::{Impossible, Serialize, Serializer};

type Done = Result<(), SerializeError>;
type Never = Impossible<(), SerializeError>;

/// Takes one key.
pub(crate) struct Keys<'b>(pub(crate) &'b mut Builder);

impl Keys<'_> {
    fn text(self, text: &str) -> Done {
        self.0.key(Text::Copied(text), None)?;
        Ok(())
    }
}

/// Keys that are written as they print.
macro_rules! printed {
    ($($method:ident $type:ty),*) => {
        $(fn $method(self, value: $type) -> Done {
            self.text(&value.to_string())
        })*
    };
}

impl Serializer for Keys<'_> {
    type Ok = ();
    type Error = SerializeError;
    type SerializeSeq = Never;
    type SerializeTuple = Never;
    type SerializeTupleStruct = Never;
    type SerializeTupleVariant = Never;
    type SerializeMap = Never;
    type SerializeStruct = Never;
    type SerializeStructVariant = Never;

    printed! {
        serialize_bool bool, serialize_char char,
        serialize_i8 i8, serialize_i16 i16, serialize_i32 i32, serialize_i64 i64, serialize_i128 i128,
        serialize_u8 u8, serialize_u16 u16, serialize_u32 u32, serialize_u64 u64, serialize_u128 u128
    }

    fn serialize_str(self, value: &str) -> Done {
        self.text(value)
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Done {
        self.text(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Done {
        value.serialize(self)
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Done {
        value.serialize(self)
    }

    fn serialize_f32(self, _: f32) -> Done {
        Err(SerializeError::NotAKey)
    }

    fn serialize_f64(self, _: f64) -> Done {
        Err(SerializeError::NotAKey)
    }

    fn serialize_bytes(self, _: &[u8]) -> Done {
        Err(SerializeError::NotAKey)
    }

    fn serialize_none(self) -> Done {
        Err(SerializeError::NotAKey)
    }

    fn serialize_unit(self) -> Done {
        Err(SerializeError::NotAKey)
    }

    fn serialize_unit_struct(self, _: &'static str) -> Done {
        Err(SerializeError::NotAKey)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(self, _: &'static str, _: u32, _: &'static str, _: &T) -> Done {
        Err(SerializeError::NotAKey)
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Never, SerializeError> {
        Err(SerializeError::NotAKey)
    }

    fn serialize_tuple(self, _: usize) -> Result<Never, SerializeError> {
        Err(SerializeError::NotAKey)
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Never, SerializeError> {
        Err(SerializeError::NotAKey)
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Never, SerializeError> {
        Err(SerializeError::NotAKey)
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Never, SerializeError> {
        Err(SerializeError::NotAKey)
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Never, SerializeError> {
        Err(SerializeError::NotAKey)
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Never, SerializeError> {
        Err(SerializeError::NotAKey)
    }
}
