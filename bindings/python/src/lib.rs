//! The native half of the Python package: engines, and reports as JSON. What users see is in `kubelaw/`.

mod value;

use kubelaw::{Input, wire};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use value::PythonValue;

/// An engine built from its options as JSON.
#[pyclass(frozen, module = "kubelaw._native")]
struct NativeEngine(kubelaw::Engine);

/// A report; its JSON is made when somebody asks.
#[pyclass(frozen, module = "kubelaw._native")]
struct NativeReport(kubelaw::Report);

#[pymethods]
impl NativeEngine {
    /// Raises `ValueError` with the error as JSON.
    #[new]
    fn new(options: &str) -> PyResult<Self> {
        wire::engine(options).map(Self).map_err(|error| PyValueError::new_err(error.to_json()))
    }

    /// Judges one value: a dict as `json.loads` gives it.
    fn check_value(&self, value: &Bound<'_, PyAny>) -> NativeReport {
        NativeReport(self.0.check(Input::value(&PythonValue(value.clone()))))
    }

    /// Judges texts, each with its name; `complete` says that they are all there is.
    fn check_texts(&self, py: Python<'_>, texts: Vec<(String, String)>, complete: bool) -> NativeReport {
        let judge = || {
            self.0.check(Input::set(texts.into_iter().map(|(name, text)| Input::yaml(name, text))).complete(complete))
        };
        NativeReport(py.detach(judge))
    }

    /// The identities of the rules.
    fn rules(&self) -> Vec<String> {
        self.0.rules().map(|rule| rule.identity()).collect()
    }
}

#[pymethods]
impl NativeReport {
    /// Whether nothing was found and everything could be read.
    fn is_clean(&self) -> bool {
        self.0.is_clean()
    }

    /// How many findings there are.
    fn count(&self) -> usize {
        self.0.findings.len()
    }

    /// The report as JSON, version 1.
    fn to_json(&self, py: Python<'_>) -> String {
        py.detach(|| wire::report(&self.0))
    }
}

/// The diagnostics of a law file as a JSON list.
#[pyfunction]
fn diagnose(py: Python<'_>, name: &str, text: &str) -> String {
    py.detach(|| wire::diagnose(name, text))
}

/// A law file in its canonical form, as JSON.
#[pyfunction]
fn format(py: Python<'_>, name: &str, text: &str) -> String {
    py.detach(|| wire::format(name, text))
}

/// The names of the packs that ship with kubelaw, and whether each runs by default.
#[pyfunction]
fn shipped_packs() -> PyResult<Vec<(String, bool)>> {
    let packs = kubelaw::pack::shipped().map_err(|error| PyValueError::new_err(error.to_string()))?;
    Ok(packs.iter().map(|pack| (pack.name().to_string(), pack.manifest().default)).collect())
}

/// Runs the command line and gives its exit status.
#[pyfunction]
fn run_command(py: Python<'_>, arguments: Vec<String>) -> u8 {
    py.detach(|| kubelaw_cli::run(arguments.into_iter().map(Into::into)))
}

/// The native module.
#[pymodule(gil_used = false)]
fn _native(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_class::<NativeEngine>()?;
    module.add_class::<NativeReport>()?;
    module.add_function(wrap_pyfunction!(diagnose, module)?)?;
    module.add_function(wrap_pyfunction!(format, module)?)?;
    module.add_function(wrap_pyfunction!(shipped_packs, module)?)?;
    module.add_function(wrap_pyfunction!(run_command, module)?)?;
    module.add("__version__", env!("CARGO_PKG_VERSION"))
}
