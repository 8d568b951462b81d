//! Definitions: about a container, alone or with texts.

use crate::laws::Author;
use crate::shape::{CONTAINER, Shape, WORD};
use crate::steps::is_word;

/// A definition that the rule may call.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Defined {
    No,
    /// Its parameter is a container.
    Container,
    /// Its parameters are a container, a text, and a text that may be missing.
    WithTexts,
    /// Its parameters are a container and a list, and have no types.
    WithList,
}

impl Author<'_> {
    /// A definition, for some rules.
    pub(crate) fn definition(&mut self) -> String {
        let kinds = [Defined::No, Defined::Container, Defined::WithTexts, Defined::WithList];
        let defined = kinds[self.choices.below(6) % 4];
        if defined == Defined::No {
            return String::new();
        }
        let container = self.bind(&CONTAINER);
        let parameters = match defined {
            Defined::WithTexts => {
                let (there, perhaps) = (self.bind(&WORD), self.name('m'));
                self.scope.push((perhaps.clone(), &WORD));
                format!("{container}: Container, {there}: string, {perhaps}: string?")
            }
            Defined::WithList => format!("{container}, {}", self.bind(&WORDS)),
            _ => format!("{container}: Container"),
        };
        let body = self.condition(2);
        self.scope.clear();
        self.defined = defined;
        format!("def d{}({parameters}) = {body}\n", self.number)
    }

    /// A call of the definition, where there is a container to call it with.
    pub(crate) fn call(&mut self) -> Option<String> {
        let container = self.scope.iter().rev().find(|(_, shape)| std::ptr::eq(*shape, &raw const CONTAINER))?;
        let (container, name) = (container.0.clone(), format!("d{}", self.number));
        match self.defined {
            Defined::No => None,
            Defined::Container => Some(format!("{container}.{name}()")),
            Defined::WithTexts => {
                let paths = self.paths().into_iter().filter(|(_, shape)| is_word(shape));
                let texts: Vec<String> = paths.map(|(path, _)| path).collect();
                let perhaps = &texts[self.choices.below(texts.len())];
                Some(format!("{name}({container}, {}, {perhaps})", self.text()))
            }
            Defined::WithList => {
                // The names of resources are never the texts that the definition asks for.
                let list = self.texts().0;
                let of_resources = list.ends_with("limits.keys()") || list.ends_with("requests.keys()");
                let list = if of_resources { format!("strings({container})") } else { list };
                Some(format!("{container}.{name}({list})"))
            }
        }
    }
}

static WORDS: Shape = Shape::List(&WORD);
