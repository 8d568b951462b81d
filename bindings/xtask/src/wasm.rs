//! `cargo xtask wasm`: the npm package's compiled half and its packs; and the package's test suites.

mod likeness;
mod locals;
mod module;
mod sizes;

use self::module::Module;
use crate::run::{Problem, command, output, root, run, target};
use crate::test::{Outcome, cargo_command};
use crate::tools::{self, Library, WASM_TARGET, node, npm, npm_install, npm_program, package};
use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// What the compiled half may weigh in a browser's download, as `gzip -9` makes it: what it does today, and 4,000 that
/// any change may move by the order of functions. The aim is 400,000.
const fn most(library: Library) -> usize {
    match library {
        Library::Small => 554_000,
        Library::Plain => 590_000,
    }
}

/// The same of others, as measured from their packages.
const PEERS: [(&str, &str); 2] =
    [("@cedar-policy/cedar-wasm", "1420 kB"), ("regorus", "520 to 830 kB, by what is switched on")];

/// What the compiler of the browser build may use: what all browsers have had since 2023.
const FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
];

/// How the module is made small. Nothing but the end of the stack lies at low addresses, so that adding an offset to one
/// in use does not wrap around. Zeros between constants stay: they compress better than a new segment behind them. Large
/// functions stay out of their only callers, where they would look like nothing else; tiny ones go into all of theirs,
/// which is worth its size in time. What is computed twice alike stays so; loads and stores say nothing of alignment,
/// which no browser heeds.
const OPTIMIZE: [&str; 12] = [
    "--low-memory-unused",
    "--flatten",
    "--rereloop",
    "-Oz",
    "-Oz",
    "--one-caller-inline-max-function-size=15",
    "--always-inline-max-function-size=5",
    "--skip-pass=memory-packing",
    "--skip-pass=local-cse",
    "--dealign",
    "--strip-debug",
    "--strip-producers",
];

/// Builds the package: `pkg/` and `packs/`, ready for `npm pack`; prints what it weighs.
pub(crate) fn build() -> Result<(), Problem> {
    npm_install()?;
    let library = compile()?;
    let built = target().join(WASM_TARGET).join("wasm/kubelaw_wasm.wasm");
    let out = package().join("pkg");
    let small = out.join("kubelaw_bg.wasm");
    if is_newer(&built, &small) {
        let bound = target().join("tools/bound");
        let mut bind = command(tools::wasm_bindgen()?, &["--target", "web", "--omit-default-module-path"]);
        bind.args(["--out-name", "kubelaw", "--out-dir"]).arg(&bound).arg(&built);
        run(bind)?;
        let whole = bound.join("kubelaw_bg.wasm");
        fs::create_dir_all(&out)?;
        let optimized = bound.join("optimized.wasm");
        let mut optimize = npm_program("wasm-opt", &OPTIMIZE)?;
        optimize.args(FEATURES).arg(&whole).arg("-o").arg(&optimized);
        run(optimize)?;
        arrange(&optimized, &small)?;
        fs::copy(bound.join("kubelaw.js"), out.join("kubelaw.js"))?;
    }
    packs()?;
    weigh(&built, &small, library)
}

/// Puts functions that are like each other together, and numbers their variables alike: in the order that compresses best.
fn arrange(optimized: &Path, small: &Path) -> Result<(), Problem> {
    let bytes = fs::read(optimized)?;
    let module = Module::read(&bytes)?;
    let shapes = module.functions.iter().map(locals::shape).collect::<Result<Vec<_>, _>>()?;
    let shapes: Vec<&[u8]> = shapes.iter().map(Vec::as_slice).collect();
    let named = optimized.with_file_name("named.wasm");
    let sorted = optimized.with_file_name("sorted.wasm");
    let mut best: Option<(usize, Vec<u8>)> = None;
    for reach in likeness::REACHES {
        fs::write(&named, module.named_by_place(&likeness::order(&shapes, reach)))?;
        let mut sort = npm_program("wasm-opt", &["--reorder-functions-by-name", "--strip-debug"])?;
        sort.args(FEATURES).arg(&named).arg("-o").arg(&sorted);
        run(sort)?;
        let arranged = locals::renumber(&fs::read(&sorted)?)?;
        let size = gzipped(&arranged)?;
        if best.as_ref().is_none_or(|(least, _)| size < *least) {
            best = Some((size, arranged));
        }
    }
    let (_, arranged) = best.unwrap_or_default();
    Ok(fs::write(small, arranged)?)
}

