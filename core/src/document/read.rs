//! Reading a text into its documents, in any format.

use super::builder::Builder;
use super::error::{Notice, Problem, ReadError, ReadWarning};
use super::json;
use super::limits::Limits;
use super::source::Source;
use super::symbol::Symbols;
use super::tree::Document;
#[cfg(feature = "yaml")]
use super::yaml;
use kubelaw_lang::span::Span;
#[cfg(feature = "yaml")]
use std::cmp::Ordering;
use std::sync::Arc;

/// The contents of a text.
#[derive(Debug)]
pub struct Read {
    /// The text, which all documents and messages share.
    pub source: Arc<Source>,
    /// The documents, in order, without those that are empty or only `null`.
    pub documents: Vec<Document>,
    /// What could not be read, in the order of the text.
    pub errors: Vec<ReadError>,
    /// What is most likely a mistake.
    pub warnings: Vec<ReadWarning>,
}

/// Reads a text: YAML, of one or many documents, or JSON, of one or many values.
///
/// A text that starts like JSON is read as JSON; if it is not JSON, it is read as YAML in flow style. Without feature `yaml`,
/// all texts are read as JSON.
///
/// ```
/// use kubelaw::document::{Limits, Symbols, read};
/// use std::sync::Arc;
///
/// let symbols = Arc::new(["kind", "spec", "hostPID"].into_iter().collect::<Symbols>());
/// let text = "kind: Pod\nspec: {hostPID: yes}\n---\nkind: [\n---\nkind: Service\n";
/// let read = read("pods.yaml", Arc::from(text), &symbols, &Limits::default());
///
/// let pod = read.documents[0].root();
/// let host_pid = pod.get(symbols.lookup("spec")).and_then(|spec| spec.get(symbols.lookup("hostPID"))).unwrap();
/// assert_eq!(host_pid.as_bool(), Some(true));
/// assert_eq!(host_pid.raw(), Some("yes"));
/// assert_eq!(host_pid.path().to_string(), "spec.hostPID");
/// assert_eq!(read.source.position(host_pid.span().unwrap().start).column, 17);
///
/// assert_eq!(read.errors.len(), 1);
/// assert_eq!(read.documents[1].root().get_str("kind").unwrap().as_str(), Some("Service"));
/// ```
pub fn read(name: &str, text: Arc<str>, symbols: &Arc<Symbols>, limits: &Limits) -> Read {
    read_source(Source::new(name, text), symbols, limits)
}

/// Reads a text that has a name.
pub(crate) fn read_source(source: Source, symbols: &Arc<Symbols>, limits: &Limits) -> Read {
    let source = Arc::new(source);
    let limit = limits.bytes.min(Limits::LONGEST_TEXT);
    if source.text().len() > limit {
        let error =
            ReadError { problem: Problem::TooLong { limit }, span: Span::new(0, 0), input: Arc::clone(&source) };
        return Read { source, documents: Vec::new(), errors: vec![error], warnings: Vec::new() };
    }
    read_any(&source, symbols, limits)
}

#[cfg(not(feature = "yaml"))]
fn read_any(source: &Arc<Source>, symbols: &Arc<Symbols>, limits: &Limits) -> Read {
    read_as(source, symbols, limits, Form::Json)
}

#[cfg(feature = "yaml")]
fn read_any(source: &Arc<Source>, symbols: &Arc<Symbols>, limits: &Limits) -> Read {
    if !looks_like_json(source.text()) {
        return read_as(source, symbols, limits, Form::Yaml);
    }
    let as_json = read_as(source, symbols, limits, Form::Json);
    if !as_json.errors.iter().any(|error| error.problem.is_json_syntax()) {
        return as_json;
    }
    let as_yaml = read_as(source, symbols, limits, Form::Yaml);
    let success = |read: &Read| (read.errors.is_empty(), read.documents.len());
    match success(&as_yaml).cmp(&success(&as_json)) {
        Ordering::Less => as_json,
        Ordering::Equal if !as_json.errors.first().is_some_and(|error| error.problem.is_of_yaml()) => as_json,
        Ordering::Equal | Ordering::Greater => as_yaml,
    }
}

/// Whether a text starts as JSON does: with a brace or bracket, and what may follow it in JSON.
#[cfg(feature = "yaml")]
fn looks_like_json(text: &str) -> bool {
    let space = [' ', '\t', '\n', '\r'];
    let text = text.trim_start_matches('\u{feff}').trim_start_matches(space);
    if let Some(inside) = text.strip_prefix('{') {
        return inside.trim_start_matches(space).starts_with(['"', '}']);
    }
    let values = |first: char| matches!(first, '"' | '{' | '[' | ']' | '-' | '0'..='9' | 't' | 'f' | 'n');
    text.strip_prefix('[').is_some_and(|inside| inside.trim_start_matches(space).starts_with(values))
}

#[derive(Clone, Copy)]
enum Form {
    Json,
    #[cfg(feature = "yaml")]
    Yaml,
}

fn read_as(source: &Arc<Source>, symbols: &Arc<Symbols>, limits: &Limits, form: Form) -> Read {
    let mut builder = match form {
        Form::Json => Builder::for_json(Arc::clone(source), symbols, limits),
        #[cfg(feature = "yaml")]
        Form::Yaml => Builder::for_source(Arc::clone(source), symbols, limits),
    };
    let (documents, errors, behind_ends) = match form {
        Form::Json => {
            let mut found = json::read(source.text(), &mut builder);
            if builder.has_duplicates() {
                // What is written twice is told with its places.
                builder = Builder::for_source(Arc::clone(source), symbols, limits);
                found = json::read(source.text(), &mut builder);
            }
            (found.0, found.1, Vec::new())
        }
        #[cfg(feature = "yaml")]
        Form::Yaml => yaml::read(source.text(), limits.depth, &mut builder),
    };
    let errors = errors.into_iter().map(|(problem, span)| ReadError { problem, span, input: Arc::clone(source) });
    let nowhere = Span::new(0, 0);
    let duplicates = builder.take_duplicates().into_iter().map(|duplicate| {
        let later = duplicate.later.unwrap_or(nowhere);
        (Notice::DuplicateKey { key: duplicate.key, later }, duplicate.earlier.unwrap_or(nowhere))
    });
    let notices = duplicates.chain(behind_ends.into_iter().map(|span| (Notice::BehindEnd, span)));
    let warnings = notices.map(|(notice, span)| ReadWarning { notice, span, input: Arc::clone(source) });
    Read { source: Arc::clone(source), documents, errors: errors.collect(), warnings: warnings.collect() }
}
