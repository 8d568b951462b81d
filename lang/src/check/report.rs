//! Telling of what is wrong, in the author's words and where the author can see it.

use super::{Checker, Failed};
use crate::codes::{self, Code};
use crate::diagnostic::Diagnostic;
use crate::span::Span;
use crate::types::Type;

/// Something that is legal, and most likely what is wrong where its place is a part of an error's.
pub(super) struct Suspicion {
    pub(super) unit: usize,
    pub(super) span: Span,
    pub(super) help: String,
}

impl Checker<'_> {
    /// Reports a diagnostic. Inside a definition of another file it moves to the call, which the author can see.
    pub(super) fn report(&mut self, mut diagnostic: Diagnostic) {
        let is_unknown = matches!(diagnostic.code, codes::UNKNOWN_NAME | codes::UNKNOWN_FUNCTION);
        if self.is_explained(diagnostic.span()) || is_unknown && self.lacks_files {
            return;
        }
        if let Some(suspicion) = self.suspicion(&diagnostic) {
            diagnostic.help = Some(suspicion.help.clone());
            diagnostic.fixes.clear();
        }
        let foreign = self.expansions.iter().find(|e| e.unit != self.units.main());
        if let Some(expansion) = foreign {
            if let Some(call) = expansion.call {
                let file = self.units.name(expansion.unit);
                diagnostic.message = format!("in `{}` of {file}: {}", expansion.name, diagnostic.message);
                diagnostic.labels.truncate(1);
                for label in &mut diagnostic.labels {
                    label.span = call;
                }
                diagnostic.fixes.clear();
            }
        } else if let Some(expansion) = self.expansions.last()
            && let Some(call) = expansion.call
        {
            diagnostic = diagnostic.label(call, format!("`{}` is used here", expansion.name));
        }
        self.diagnostics.push(diagnostic);
    }

    /// What is most likely the cause of an error about types.
    fn suspicion(&self, error: &Diagnostic) -> Option<&Suspicion> {
        let is_of_types = (codes::NEVER_EQUAL..codes::NEGATED_MISSING).contains(&error.code);
        self.suspicions.iter().find(|s| is_of_types && s.unit == self.unit() && error.span().holds(s.span))
    }

    pub(super) fn suspect(&mut self, span: Span, help: String) {
        let unit = self.unit();
        self.suspicions.push(Suspicion { unit, span, help });
    }

    /// Whether something was said of the text at this place when it was read, such as that there is no `null`.
    fn is_explained(&self, span: Span) -> bool {
        let of_text = self.diagnostics.iter().filter(|d| d.code < codes::UNKNOWN_NAME);
        self.in_main() && of_text.map(Diagnostic::span).any(|told| told.holds(span))
    }

    pub(super) fn error(&mut self, code: Code, span: Span, message: impl Into<String>) -> Failed {
        self.error_with(code, span, message.into(), None)
    }

    pub(super) fn error_with_help(
        &mut self,
        code: Code,
        span: Span,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Failed {
        self.error_with(code, span, message.into(), Some(help.into()))
    }

    /// The same with the help there is, if any.
    pub(super) fn error_with(&mut self, code: Code, span: Span, message: String, help: Option<String>) -> Failed {
        self.report(Diagnostic { help, ..Diagnostic::new(code, span, message) });
        Failed
    }

    pub(super) fn warn(&mut self, code: Code, span: Span, message: impl Into<String>, help: impl Into<String>) {
        self.error_with(code, span, message.into(), Some(help.into()));
    }

    /// The text of the file that is being checked, for messages.
    pub(super) fn text(&self, span: Span) -> String {
        self.units.slice(self.unit(), span).trim_end().to_owned()
    }

    pub(super) fn describe(&self, ty: &Type) -> String {
        crate::types::describe(ty, self.vocabulary)
    }

    /// A type as a part of a sentence.
    pub(super) fn phrase(&self, ty: &Type) -> String {
        crate::types::phrase(ty, self.vocabulary)
    }
}
