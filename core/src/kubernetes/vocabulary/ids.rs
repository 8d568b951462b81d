//! How the schema's records, kinds and selectors are numbered for the language.
//!
//! The numbers are computed, never handed out, so that the same law text gives the same program every time.

use crate::kubernetes::schema::{KindId, RecordId as Record, Selector, SelectorForm, Selects};
use kubelaw_lang::types::{Base, RecordId, SelectorId, Type};

/// Bits above a record's or kind's own number that say which it is.
const KIND: u32 = 1 << 30;
const RECORD: u32 = 1 << 29;

/// What a record number of the language stands for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Meaning {
    /// A record that no schema has.
    Special(Special),
    /// A record of the schema.
    Record(Record),
    /// A kind of the schema, all its versions together.
    Kind(KindId),
}

/// The records that no schema has.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Special {
    /// An object of any kind.
    Object,
    /// The metadata of an object.
    Metadata,
    /// The metadata of what an object makes: it has no name yet.
    TemplateMetadata,
    /// A container of any role.
    Container,
    /// The Pod that a workload is or makes.
    Pod,
    /// What Kubernetes says of an object's API version.
    Api,
    /// The admission request.
    Request,
    /// Who makes the request.
    UserInfo,
    /// The kind in a request.
    RequestKind,
    /// The resource in a request.
    RequestResource,
}

impl Special {
    pub(super) const ALL: [Self; 10] = [
        Self::Object,
        Self::Metadata,
        Self::TemplateMetadata,
        Self::Container,
        Self::Pod,
        Self::Api,
        Self::Request,
        Self::UserInfo,
        Self::RequestKind,
        Self::RequestResource,
    ];

    /// What people call it. Those that Kubernetes names too keep its name.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Object => "Object",
            Self::Metadata | Self::TemplateMetadata => "ObjectMeta",
            Self::Container => "Container",
            Self::Pod => "PodTemplateSpec",
            Self::Api => "Api",
            Self::Request => "AdmissionRequest",
            Self::UserInfo => "UserInfo",
            Self::RequestKind => "GroupVersionKind",
            Self::RequestResource => "GroupVersionResource",
        }
    }

    pub(super) fn base(self) -> Base {
        let number = Self::ALL.iter().position(|special| *special == self).unwrap_or_default();
        Base::Record(RecordId(u32::try_from(number).unwrap_or_default()))
    }

    pub(super) fn ty(self) -> Type {
        Type::of(self.base())
    }
}

/// The alternative of a type that is a record of the schema.
pub(super) fn record_base(record: Record) -> Base {
    Base::Record(RecordId(record.0 | RECORD))
}

/// The alternative of a type that is a kind of the schema.
pub(super) fn kind_base(kind: KindId) -> Base {
    Base::Record(RecordId(kind.0 | KIND))
}

/// The language's numbers of the kinds and records that a schema adds, with what tells each from the others.
#[cfg(feature = "packs")]
pub(crate) fn added(schema: &crate::kubernetes::schema::Schema) -> impl Iterator<Item = (RecordId, String)> {
    let kinds = schema.added_kinds().map(|(kind, name)| (RecordId(kind.0 | KIND), name));
    kinds.chain(schema.added_records().map(|(record, name)| (RecordId(record.0 | RECORD), name)))
}

/// What a number stands for.
pub(super) fn meaning(id: RecordId) -> Option<Meaning> {
    let number = id.0;
    if number & KIND != 0 {
        Some(Meaning::Kind(KindId(number & !KIND)))
    } else if number & RECORD != 0 {
        Some(Meaning::Record(Record(number & !RECORD)))
    } else {
        Special::ALL.get(number as usize).copied().map(Meaning::Special)
    }
}

const LABELS: u16 = 1;
const MISSING_SELECTS: u16 = 2;
/// Of the meanings that versions of a kind give one field, the smallest number counts: for PodDisruptionBudgets that of
/// the stable version, where an empty selector selects everything.
const EMPTY_SELECTS_NOTHING: u16 = 4;

/// The number of a selector's meaning.
pub(super) fn selector_id(selector: Selector) -> SelectorId {
    let flag = |set: bool, bit: u16| if set { bit } else { 0 };
    SelectorId(
        flag(selector.form == SelectorForm::Labels, LABELS)
            | flag(selector.missing == Selects::Everything, MISSING_SELECTS)
            | flag(selector.empty == Selects::Nothing, EMPTY_SELECTS_NOTHING),
    )
}

/// What the selectors of a type select where they are missing or empty, and whether they are plain maps of labels.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct SelectorMeaning {
    /// Whether it is a map of labels, all of which must be present.
    pub labels: bool,
    /// What a missing one selects.
    pub missing: Selects,
    /// What an empty one selects.
    pub empty: Selects,
}

impl SelectorMeaning {
    /// The meaning of a number that the vocabulary gave.
    pub fn of(id: SelectorId) -> Self {
        let selects = |everything: bool| if everything { Selects::Everything } else { Selects::Nothing };
        Self {
            labels: id.0 & LABELS != 0,
            missing: selects(id.0 & MISSING_SELECTS != 0),
            empty: selects(id.0 & EMPTY_SELECTS_NOTHING == 0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_meanings_go_both_ways() {
        for special in Special::ALL {
            let Base::Record(id) = special.base() else { panic!("{special:?} is a record") };
            assert_eq!(meaning(id), Some(Meaning::Special(special)));
        }
        let Base::Record(id) = record_base(Record(7)) else { panic!("a record is a record") };
        assert_eq!(meaning(id), Some(Meaning::Record(Record(7))));
        let Base::Record(id) = kind_base(KindId(7)) else { panic!("a kind is a record") };
        assert_eq!(meaning(id), Some(Meaning::Kind(KindId(7))));
        assert_eq!(meaning(RecordId(999)), None);
    }

    #[test]
    fn selectors_keep_their_meaning() {
        for labels in [true, false] {
            for missing in [Selects::Nothing, Selects::Everything] {
                for empty in [Selects::Nothing, Selects::Everything] {
                    let form = if labels { SelectorForm::Labels } else { SelectorForm::LabelSelector(Record(3)) };
                    let id = selector_id(Selector { form, missing, empty });
                    assert_eq!(SelectorMeaning::of(id), SelectorMeaning { labels, missing, empty });
                }
            }
        }
    }
}
