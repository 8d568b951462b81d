//! The native half of the Python package: engines, and reports as JSON. What users see is in `kubelaw/`.

mod given;
mod value;

use given::Around;
use kubelaw::config::Config;
use kubelaw::wire::{self, OptionsError};
use kubelaw_cli::{Excluded, InFolder};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList, PyTuple};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

/// An engine built from its options as JSON, and from a configuration.
#[pyclass(frozen, module = "kubelaw._native")]
struct NativeEngine {
    engine: Arc<kubelaw::Engine>,
    excluded: Excluded,
}

impl NativeEngine {
    fn build(options: &str, config: Option<&Path>, names_rules: bool) -> Result<Self, OptionsError> {
        let (builder, excluded) = match config {
            Some(file) => kubelaw_cli::project(file, names_rules).map_err(OptionsError::Project)?,
            None if names_rules => (kubelaw::Engine::builder(), Excluded::nothing()),
            None => {
                let asked = kubelaw::Engine::builder().config(Config::default(), |builder, _| Ok(builder));
                (asked.map_err(OptionsError::Written)?, Excluded::nothing())
            }
        };
        Ok(Self { engine: Arc::new(wire::engine_over(builder, options)?), excluded })
    }
}

/// An input that was judged: the base of what users get. Whether it is clean is known without a report, which is made
/// when somebody asks.
#[pyclass(frozen, subclass, module = "kubelaw._native")]
struct NativeReport {
    engine: Arc<kubelaw::Engine>,
    parsed: kubelaw::Parsed<'static>,
    is_clean: bool,
    report: OnceLock<kubelaw::Report>,
    asked: Asked,
}

/// What a report was asked for: what is judged, whether it is all there is, and the context, request and old object.
struct Asked {
    given: Py<PyAny>,
    complete: bool,
    context: Option<Py<PyList>>,
    request: Option<Py<PyDict>>,
    old: Option<Py<PyDict>>,
}

impl NativeReport {
    fn report(&self) -> &kubelaw::Report {
        self.report.get_or_init(|| self.parsed.report())
    }
}

#[pymethods]
impl NativeEngine {
    /// Options go over what the file says; `names_rules` tells that they name packs or law files. Without these, and
    /// without a file, the rules are those of the command. Raises `ValueError` with the error as JSON.
    #[new]
    #[pyo3(signature = (options, config=None, names_rules=true))]
    fn new(py: Python<'_>, options: &str, config: Option<PathBuf>, names_rules: bool) -> PyResult<Self> {
        py.detach(move || Self::build(options, config.as_deref(), names_rules))
            .map_err(|error| PyValueError::new_err(error.to_json()))
    }

    /// The identities of the rules.
    fn rules(&self) -> Vec<String> {
        self.engine.rules().map(|rule| rule.identity()).collect()
    }

    /// The least severity of a finding for which the command fails.
    fn fail_on(&self) -> &'static str {
        self.engine.fail_on().as_str()
    }

    /// Whether the command fails for warnings, too.
    fn fail_on_warnings(&self) -> bool {
        self.engine.fail_on_warnings()
    }

    /// The files of manifests that the command reads in a folder, the links that it does not follow, and what cannot be
    /// read and why.
    fn files_in(&self, py: Python<'_>, folder: PathBuf, extensions: Vec<String>) -> Files {
        let excluded = &self.excluded;
        py.detach(move || files(&folder, &extensions, excluded))
    }
}

