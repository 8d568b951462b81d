//! Waivers as they are written: in a `kubelaw.yaml`, or a list of them by itself.

use super::{FaultKind, Reader, WrittenError, read};
use crate::document::{Kind, NodeRef};
use crate::report::waiver::{Waiver, is_day};

const WAIVERS: (&str, &str) = ("a map with `rule` and `reason`", "a list of maps with `rule` and `reason`");
const KEY: &str = "waivers";

/// The waivers of a text: of a `kubelaw.yaml`, of which all else is left unread, or a list of them.
pub(crate) fn waivers(name: &str, text: &str) -> Result<Vec<Waiver>, WrittenError> {
    let (waivers, _) = read(name, text, |reader, root| {
        let Some(root) = root else { return Vec::new() };
        match root.get_str(KEY) {
            Some(list) => reader.waivers(KEY, list),
            None if root.kind() == Kind::Map => {
                reader.tell(root.span(), FaultKind::MissingKey { key: KEY.to_owned() });
                Vec::new()
            }
            None => reader.waivers(KEY, root),
        }
    })?;
    Ok(waivers)
}

impl Reader<'_> {
    pub(crate) fn waivers(&mut self, key: &str, value: NodeRef<'_>) -> Vec<Waiver> {
        self.each(key, value, WAIVERS, Self::waiver)
    }

    fn waiver(&mut self, place: &str, map: NodeRef<'_>) -> Waiver {
        let mut waiver = Waiver::default();
        for entry in map.entries() {
            let (name, value) = (entry.key, entry.value);
            let key = format!("{place}{name}");
            match name {
                "rule" => {
                    waiver.rule = self.text(&key, value).unwrap_or_default();
                    waiver.location = self.location(value);
                }
                "kind" => waiver.kind = self.kind(&key, value),
                "namespace" => waiver.namespace = self.text(&key, value),
                "name" => waiver.name = self.text(&key, value),
                "labels" => waiver.labels = self.labels(&key, value),
                "owner" => waiver.owner = self.text(&key, value),
                "reason" => match value.as_str() {
                    Some(reason) if !reason.trim().is_empty() => reason.clone_into(&mut waiver.reason),
                    _ if value.is_null() => {}
                    _ => self.wrong(&key, value, "a text that says why"),
                },
                "expires" => match value.as_str() {
                    Some(day) if is_day(day) => waiver.expires = Some(day.to_owned()),
                    _ if value.is_null() => {}
                    _ => self.wrong(&key, value, "a day such as 2027-01-31"),
                },
                _ => self.unknown(&key, value, Waiver::KEYS),
            }
        }
        self.need(place, map, &["rule", "reason"]);
        waiver
    }

    /// A kind, or a glob for kinds.
    fn kind(&mut self, key: &str, value: NodeRef<'_>) -> Option<String> {
        let kind = self.text(key, value)?;
        let last = kind.rsplit('/').next().unwrap_or_default();
        if last.starts_with(|c: char| c.is_ascii_lowercase()) {
            self.wrong(key, value, "a kind as objects have it, such as Deployment");
        }
        Some(kind)
    }
}
