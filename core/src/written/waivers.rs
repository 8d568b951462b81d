//! Waivers as they are written: in a `kubelaw.yaml`, in a list of them by itself, or one as a host passes it.

use super::{FaultKind, Reader, WrittenError, read};
use crate::document::{Kind, NodeRef};
use crate::report::waiver::{Waiver, is_day};

const WAIVERS: (&str, &str) = ("a map with `rule` and `reason`", "a list of maps with `rule` and `reason`");
const KEY: &str = "waivers";
const KIND: &str = "a kind as objects have it, such as Deployment";
const REASON: &str = "a string that says why";
const DAY: &str = "a day such as 2027-01-31";

/// The waivers of a text: of a `kubelaw.yaml`, of which all else is left unread, or a list of them.
pub(crate) fn waivers(name: &str, text: &str) -> Result<Vec<Waiver>, WrittenError> {
    let mut waivers = Vec::new();
    read(name, text, &mut |reader, root| {
        let Some(root) = root else { return };
        match root.get_str(KEY) {
            Some(list) => waivers = reader.waivers(KEY, list),
            None if root.kind() == Kind::Map => reader.tell(root.span(), FaultKind::MissingKey { key: KEY.to_owned() }),
            None => waivers = reader.waivers(KEY, root),
        }
    })?;
    Ok(waivers)
}

/// One that is no part of a text.
pub(crate) fn waiver(json: &str) -> Result<Waiver, WrittenError> {
    let mut waiver = Waiver::default();
    read("", json, &mut |reader, root| {
        if let Some(map) = reader.map(root) {
            waiver = reader.waiver("", map);
        }
    })?;
    Ok(Waiver { location: None, ..waiver })
}

impl Reader<'_> {
    pub(crate) fn waivers(&mut self, key: &str, value: NodeRef<'_>) -> Vec<Waiver> {
        self.each(key, value, WAIVERS, Self::waiver)
    }

    fn waiver(&mut self, place: &str, map: NodeRef<'_>) -> Waiver {
        let (mut waiver, mut rule, mut reason) = (Waiver::default(), None, None);
        for entry in map.entries() {
            let (name, value) = (entry.key, entry.value);
            let key = format!("{place}{name}");
            match name {
                "rule" => {
                    rule = self.text(&key, value);
                    waiver.location = self.location(value);
                }
                "kind" => waiver.kind = self.text_of_form(&key, value, KIND, |kind| !is_lower_case(kind)),
                "namespace" => waiver.namespace = self.text(&key, value),
                "name" => waiver.name = self.text(&key, value),
                "labels" => waiver.labels = self.labels(&key, value),
                "reason" => reason = self.text_of_form(&key, value, REASON, |reason| !reason.trim().is_empty()),
                "owner" => waiver.owner = self.text(&key, value),
                "expires" => waiver.expires = self.text_of_form(&key, value, DAY, is_day),
                _ => self.unknown(&key, value, Waiver::KEYS),
            }
        }
        self.need(place, map, &["rule", "reason"]);
        Waiver { rule: rule.unwrap_or_default(), reason: reason.unwrap_or_default(), ..waiver }
    }
}

/// Whether a kind, or a glob for kinds, is written as no kind is.
fn is_lower_case(kind: &str) -> bool {
    kind.rsplit('/').next().is_some_and(|last| last.starts_with(|c: char| c.is_ascii_lowercase()))
}
