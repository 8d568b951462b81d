//! Any `serde::Serialize` value straight into a document, without a JSON value between.

use super::builder::Builder;
use super::limits::Limits;
use super::parts::{BuildError, Scalar, Text, Written};
use super::symbol::Symbols;
use super::tree::Document;
use serde::ser::{self, Serialize};
use std::fmt;
use std::sync::Arc;
use thiserror::Error;

/// Why a value cannot become a document.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum SerializeError {
    /// It is beyond a limit, or holds what JSON cannot.
    #[error(transparent)]
    Build(#[from] BuildError),
    /// A map has a key that is no string, number or bool.
    #[error("a key must be a string, a number or a bool")]
    NotAKey,
    /// The value's own `Serialize` gave up.
    #[error("{reason}")]
    Refused {
        /// In its own words.
        reason: Box<str>,
    },
}

impl ser::Error for SerializeError {
    fn custom<T: fmt::Display>(reason: T) -> Self {
        Self::Refused { reason: reason.to_string().into() }
    }
}

impl Document {
    /// The document of a value of the host's language. Its values have no spans.
    ///
    /// Structure is as `serde_json` makes it; an integer beyond 64 bits becomes floating point.
    ///
    /// ```
    /// use kubelaw::document::{Document, Limits, Symbols};
    /// use std::sync::Arc;
    ///
    /// let symbols = Arc::new(Symbols::new());
    /// let value = serde_json::json!({"kind": "Pod", "spec": {"containers": [{"name": "a"}]}});
    /// let document = Document::from_serialize(&value, &symbols, &Limits::default())?;
    /// assert_eq!(document.root().to_json(), value);
    /// assert_eq!(document.root().span(), None);
    /// # Ok::<(), kubelaw::document::SerializeError>(())
    /// ```
    pub fn from_serialize<T: Serialize + ?Sized>(
        value: &T,
        symbols: &Arc<Symbols>,
        limits: &Limits,
    ) -> Result<Self, SerializeError> {
        let mut builder = Builder::new(symbols, limits);
        value.serialize(Values(&mut builder))?;
        Ok(builder.finish()?)
    }
}

type Done = Result<(), SerializeError>;

/// Takes one value.
struct Values<'b>(&'b mut Builder);

impl<'b> Values<'b> {
    fn scalar(self, scalar: Scalar<'_>) -> Done {
        Ok(self.0.scalar(scalar, Written::NOWHERE)?)
    }

    fn integer<T: TryInto<i64> + Copy>(self, value: T, float: f64) -> Done {
        self.scalar(value.try_into().map_or(Scalar::Float(float), Scalar::Int))
    }

    /// Opens the map of one entry that stands for an enum's variant.
    fn variant(self, variant: &'static str) -> Result<&'b mut Builder, SerializeError> {
        self.0.begin_map(Written::NOWHERE)?;
        self.0.key(Text::Copied(variant), None)?;
        Ok(self.0)
    }

    fn list(self, around: usize) -> Result<Parts<'b>, SerializeError> {
        self.0.begin_list(Written::NOWHERE)?;
        Ok(Parts { builder: self.0, ends: around + 1 })
    }

    fn map(self, around: usize) -> Result<Parts<'b>, SerializeError> {
        self.0.begin_map(Written::NOWHERE)?;
        Ok(Parts { builder: self.0, ends: around + 1 })
    }
}

/// Integers that all fit into 64 bits.
macro_rules! small {
    ($($method:ident $type:ty),*) => {
        $(fn $method(self, value: $type) -> Done {
            self.scalar(Scalar::Int(value.into()))
        })*
    };
}

/// Integers that may not.
macro_rules! large {
    ($($method:ident $type:ty),*) => {
        $(fn $method(self, value: $type) -> Done {
            self.integer(value, value as f64)
        })*
    };
}

#[expect(clippy::cast_precision_loss, reason = "an integer beyond 64 bits is floating point to Kubernetes, too")]
impl<'b> ser::Serializer for Values<'b> {
    type Ok = ();
    type Error = SerializeError;
    type SerializeSeq = Parts<'b>;
    type SerializeTuple = Parts<'b>;
    type SerializeTupleStruct = Parts<'b>;
    type SerializeTupleVariant = Parts<'b>;
    type SerializeMap = Parts<'b>;
    type SerializeStruct = Parts<'b>;
    type SerializeStructVariant = Parts<'b>;