/// Compiles with the smallest library that can be had here. Its sources may be there and what they need may not, so that
/// what fails is tried with the plain one.
fn compile() -> Result<Library, Problem> {
    let with = |library| -> Result<Library, Problem> {
        let mut cargo = tools::wasm_cargo("build", library)?;
        cargo.args(["--profile", "wasm", "-p", "kubelaw-wasm", "--target", WASM_TARGET]);
        cargo.env("CARGO_TARGET_DIR", target());
        run(cargo)?;
        Ok(library)
    };
    match Library::smallest() {
        Library::Small => with(Library::Small).or_else(|_| with(Library::Plain)),
        Library::Plain => with(Library::Plain),
    }
}

fn is_newer(source: &Path, made: &Path) -> bool {
    let time = |path: &Path| fs::metadata(path).and_then(|m| m.modified()).ok();
    time(made).is_none_or(|made| time(source).is_none_or(|source| source > made))
}

/// Prints the sizes, and fails above the bound.
fn weigh(built: &Path, small: &Path, library: Library) -> Result<(), Problem> {
    let mut table = String::from("component                                          bytes, before wasm-opt\n");
    for (component, size) in sizes::by_component(&Module::read(&fs::read(built)?)?) {
        writeln!(table, "{component:<50} {size:>9}")?;
    }
    let bytes = fs::read(small)?;
    let gzip = gzipped(&bytes)?;
    writeln!(table, "{:<50} {:>9}", "kubelaw_bg.wasm", bytes.len())?;
    writeln!(table, "{:<50} {gzip:>9}", "kubelaw_bg.wasm, gzip -9")?;
    for (name, size) in PEERS {
        writeln!(table, "{:<50} {size}", format!("  beside {name}, gzip"))?;
    }
    println!("{table}");
    let most = most(library);
    if gzip > most {
        return Err(format!("kubelaw_bg.wasm takes {gzip} bytes compressed, more than {most}").into());
    }
    Ok(())
}

fn gzipped(bytes: &[u8]) -> Result<usize, Problem> {
    let mut gzip = Command::new("gzip").arg("-9c").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
    let mut input = gzip.stdin.take().ok_or("gzip has no standard input")?;
    let bytes = bytes.to_vec();
    let writer = std::thread::spawn(move || input.write_all(&bytes));
    let output = gzip.wait_with_output()?;
    writer.join().map_err(|_| "gzip was not fed")??;
    Ok(output.stdout.len())
}

/// A pack as the generator sees it.
struct Pack {
    name: String,
    title: String,
    default: bool,
    extends: Vec<String>,
    manifest: String,
    files: Vec<(String, String)>,
}

/// Writes the shipped packs as modules, one each, `shipped.js` with all, and `default.js` with those judged by default.
pub(crate) fn packs() -> Result<(), Problem> {
    let out = package().join("packs");
    fs::create_dir_all(&out)?;
    let mut packs = Vec::new();
    for parent in ["policies", "policies/compat"] {
        for entry in fs::read_dir(root().join(parent))? {
            let folder = entry?.path();
            if folder.join("pack.yaml").is_file() {
                packs.push(read_pack(&folder)?);
            }
        }
    }
    packs.sort_by(|a, b| a.name.cmp(&b.name));
    for pack in &packs {
        write(&out.join(format!("{}.js", pack.name)), &module(pack)?)?;
    }
    let about = "All packs that ship with kubelaw: what a configuration may name.";
    write(&out.join("shipped.js"), &list_module(about, packs.iter(), |list| list)?)?;
    let about = "What `kubelaw check` judges by where nothing else is asked for, as options of `Engine.create`.";
    let options = |list| format!("{{ packs: {list}, tiers: [\"default\"] }}");
    write(&out.join("default.js"), &list_module(about, packs.iter().filter(|pack| pack.default), options)?)
}

