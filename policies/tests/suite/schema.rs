//! Random objects of every kind, made as the schemas say: no rule of any pack is undecided about them.

use crate::packs::engine;
use crate::random::Random;
use kubelaw::kubernetes::schema::{FieldInfo, FieldType, KindInfo, RecordId, Schema, SelectorForm};
use kubelaw::{Input, Verdict};
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

const SETS: u64 = 500;
const OBJECTS: usize = 20;

/// Fields whose texts are IP addresses.
const ADDRESSES: [&str; 2] = ["addresses", "ip"];

/// Makes what the schemas allow.
struct Maker {
    random: Random,
    schema: &'static Schema,
}

impl Maker {
    fn object(&mut self, kinds: &[KindInfo<'static>], number: usize) -> Value {
        let kind = self.random.pick(kinds);
        let versions = kind.versions();
        let version = self.random.pick(&versions);
        let mut object = self.record(version.record, 7);
        object["apiVersion"] = match kind.group {
            "" => json!(version.version),
            group => json!(format!("{group}/{}", version.version)),
        };
        object["kind"] = json!(kind.kind);
        object["metadata"]["name"] = json!(format!("o{number}"));
        object
    }

    fn record(&mut self, record: RecordId, depth: usize) -> Value {
        let mut map = Map::new();
        for field in self.schema.fields(record) {
            if field.required || depth > 0 && self.random.once_in(3) {
                let value = self.field(&field, &field.ty, depth.saturating_sub(1));
                map.insert(field.name.to_owned(), value);
            }
        }
        Value::Object(map)
    }

    /// The operators tell how many values there are, which the schemas do not say.
    fn selector(&mut self, form: SelectorForm) -> Value {
        let labels = json!({ "team": "a" });
        let expressions =
            json!([{ "key": "a", "operator": "Exists" }, { "key": "b", "operator": "In", "values": ["c"] }]);
        match (form, self.random.below(3)) {
            (_, 0) => json!({}),
            (SelectorForm::Labels, _) => labels,
            (SelectorForm::LabelSelector(_), 1) => json!({ "matchLabels": labels }),
            (SelectorForm::LabelSelector(_), _) => json!({ "matchExpressions": expressions }),
        }
    }

    fn field(&mut self, field: &FieldInfo<'_>, ty: &FieldType, depth: usize) -> Value {
        match ty {
            FieldType::String if !field.enumeration.is_empty() => json!(self.random.pick(&field.enumeration)),
            // The schemas say it in prose only.
            FieldType::String if ADDRESSES.contains(&field.name) => json!(self.random.pick(&["10.0.0.1", "::1"])),
            FieldType::String => json!(self.random.pick(&["a", "o1", "default", "*", "10.0.0.0/8", "a=b,c", ""])),
            FieldType::Bool => json!(self.random.once_in(2)),
            FieldType::Int | FieldType::Int32 => json!(self.random.pick(&[0, 1, 80, 65_536])),
            FieldType::Number => json!(1.5),
            FieldType::Quantity => self.random.pick(&[json!("100m"), json!("2Gi"), json!(1), json!(0.5)]).clone(),
            FieldType::IntOrString => self.random.pick(&[json!(1), json!("50%"), json!("http")]).clone(),
            FieldType::Bytes => json!("YTogYg=="),
            FieldType::Time => json!("2026-01-01T00:00:00Z"),
            FieldType::Image => match self.random.below(3) {
                0 => json!("a"),
                1 => json!("example.com:5000/a/b:1"),
                _ => json!(format!("a@sha256:{:064}", 0)),
            },
            FieldType::Selector(selector) => self.selector(selector.form),
            FieldType::Any => self.random.pick(&[json!("a"), json!(1), json!({ "a": ["b"] })]).clone(),
            FieldType::List(element) => {
                let count = self.random.below(3);
                (0..count).map(|_| self.field(field, element, depth)).collect()
            }
            FieldType::Map(value) => {
                let key = *self.random.pick(&["a", "cpu", "memory", "team"]);
                json!({ key: self.field(field, value, depth) })
            }
            FieldType::Record(record) => self.record(*record, depth),
        }
    }
}

/// Random objects of every kind but lists.
pub(crate) fn objects(seed: u64) -> Vec<Value> {
    let schema = Schema::builtin();
    let kinds: Vec<KindInfo<'static>> = schema.kinds().filter(|kind| !kind.kind.ends_with("List")).collect();
    let mut maker = Maker { random: Random::new(seed), schema };
    (0..OBJECTS).map(|number| maker.object(&kinds, number)).collect()
}

#[test]
fn nothing_is_undecided_about_what_fits_its_schema() {
    let engine = engine();
    let mut broken = BTreeSet::new();
    for seed in 0..SETS {
        let objects = objects(seed);
        let report = engine.check(Input::set(objects.iter().map(Input::value)));
        for finding in report.findings {
            if finding.verdict == Verdict::Undecided {
                let subject = objects.iter().find(|object| object["metadata"]["name"] == *finding.subject.name);
                panic!("seed {seed}: {} at {}: {}\n{subject:#?}", finding.identity(), finding.path, finding.message);
            }
            broken.insert(finding.rule);
        }
    }
    assert!(broken.len() > 100, "the objects break {} rules only", broken.len());
}