    fn serialize_bool(self, value: bool) -> Done {
        self.scalar(Scalar::Bool(value))
    }

    fn serialize_i64(self, value: i64) -> Done {
        self.scalar(Scalar::Int(value))
    }

    small! {
        serialize_i8 i8, serialize_i16 i16, serialize_i32 i32, serialize_u8 u8, serialize_u16 u16, serialize_u32 u32
    }

    large! { serialize_u64 u64, serialize_i128 i128, serialize_u128 u128 }

    fn serialize_f32(self, value: f32) -> Done {
        // By way of text, 0.1 in single precision is 0.1 and not 0.10000000149.
        self.scalar(Scalar::Float(value.to_string().parse().unwrap_or(f64::NAN)))
    }

    fn serialize_f64(self, value: f64) -> Done {
        self.scalar(Scalar::Float(value))
    }

    fn serialize_char(self, value: char) -> Done {
        self.serialize_str(value.encode_utf8(&mut [0; 4]))
    }

    fn serialize_str(self, value: &str) -> Done {
        self.scalar(Scalar::String(Text::Copied(value)))
    }

    fn serialize_bytes(self, value: &[u8]) -> Done {
        self.0.begin_list(Written::NOWHERE)?;
        for byte in value {
            self.0.scalar(Scalar::Int((*byte).into()), Written::NOWHERE)?;
        }
        Ok(self.0.end(None)?)
    }

    fn serialize_none(self) -> Done {
        self.scalar(Scalar::Null)
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Done {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Done {
        self.scalar(Scalar::Null)
    }

    fn serialize_unit_struct(self, _: &'static str) -> Done {
        self.scalar(Scalar::Null)
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Done {
        self.serialize_str(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Done {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Done {
        let builder = self.variant(variant)?;
        value.serialize(Values(builder))?;
        Ok(builder.end(None)?)
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Parts<'b>, SerializeError> {
        self.list(0)
    }

    fn serialize_tuple(self, _: usize) -> Result<Parts<'b>, SerializeError> {
        self.list(0)
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Parts<'b>, SerializeError> {
        self.list(0)
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Parts<'b>, SerializeError> {
        Values(self.variant(variant)?).list(1)
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Parts<'b>, SerializeError> {
        self.map(0)
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Parts<'b>, SerializeError> {
        self.map(0)
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Parts<'b>, SerializeError> {
        Values(self.variant(variant)?).map(1)
    }
}

/// Takes the parts of an open list or map, and closes it and what was opened around it for it.
struct Parts<'b> {
    builder: &'b mut Builder,
    ends: usize,
}

impl Parts<'_> {
    fn item<T: Serialize + ?Sized>(&mut self, value: &T) -> Done {
        value.serialize(Values(self.builder))
    }

    fn field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Done {
        self.builder.key(Text::Copied(key), None)?;
        value.serialize(Values(self.builder))
    }

    fn close(self) -> Done {
        for _ in 0..self.ends {
            self.builder.end(None)?;
        }
        Ok(())
    }
}

/// Lists and records of all sorts come in the same way, by methods of several names.
macro_rules! parts {
    ($($sort:ident $method:ident $take:ident $(($key:ident))?),* $(,)?) => {
        $(impl ser::$sort for Parts<'_> {
            type Ok = ();
            type Error = SerializeError;

            fn $method<T: Serialize + ?Sized>(&mut self, $($key: &'static str,)? value: &T) -> Done {
                self.$take($($key,)? value)
            }

            fn end(self) -> Done {
                self.close()
            }
        })*
    };
}

parts! {
    SerializeSeq serialize_element item,
    SerializeTuple serialize_element item,
    SerializeTupleStruct serialize_field item,
    SerializeTupleVariant serialize_field item,
    SerializeStruct serialize_field field (key),
    SerializeStructVariant serialize_field field (key),
}

impl ser::SerializeMap for Parts<'_> {
    type Ok = ();
    type Error = SerializeError;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Done {
        key.serialize(super::serde_key::Keys(self.builder))
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Done {
        self.item(value)
    }

    fn end(self) -> Done {
        self.close()
    }
}
