//! Colours: the caller says whether its output is a terminal.

use kubelaw_lang::ir::Severity;

/// Whether text is coloured by ANSI escape sequences.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Style {
    /// Plain text.
    #[default]
    Plain,
    /// ANSI colours.
    Ansi,
}

/// What a piece of text is, which decides its colour.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Ink {
    Severity(Severity),
    Error,
    Warning,
    Good,
    Strong,
    Faint,
    Help,
}

impl Style {
    /// The text in the colour of what it is; an empty text stays empty.
    pub(crate) fn paint(self, ink: Ink, text: &str) -> String {
        if self == Self::Plain || text.is_empty() {
            return text.to_owned();
        }
        let code = match ink {
            Ink::Severity(Severity::Critical | Severity::High) | Ink::Error => "1;31",
            Ink::Severity(Severity::Medium) | Ink::Warning => "1;33",
            Ink::Severity(Severity::Low) => "1;36",
            Ink::Severity(Severity::Info) => "1;34",
            Ink::Good => "1;32",
            Ink::Strong => "1",
            Ink::Faint => "34",
            Ink::Help => "36",
        };
        format!("\u{1b}[{code}m{text}\u{1b}[0m")
    }
}
