//! The input of an engine: texts and values, the objects around them, an admission request.

use crate::document::{Document, Limits, SerializeError, Symbols};
use serde::Serialize;
use smallvec::{SmallVec, smallvec};
use std::sync::Arc;

/// The input of an engine: texts and values to judge, and what surrounds them.
///
/// A text may hold any number of documents and `List`s. A single text or value counts as a part of something larger, so
/// rules that look at other objects are not judged. [`Input::set`], [`Input::context`] and [`Input::complete`] say that
/// the input is all there is; then these rules are judged too.
#[derive(Debug, Default)]
pub struct Input<'a> {
    pub(crate) parts: SmallVec<[Part<'a>; 1]>,
    pub(crate) context: Vec<Part<'a>>,
    pub(crate) complete: bool,
    pub(crate) request: Option<Part<'a>>,
    pub(crate) old: Option<Part<'a>>,
}

/// Makes the document of a value for an engine's symbols.
type MakeDocument<'a> = dyn Fn(&Arc<Symbols>, &Limits) -> Result<Document, SerializeError> + Send + Sync + 'a;

/// One text or value of an input.
pub(crate) enum Part<'a> {
    Text { name: String, text: Arc<str> },
    Value(Box<MakeDocument<'a>>),
    Unread { name: String, why: Arc<str> },
}

impl std::fmt::Debug for Part<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Text { name, .. } => f.debug_tuple("Text").field(name).finish(),
            Self::Value(_) => f.write_str("Value"),
            Self::Unread { name, .. } => f.debug_tuple("Unread").field(name).finish(),
        }
    }
}

impl<'a> Input<'a> {
    /// A YAML or JSON text: a `&str`, a `String`, or an `Arc<str>`, which is not copied. Findings call it by `name`, usually
    /// the name of a file.
    #[cfg(feature = "yaml")]
    #[must_use]
    pub fn yaml(name: impl Into<String>, text: impl Into<Arc<str>>) -> Self {
        Self::text(name, text)
    }

    /// A JSON text, or JSON Lines. Findings call it by `name`.
    #[must_use]
    pub fn json(name: impl Into<String>, text: impl Into<Arc<str>>) -> Self {
        Self::text(name, text)
    }

    /// A text in any form that can be read: one reader takes all, and what begins with a bracket is read as JSON first.
    pub(crate) fn text(name: impl Into<String>, text: impl Into<Arc<str>>) -> Self {
        Self { parts: smallvec![Part::Text { name: name.into(), text: text.into() }], ..Self::default() }
    }

    /// A value that `serde` can serialize: one object, a `List`, or a list of objects. Anything else becomes an error in the
    /// report. The value must be `Sync`, so that the input can move between threads.
    #[must_use]
    pub fn value(value: &'a (impl Serialize + Sync + ?Sized)) -> Self {
        let read = move |symbols: &Arc<Symbols>, limits: &Limits| Document::from_serialize(value, symbols, limits);
        Self { parts: smallvec![Part::Value(Box::new(read))], ..Self::default() }
    }

    /// An input that the host could not read, such as a file in a folder, and the reason. It becomes an error in the report.
    ///
    /// ```
    /// # use kubelaw::{Engine, Input};
    /// let engine = Engine::builder().law("a.law", "rule a for p in Pod { forbid p.spec.hostPID == true }").build()?;
    /// let report = engine.check(Input::unread("web.yaml", "cannot be read: permission denied"));
    /// assert_eq!(report.errors[0].to_string(), "web.yaml: cannot be read: permission denied");
    /// # Ok::<(), kubelaw::Diagnostics>(())
    /// ```
    #[must_use]
    pub fn unread(name: impl Into<String>, why: impl Into<Arc<str>>) -> Self {
        Self { parts: smallvec![Part::Unread { name: name.into(), why: why.into() }], ..Self::default() }
    }

    /// Several inputs that together are all objects there are, so that rules that look at other objects are judged.
    #[must_use]
    pub fn set(inputs: impl IntoIterator<Item = Input<'a>>) -> Self {
        let mut all = Self { complete: true, ..Self::default() };
        for input in inputs {
            all.parts.extend(input.parts);
            all.context.extend(input.context);
            all.request = all.request.or(input.request);
            all.old = all.old.or(input.old);
        }
        all
    }

    /// Adds objects that rules may look at but that are not judged. The input then counts as complete.
    #[must_use]
    pub fn context(mut self, others: Input<'a>) -> Self {
        self.context.extend(others.parts);
        self.complete = true;
        self
    }

    /// Sets whether the input is all objects there are, or only a part of them.
    #[must_use]
    pub fn complete(mut self, complete: bool) -> Self {
        self.complete = complete;
        self
    }

    /// Adds the admission request that the object comes with: a value with the fields of `request` (`operation`, `userInfo`,
    /// `namespace`, …). If the input itself is an `AdmissionReview` or the request in one, do not call this. A request that
    /// cannot be judged becomes an error in the report.
    #[must_use]
    pub fn request(mut self, request: Input<'a>) -> Self {
        self.request = request.parts.into_iter().next();
        self
    }

    /// Adds the object as it was before the request.
    #[must_use]
    pub fn old(mut self, old: Input<'a>) -> Self {
        self.old = old.parts.into_iter().next();
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Engine, EngineBuilder, Parsed, Report, Verdicts};

    /// That a handler of a server may hold it while it waits, and hand it to another thread.
    const fn goes_between_threads<T: Send + Sync>() {}

    const _: () = {
        goes_between_threads::<Input<'_>>();
        goes_between_threads::<EngineBuilder>();
        goes_between_threads::<Engine>();
        goes_between_threads::<crate::engine::Session<'_>>();
        goes_between_threads::<Parsed<'_>>();
        goes_between_threads::<Verdicts<'_>>();
        goes_between_threads::<Report>();
    };

    #[test]
    fn an_input_is_judged_on_another_thread() {
        let law = "rule pid for p in Pod { forbid p.spec.hostPID == true }";
        let engine = Engine::builder().law("a.law", law).build().unwrap();
        let pod = serde_json::json!({"apiVersion": "v1", "kind": "Pod", "spec": {"hostPID": true}});
        let input = Input::value(&pod);
        let judged = std::thread::scope(|scope| scope.spawn(|| engine.check(input).is_clean()).join());
        assert!(!judged.unwrap());
    }
}
