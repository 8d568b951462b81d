//! A document's values out again: as JSON values, and as any type that implements `serde::Deserialize`.

use super::node::{Entries, Entry, Items, NodeRef, Value};
use serde::de::value::{BorrowedStrDeserializer, Error};
use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, EnumAccess, MapAccess, SeqAccess, Unexpected, VariantAccess, Visitor,
};
use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};

impl<'a> NodeRef<'a> {
    /// The value as a JSON value.
    pub fn to_json(self) -> serde_json::Value {
        match self.value() {
            Value::Null => serde_json::Value::Null,
            Value::Bool(value) => value.into(),
            Value::Int(value) => value.into(),
            Value::Float(value) => value.into(),
            Value::String(value) => value.into(),
            Value::List => serde_json::Value::Array(self.items().map(NodeRef::to_json).collect()),
            Value::Map => serde_json::Value::Object(
                self.entries().map(|entry| (entry.key.to_owned(), entry.value.to_json())).collect(),
            ),
        }
    }

    /// Whether [`Self::to_json`] would give this value.
    pub(crate) fn is_json(self, json: &serde_json::Value) -> bool {
        match (self.value(), json) {
            (Value::Bool(value), json) => json.as_bool() == Some(value),
            (Value::String(value), json) => json.as_str() == Some(value),
            (Value::Int(value), json) => json.as_i64() == Some(value),
            (Value::Float(value), json) if value.is_finite() => json.is_f64() && json.as_f64() == Some(value),
            // JSON has no other word for what is no number.
            (Value::Null | Value::Float(_), json) => json.is_null(),
            (Value::List, serde_json::Value::Array(items)) => {
                self.len() == items.len() && self.items().zip(items).all(|(item, json)| item.is_json(json))
            }
            (Value::Map, serde_json::Value::Object(entries)) => {
                let is_there = |entry: Entry<'_>| entries.get(entry.key).is_some_and(|json| entry.value.is_json(json));
                self.len() == entries.len() && self.entries().all(is_there)
            }
            (Value::List | Value::Map, _) => false,
        }
    }

    /// The value as a type of the host's language, which may borrow its texts.
    pub fn deserialize<T: Deserialize<'a>>(self) -> Result<T, Error> {
        T::deserialize(self)
    }
}

impl Serialize for NodeRef<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.value() {
            Value::Null => serializer.serialize_unit(),
            Value::Bool(value) => serializer.serialize_bool(value),
            Value::Int(value) => serializer.serialize_i64(value),
            Value::Float(value) => serializer.serialize_f64(value),
            Value::String(value) => serializer.serialize_str(value),
            Value::List => {
                let mut list = serializer.serialize_seq(Some(self.len()))?;
                for item in self.items() {
                    list.serialize_element(&item)?;
                }
                list.end()
            }
            Value::Map => {
                let mut map = serializer.serialize_map(Some(self.len()))?;
                for entry in self.entries() {
                    map.serialize_entry(entry.key, &entry.value)?;
                }
                map.end()
            }
        }
    }
}

impl<'de> Deserializer<'de> for NodeRef<'de> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.value() {
            Value::Null => visitor.visit_unit(),
            Value::Bool(value) => visitor.visit_bool(value),
            Value::Int(value) => visitor.visit_i64(value),
            Value::Float(value) => visitor.visit_f64(value),
            Value::String(value) => visitor.visit_borrowed_str(value),
            Value::List => visitor.visit_seq(ListReader { items: self.items() }),
            Value::Map => visitor.visit_map(MapReader { entries: self.entries(), value: None }),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        if self.is_null() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        if let Some(variant) = self.as_str() {
            return visitor.visit_enum(BorrowedStrDeserializer::new(variant));
        }
        let mut entries = self.entries();
        match (entries.next(), entries.next()) {
            (Some(entry), None) => visitor.visit_enum(VariantReader { name: entry.key, value: entry.value }),
            _ => Err(serde::de::Error::invalid_type(Unexpected::Other("value"), &"a string or a map of one entry")),
        }
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq tuple
        tuple_struct map struct identifier ignored_any
    }
}

struct ListReader<'de> {
    items: Items<'de>,
}

impl<'de> SeqAccess<'de> for ListReader<'de> {
    type Error = Error;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Error> {
        self.items.next().map(|item| seed.deserialize(item)).transpose()
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.items.len())
    }
}

struct MapReader<'de> {
    entries: Entries<'de>,
    value: Option<NodeRef<'de>>,
}

impl<'de> MapAccess<'de> for MapReader<'de> {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Error> {
        let Some(entry) = self.entries.next() else {
            return Ok(None);
        };
        self.value = Some(entry.value);
        seed.deserialize(KeyReader { key: entry.key }).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Error> {
        let Some(value) = self.value.take() else {
            return Err(serde::de::Error::custom("a value was asked for before its key"));
        };
        seed.deserialize(value)
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.entries.len())
    }
}

/// A key, which stands for a number or bool where one is asked for.
struct KeyReader<'de> {
    key: &'de str,
}

/// Takes a key for the type that is asked for, if it reads as one.
macro_rules! parsed {
    ($($method:ident $visit:ident),*) => {
        $(fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            match self.key.parse() {
                Ok(value) => visitor.$visit(value),
                Err(_) => visitor.visit_borrowed_str(self.key),
            }
        })*
    };
}

impl<'de> Deserializer<'de> for KeyReader<'de> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_borrowed_str(self.key)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_enum(BorrowedStrDeserializer::new(self.key))
    }

    parsed! {
        deserialize_bool visit_bool,
        deserialize_i8 visit_i8, deserialize_i16 visit_i16, deserialize_i32 visit_i32, deserialize_i64 visit_i64,
        deserialize_u8 visit_u8, deserialize_u16 visit_u16, deserialize_u32 visit_u32, deserialize_u64 visit_u64
    }

    serde::forward_to_deserialize_any! {
        i128 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq tuple tuple_struct map struct identifier
        ignored_any
    }
}

struct VariantReader<'de> {
    name: &'de str,
    value: NodeRef<'de>,
}

impl<'de> EnumAccess<'de> for VariantReader<'de> {
    type Error = Error;
    type Variant = NodeRef<'de>;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, NodeRef<'de>), Error> {
        Ok((seed.deserialize(BorrowedStrDeserializer::new(self.name))?, self.value))
    }
}

impl<'de> VariantAccess<'de> for NodeRef<'de> {
    type Error = Error;

    fn unit_variant(self) -> Result<(), Error> {
        Deserialize::deserialize(self)
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Error> {
        seed.deserialize(self)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_any(visitor)
    }

    fn struct_variant<V: Visitor<'de>>(self, _: &'static [&'static str], visitor: V) -> Result<V::Value, Error> {
        self.deserialize_any(visitor)
    }
}
