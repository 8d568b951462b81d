//! Embeds the packs: each folder with a `pack.yaml`, its law files, and its proofs, as `include_str!` lists.

use std::error::Error;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

fn main() -> Result<(), Box<dyn Error>> {
    let root = PathBuf::from(std::env::var("CARGO_MANIFEST_DIR")?);
    println!("cargo::rerun-if-changed=build.rs");
    let mut packs = Vec::new();
    find_packs(&root, &mut packs)?;
    packs.sort();
    let mut code = String::from("/// The packs, sorted by folder.\nconst PACKS: &[Pack] = &[\n");
    // Proofs stand apart, so that a program that does not run them does not carry them.
    let mut proofs = String::from("/// The proofs of each pack, in the same order.\nconst PROOFS: &[&[File]] = &[\n");
    for folder in &packs {
        println!("cargo::rerun-if-changed={}", folder.display());
        let mut files = Vec::new();
        walk(folder, &mut files)?;
        files.sort();
        let (laws, other): (Vec<PathBuf>, Vec<PathBuf>) =
            files.into_iter().partition(|f| f.extension().is_some_and(|e| e == "law"));
        let (proof, other): (Vec<PathBuf>, Vec<PathBuf>) =
            other.into_iter().partition(|f| laws.contains(&f.with_extension("law")));
        let name = folder.strip_prefix(&root)?.to_string_lossy().replace('\\', "/");
        writeln!(code, "    Pack {{")?;
        writeln!(code, "        folder: {name:?},")?;
        writeln!(code, "        manifest: include_str!({:?}),", folder.join("pack.yaml").to_string_lossy())?;
        list(&mut code, "laws: ", folder, &laws)?;
        list(&mut code, "other: ", folder, &other)?;
        writeln!(code, "        digest: \"{:032x}\",", digest(folder, laws.iter().chain(&other))?)?;
        writeln!(code, "    }},")?;
        list(&mut proofs, "", folder, &proof)?;
    }
    code.push_str("];\n");
    proofs.push_str("];\n");
    code.push_str(&proofs);
    fs::write(PathBuf::from(std::env::var("OUT_DIR")?).join("packs.rs"), code)?;
    Ok(())
}

/// Folders with a manifest, at any depth.
fn find_packs(folder: &Path, found: &mut Vec<PathBuf>) -> Result<(), Box<dyn Error>> {
    if folder.join("pack.yaml").is_file() {
        found.push(folder.to_owned());
        return Ok(());
    }
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let skipped = path.file_name().is_some_and(|n| n == "src" || n == "target" || n == "tests");
        if path.is_dir() && !skipped {
            println!("cargo::rerun-if-changed={}", path.display());
            find_packs(&path, found)?;
        }
    }
    Ok(())
}

fn walk(folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), Box<dyn Error>> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            println!("cargo::rerun-if-changed={}", path.display());
            walk(&path, files)?;
        } else if path.extension().is_some_and(|e| e == "law" || e == "yaml") && !path.ends_with("pack.yaml") {
            files.push(path);
        }
    }
    Ok(())
}

/// The hash of a pack's manifest, law files and schemas: `core/src/pack/digest.rs` says of what and why. It is made
/// here, so that a program need not make it at every start; a test of the engine's compares.
fn digest<'f>(folder: &Path, others: impl Iterator<Item = &'f PathBuf>) -> Result<u128, Box<dyn Error>> {
    let mut hash = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d_u128;
    let mut feed = |bytes: &[u8]| {
        for byte in bytes {
            hash = (hash ^ u128::from(*byte)).wrapping_mul(0x0000_0000_0100_0000_0000_0000_0000_013b);
        }
    };
    for file in std::iter::once(folder.join("pack.yaml")).chain(others.cloned()) {
        for part in [name(folder, &file)?.as_bytes(), &fs::read(&file)?] {
            feed(&(part.len() as u64).to_le_bytes());
            feed(part);
        }
    }
    Ok(hash)
}

/// The path of a file in its pack.
fn name(folder: &Path, file: &Path) -> Result<String, Box<dyn Error>> {
    Ok(file.strip_prefix(folder)?.to_string_lossy().replace('\\', "/"))
}

fn list(code: &mut String, field: &str, folder: &Path, files: &[PathBuf]) -> Result<(), Box<dyn Error>> {
    writeln!(code, "        {field}&[")?;
    for file in files {
        println!("cargo::rerun-if-changed={}", file.display());
        let name = name(folder, file)?;
        writeln!(code, "            ({name:?}, include_str!({:?})),", file.to_string_lossy())?;
    }
    writeln!(code, "        ],")?;
    Ok(())
}
