//! Law files and packs from the command line's names: read from disk, or shipped with the command.

use crate::arguments::Basis;
use crate::configuration::Excluded;
use crate::files::{reason, text};
use kubelaw::lang::syntax::uses_others;
use kubelaw::pack::{MANIFEST, Pack};
use kubelaw::written::WrittenError;
use kubelaw::{EngineBuilder, Selection, Severity};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// Adds everything that the options ask for, or says why that cannot be had.
pub(crate) fn complete(builder: EngineBuilder, basis: &Basis) -> Result<EngineBuilder, String> {
    let mut builder = add(builder, basis)?;
    for setting in &basis.set {
        let (name, value) = split(setting, "--set", "NAME=JSON")?;
        let value: serde_json::Value = serde_json::from_str(value).map_err(|e| not_json(name, value, &e))?;
        builder = builder.param(name, value);
    }
    for setting in &basis.severities {
        let (rule, word) = split(setting, "--severity", "RULE=SEVERITY")?;
        let severity = Severity::parse(word)
            .ok_or_else(|| format!("--severity {setting}: expected info, low, medium, high or critical"))?;
        builder = builder.severity(rule, severity);
    }
    if let Some(version) = &basis.kubernetes {
        builder = builder.kubernetes(version);
    }
    if let Some(namespace) = &basis.namespace {
        builder = builder.namespace(namespace);
    }
    let selection = Selection {
        rules: basis.rules.clone(),
        layers: basis.layers.clone(),
        tiers: basis.tiers.clone(),
        frameworks: basis.frameworks.clone(),
    };
    Ok(if selection == Selection::default() { builder } else { builder.select(selection) })
}

/// Adds the law files, packs and definitions that options name.
pub(crate) fn add(mut builder: EngineBuilder, basis: &Basis) -> Result<EngineBuilder, String> {
    for path in &basis.laws {
        builder = add_law(builder, path)?;
    }
    for pack in packs(&basis.packs)? {
        builder = builder.pack(pack);
    }
    for path in &basis.crds {
        builder = add_crd(builder, path)?;
    }
    Ok(builder)
}

/// Adds a file of definitions of kinds.
pub(crate) fn add_crd(builder: EngineBuilder, path: &Path) -> Result<EngineBuilder, String> {
    Ok(builder.crd(&name(path), &read(path)?))
}

/// The packs by name or folder.
pub(crate) fn packs(names: &[String]) -> Result<Vec<Pack>, String> {
    names.iter().map(|name| pack(name)).collect()
}

/// The pack of a name: a folder with a manifest, or a shipped pack.
pub(crate) fn pack(name: &str) -> Result<Pack, String> {
    let folder = Path::new(name);
    if folder.join(MANIFEST).is_file() {
        return read_pack(folder);
    }
    let shipped = shipped()?;
    if let Some(pack) = shipped.iter().find(|pack| **pack.name() == *name) {
        return Ok(pack.clone());
    }
    if folder.is_dir() {
        return Err(format!(
            "the folder {name} is not a pack: it has no {MANIFEST} with `name`, `version`, `language: 1` and `title`"
        ));
    }
    if name.contains(['/', '\\', '.']) {
        return Err(format!("{name}: no such file or folder"));
    }
    let names: Vec<&str> = shipped.iter().map(|pack| &**pack.name()).collect();
    let hint = kubelaw::lang::check::closest(name, names.iter().copied()).map_or_else(
        || format!("the shipped packs are {}", names.join(", ")),
        |near| format!("did you mean `{near}`?"),
    );
    Err(format!("unknown pack `{name}`: {hint}"))
}

/// All packs that ship with the command, with their proofs.
pub(crate) fn shipped() -> Result<&'static [Pack], String> {
    static READ: OnceLock<Result<Vec<Pack>, String>> = OnceLock::new();
    let read = || kubelaw::pack::shipped_with_proofs().map_err(|error| format!("a shipped pack is broken: {error}"));
    READ.get_or_init(read).as_deref().map_err(Clone::clone)
}

/// The pack in a folder.
fn read_pack(folder: &Path) -> Result<Pack, String> {
    let manifest = read(&folder.join(MANIFEST))?;
    let found = crate::files::find(&[folder.to_owned()], &["law", "yaml", "yml"], &Excluded::nothing());
    if let Some((name, message)) = found.errors.first() {
        return Err(format!("{name}: {message}"));
    }
    let mut files = Vec::new();
    for file in found.files {
        let crate::files::Input::File(path) = file else { continue };
        let relative = path.strip_prefix(folder).unwrap_or(&path);
        if relative != Path::new(MANIFEST) {
            files.push((relative.to_string_lossy().replace('\\', "/"), read(&path)?));
        }
    }
    let file = name(&folder.join(MANIFEST)).into();
    Pack::new(&manifest, files).map_err(|error| WrittenError { file, ..error }.to_string())
}

/// Adds a law file, and as libraries the law files beside it, which it may `use`.
pub(crate) fn add_law(builder: EngineBuilder, path: &Path) -> Result<EngineBuilder, String> {
    if path.is_dir() {
        let name = name(path);
        return Err(format!("{name}: it is a folder: name its law files one by one, or a pack by `--pack {name}`"));
    }
    let text = read(path)?;
    let mut builder = builder;
    if uses_others(&text) {
        let root = root_of(path);
        for file in crate::files::find(std::slice::from_ref(&root), &["law"], &Excluded::nothing()).files {
            if let crate::files::Input::File(other) = file {
                let relative = other.strip_prefix(&root).unwrap_or(&other).to_string_lossy().replace('\\', "/");
                builder = builder.library(&relative, &read(&other)?);
            }
        }
    }
    Ok(builder.law(&name(path), &text))
}

/// What the paths of `use` start from: the folder of the pack that the law file is in, else the file's own folder.
fn root_of(path: &Path) -> PathBuf {
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
    let pack = folder.ancestors().find(|a| a.join(MANIFEST).is_file());
    pack.unwrap_or(folder).to_owned()
}

/// The text of a file that the command needs to run at all.
pub(crate) fn read(path: &Path) -> Result<String, String> {
    let read = std::fs::read(path).map_err(|e| reason(&e)).and_then(text);
    read.map_err(|why| format!("{}: {why}", name(path)))
}

/// The name of a path in messages.
pub(crate) fn name(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}

fn split<'s>(setting: &'s str, option: &str, form: &str) -> Result<(&'s str, &'s str), String> {
    match setting.split_once('=') {
        Some((name, value)) if !name.is_empty() => Ok((name, value)),
        _ => Err(format!("{option} {setting}: expected {form}")),
    }
}

fn not_json(name: &str, value: &str, error: &serde_json::Error) -> String {
    let bare = !value.is_empty() && !value.starts_with(['{', '[', '"']);
    let hint = if bare { format!("; a string needs quotes: --set '{name}=\"{value}\"'") } else { String::new() };
    format!("--set {name}: the value is not JSON ({error}){hint}")
}