#[pymethods]
impl NativeReport {
    /// Judges a text, a text with its name, a value as `json.loads` gives it, or a list of the last two. `complete` says
    /// that it is all there is, with `context`, such a list, around it.
    #[new]
    #[pyo3(signature = (engine, x, complete, context=None, request=None, old=None))]
    fn new<'py>(
        engine: &NativeEngine,
        x: &Bound<'py, PyAny>,
        complete: bool,
        context: Option<Bound<'py, PyList>>,
        request: Option<Bound<'py, PyDict>>,
        old: Option<Bound<'py, PyDict>>,
    ) -> PyResult<Self> {
        let engine = Arc::clone(&engine.engine);
        let around = Around { context, request, old };
        let (parsed, is_clean) = given::judge(&engine, x, complete, &around)?;
        let Around { context, request, old } = around;
        let asked = Asked {
            given: x.clone().unbind(),
            complete,
            context: context.map(Bound::unbind),
            request: request.map(Bound::unbind),
            old: old.map(Bound::unbind),
        };
        Ok(Self { engine, parsed, is_clean, report: OnceLock::new(), asked })
    }

    /// What was given, in the order of what makes a report.
    #[pyo3(name = "_asked")]
    fn asked<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        let Asked { given, complete, context, request, old } = &self.asked;
        (given, complete, context, request, old).into_pyobject(py)
    }

    /// Applies the fixes of all findings in the texts of an input, as JSON both.
    #[pyo3(name = "_fix")]
    fn fix(&self, py: Python<'_>, asked: &str) -> PyResult<String> {
        py.detach(|| wire::fix(&self.engine, asked)).map_err(|error| PyValueError::new_err(error.to_string()))
    }

    /// Whether nothing was found and everything could be read.
    const fn __bool__(&self) -> bool {
        self.is_clean
    }

    /// Whether the command would fail for it, as the configuration says.
    #[pyo3(name = "_refuses")]
    fn refuses(&self, py: Python<'_>) -> bool {
        py.detach(|| self.engine.refuses(self.report()))
    }

    /// How many findings there are.
    fn __len__(&self, py: Python<'_>) -> usize {
        py.detach(|| self.report().findings.len())
    }

    /// The report as JSON, version 1.
    fn to_json(&self, py: Python<'_>) -> String {
        py.detach(|| wire::report(self.report()))
    }
}

/// The diagnostics of a law file as a JSON list. Raises `ValueError` with the error as JSON.
#[pyfunction]
fn diagnose(py: Python<'_>, name: &str, text: &str, options: &str) -> PyResult<String> {
    py.detach(|| wire::diagnose(name, text, options)).map_err(|error| PyValueError::new_err(error.to_json()))
}

/// A law file in its canonical form, as JSON.
#[pyfunction]
fn format(py: Python<'_>, name: &str, text: &str) -> String {
    py.detach(|| wire::format(name, text))
}

/// The names of the packs that ship with kubelaw.
#[pyfunction]
fn shipped_packs() -> PyResult<Vec<String>> {
    let packs = kubelaw::pack::shipped().map_err(|error| PyValueError::new_err(error.to_string()))?;
    Ok(packs.iter().map(|pack| pack.name().to_string()).collect())
}

/// Files, links to folders, and what cannot be read and why.
type Files = (Vec<PathBuf>, Vec<PathBuf>, Vec<(String, String)>);

fn files(folder: &Path, extensions: &[String], excluded: &Excluded) -> Files {
    let extensions: Vec<&str> = extensions.iter().map(String::as_str).collect();
    let InFolder { files, links, unread } = kubelaw_cli::files_in(folder, &extensions, excluded);
    (files, links, unread)
}

/// The files with one of the extensions that the command reads in a folder, without what a configuration file excludes,
/// the links that it does not follow, and what cannot be read and why. Raises `ValueError` with what is wrong with the file as JSON.
#[pyfunction]
#[pyo3(signature = (folder, extensions, config=None))]
fn files_in(py: Python<'_>, folder: PathBuf, extensions: Vec<String>, config: Option<PathBuf>) -> PyResult<Files> {
    py.detach(move || {
        let excluded = config.map_or_else(|| Ok(Excluded::nothing()), |file| kubelaw_cli::excluded(&file));
        let excluded = excluded.map_err(|why| PyValueError::new_err(OptionsError::Project(why).to_json()))?;
        Ok(files(&folder, &extensions, &excluded))
    })
}

/// The text of a file, or none and why it cannot be read.
#[pyfunction]
fn read(py: Python<'_>, file: PathBuf) -> (Option<String>, String) {
    py.detach(move || match kubelaw_cli::read(&file) {
        Ok(text) => (Some(text), String::new()),
        Err(why) => (None, why),
    })
}

/// Runs the command line and gives its exit status.
#[pyfunction]
fn run_command(py: Python<'_>, arguments: Vec<OsString>) -> u8 {
    py.detach(|| kubelaw_cli::run(arguments))
}

/// The native module.
#[pymodule(gil_used = false)]
fn _native(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_class::<NativeEngine>()?;
    module.add_class::<NativeReport>()?;
    module.add_function(wrap_pyfunction!(diagnose, module)?)?;
    module.add_function(wrap_pyfunction!(format, module)?)?;
    module.add_function(wrap_pyfunction!(shipped_packs, module)?)?;
    module.add_function(wrap_pyfunction!(files_in, module)?)?;
    module.add_function(wrap_pyfunction!(read, module)?)?;
    module.add_function(wrap_pyfunction!(run_command, module)?)?;
    module.add("__version__", env!("CARGO_PKG_VERSION"))
}