fn read_pack(folder: &Path) -> Result<Pack, Problem> {
    let manifest = fs::read_to_string(folder.join("pack.yaml"))?;
    let mut paths = Vec::new();
    files_below(folder, &mut paths)?;
    paths.sort();
    let mut files = Vec::new();
    for path in paths {
        // What stands beside a law file under its name is its proof, which users do not need.
        let is_proof = path.extension().is_some_and(|e| e == "yaml") && path.with_extension("law").exists();
        if !is_proof && !path.ends_with("pack.yaml") {
            let name = path.strip_prefix(folder)?.to_string_lossy().replace('\\', "/");
            files.push((name, fs::read_to_string(&path)?));
        }
    }
    let value = |key: &str| {
        let line = manifest.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(':'));
        line.map(|value| value.trim().trim_matches('"').to_owned())
    };
    let extends = value("extends").unwrap_or_default();
    let extends = extends.trim_matches(['[', ']']).split(',').map(|name| name.trim().to_owned());
    Ok(Pack {
        name: value("name").ok_or("a pack without a name")?,
        title: value("title").unwrap_or_default(),
        default: value("default").as_deref() == Some("true"),
        extends: extends.filter(|name| !name.is_empty()).collect(),
        manifest,
        files,
    })
}

fn files_below(folder: &Path, found: &mut Vec<PathBuf>) -> Result<(), Problem> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            files_below(&path, found)?;
        } else if path.extension().is_some_and(|e| e == "law" || e == "yaml") {
            found.push(path);
        }
    }
    Ok(())
}

fn module(pack: &Pack) -> Result<String, Problem> {
    let mut text = format!("// The pack {}: {}\n\n", pack.name, pack.title);
    for (number, base) in pack.extends.iter().enumerate() {
        writeln!(text, "import base{number} from \"./{base}.js\";")?;
    }
    writeln!(text, "export default {{\n  manifest: {},\n  files: {{", quoted(&pack.manifest)?)?;
    for (name, law) in &pack.files {
        writeln!(text, "    {}: {},", quoted(name)?, quoted(law)?)?;
    }
    text.push_str("  },\n");
    if !pack.extends.is_empty() {
        let bases: Vec<String> = (0..pack.extends.len()).map(|number| format!("base{number}")).collect();
        writeln!(text, "  extends: [{}],", bases.join(", "))?;
    }
    text.push_str("};\n");
    Ok(text)
}

/// A module that exports what is made of a list of packs.
fn list_module<'p>(
    about: &str,
    packs: impl Iterator<Item = &'p Pack>,
    export: fn(String) -> String,
) -> Result<String, Problem> {
    let mut text = format!("// {about}\n\n");
    let mut names = Vec::new();
    for (number, pack) in packs.enumerate() {
        writeln!(text, "import pack{number} from \"./{}.js\";", pack.name)?;
        names.push(format!("pack{number}"));
    }
    writeln!(text, "\nexport default {};", export(format!("[{}]", names.join(", "))))?;
    Ok(text)
}

/// A text as JavaScript writes it.
fn quoted(text: &str) -> Result<String, Problem> {
    Ok(serde_json::to_string(text)?)
}

/// Writes a file unless it holds this already, so that nothing looks changed that is not.
fn write(path: &Path, text: &str) -> Result<(), Problem> {
    if fs::read_to_string(path).ok().as_deref() != Some(text) {
        fs::write(path, text)?;
    }
    Ok(())
}

/// The suite `wasm`: the package built, its types checked against use, its tests under Node, and its tarball installed
/// into an empty folder where the README runs.
pub(crate) fn suite() -> Result<Outcome, Problem> {
    build()?;
    run(cargo_command(&["build", "--quiet", "-p", "kubelaw-cli"]))?;
    run(npm_program("tsc", &["--project", "test/types"])?)?;
    // One after the other, since they tell how long something takes.
    let options = ["--test", "--test-concurrency=1", "--test-reporter=spec"];
    let mut tests = node(&options)?;
    tests.args(["test/package.test.js", "test/command.test.js"]);
    tests.env("KUBELAW_COMMAND", target().join("debug/kubelaw"));
    run(tests)?;
    tarball()?;
    Ok(Outcome::Passed)
}

/// The package as users get it.
fn tarball() -> Result<(), Problem> {
    let folder = target().join("npm-empty");
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(&folder)?;
    let mut pack = npm(&["pack", "--silent", "--pack-destination"])?;
    pack.arg(&folder);
    let name = output(pack)?;
    fs::write(folder.join("package.json"), "{ \"name\": \"empty\", \"private\": true, \"type\": \"module\" }\n")?;
    let mut install = npm(&["install", "--no-audit", "--no-fund", "--offline"])?;
    install.arg(folder.join(name.trim())).current_dir(&folder);
    run(install)?;
    let mut readme = node(&[])?;
    readme.arg(package().join("test/readme.js")).arg(package().join("README.md")).current_dir(&folder);
    run(readme)
}
