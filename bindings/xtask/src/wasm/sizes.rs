//! What takes how much of a compiled module: its functions by the part of the program that they are of, and its data.
//!
//! What was tried for a smaller module, in kB as `gzip -9` leaves it:
//!
//! | measure                                                                      | before | after |
//! |------------------------------------------------------------------------------|--------|-------|
//! | functions of one name beside each other: `--reorder-functions-by-name`        |    651 |   636 |
//! | the standard library for size, without messages of panics                    |    636 |   591 |
//! | `opt-level = "s"`, with `wasm-opt -O1`                                       |    651 |   720 |
//! | `--converge`, types never trap                                               |    603 |   601 |
//! | `--merge-similar-functions`, `--merge-locals`, `--coalesce-locals-learning`  |    636 |   636 |
//! | no inlining in the compiler, functions with the same code merged              |    615 |   614 |
//! | offsets added to addresses: `--low-memory-unused`                            |    615 |   610 |
//! | `--flatten --rereloop`, `-Oz` twice                                          |    610 |   604 |
//! | decimal numbers read without the standard library's tables                   |    612 |   599 |
//! | cases of letters by tables of our own                                        |    595 |   585 |
//! | what bindings pass taken out of JSON without what serde derives              |    585 |   573 |
//! | and read by the own reader, without that of `serde_json`                     |    574 |   565 |
//! | constants told apart without `Debug`                                         |    565 |   563 |
//! | numbers, and values of fixes, written by one writer                          |    563 |   558 |
//! | large functions not moved into their only callers                            |    558 |   514 |
//! | small maps as sorted lists, where they were trees or tables of hashes        |    518 |   502 |
//! | copies that nobody needs, values that are there once not copied to find them |    502 |   498 |
//! | what is computed twice alike left so: `--skip-pass=local-cse`                |    491 |   488 |
//! | loads and stores without alignment: `--dealign`                              |    488 |   485 |
//! | grammar rules that repeat rules, searches and sorts compiled once            |    485 |   482 |
//! | functions that only call another put into their callers ahead of LLVM        |    482 |   480 |
//! | `--one-caller-inline-max-function-size` of 15, not 30                        |    480 |   478 |
//! | anchors of YAML as a sorted list, where they were a tree                     |  492.4 | 491.6 |
//! | `--gufa-optimizing`, `--optimize-added-constants-propagate`, `-O3` ahead     |    563 |   563 |
//! | `--const-hoisting`                                                           |    615 |   617 |
//! | the functions called most often ahead of all, for shorter numbers            |    564 |   564 |
//! | `opt-level = "s"`                                                            |    574 |   672 |
//! | no inlining in the compiler, of the smallest functions neither               |    574 |   664 |
//! | inlining before LLVM's: `-Zinline-mir=yes`                                   |    574 |   583 |
//! | LLVM's options for loads, jumps and loops, while linking                     |    589 |   589 |
//! | a smaller stack, for shorter addresses                                       |    612 |   612 |
//! | two results returned as such: the ABI `experimental-mv`                      |    519 |   517 |
//! | LLVM's instructions counted 40 or 250 times, not 100 times                   |    488 |   491 |
//! | nothing put into callers with its stack: `-inline-max-stacksize=0`           |    483 |   490 |
//! | without `reorder-locals`, or without `coalesce-locals`                       |    503 |   512 |
//! | without `code-folding`, `merge-blocks`, `code-pushing`, `dae-optimizing`     |    503 |   504 |
//! | without `rse`, without `inlining-optimizing`                                 |    498 |   499 |
//! | `local.tee` taken apart: `--untee`                                           |    488 |   490 |
//! | another allocator than the library's: talc (and a tenth faster)              | 491.8 | 490.4 |
//! | tiny functions in all callers: `--always-inline-max-function-size=5` (and a twentieth faster) | 490.4 | 492.5 |
//! | the library's allocator for speed, `opt-level = 2` (no faster)               |    492 |   493 |
//! | talc without growing in place                                                | 490.4 | 490.3 |
//! | drafts of what objects become (fixes for a fraction of the work), and lessons | 487.2 | 494.7 |
//! | functions like each other together, not those of one name                    |  494.7 | 479.0 |
//! | more habits answered, plain lists, joined files, templates told              |  479.0 | 482.9 |
//! | what `*` repeats in the grammar made a rule, as for `+`                      |  483.7 | 483.1 |
//! | elements looked up by a field (and duplicate variables found in a third)     |  483.1 | 484.3 |
//! | more that authors are told, waivers in Node, kinds with several Pod templates |  501.2 | 517.3 |
//! | misfits of objects, texts that views never give, places in `pack.yaml`, more habits |  517.3 | 531.3 |
//! | variables numbered by what is done with them, functions likened without their numbers |  531.3 | 517.8 |
//! | the same, variables not put together where they are never used at once         |  519.2 | 534.5 |
//! | configurations, fixes of misfits, kinds of others, what is required, checks that find nothing |  517.8 | 530.0 |
//! | more habits of laws, tabs and brackets as Kubernetes reads them, names of the schema by their hash |  531.6 | 538.8 |
//! | laws about kinds, hosts and fields that are none, YAML that Kubernetes refuses |  538.4 | 546.7 |
//! | one call of the library's `to_lowercase`                                     |  553.2 | 546.7 |
//! | habits in definitions, names for which `*` stands (and 250 lines of the core fewer) |  546.7 | 548.6 |
//! | operands of laws passed as one, named rules of the grammar only where their names are asked for |  548.6 | 546.3 |
//! | secrets hidden in what variables hold; keys of joins and kinds of inventories as sorted lists |  549.9 | 551.1 |
//! | LLVM's `enable-gvn-hoist` and `enable-gvn-sink`                              |  494.7 | 495.9 |
//! | `-Zmir-opt-level=4`                                                          |  494.7 | 497.9 |
//!
//! Left out for its time: short functions alone put into their only callers by LLVM (`-inline-instr-cost=500`,
//! `-inline-call-penalty=2500`) take 7 kB less, and under Node 500 lines take an eighth longer to check again, a small Pod a tenth.
//!
//! Left out for its code: variables taken apart by what lives when, for each part to have the number that its like has,
//! take 6 kB less (518.5 to 512.4), and 150 lines that find out what lives when.
//!
//! Not to be had: `-Zvirtual-function-elimination` stops the compiler with an internal error as it makes `core`;
//! `-Zfmt-debug=none` would take what tells joins apart, and the quotes of texts in messages.
//!
//! How far this can go: of the module of 549.9 kB, LZMA at its strongest (`xz -9e`) makes 447 kB, and 472 if it looks back 32 KiB as
//! deflate does. What repeats too far apart for deflate is worth 25 kB at the most, by whatever order or outlining.
//!
//! Between the seventh row and the eighth came the fast forms of rules, for about 30 kB.
//!
//! Of 518 kB, deflate spent 60 on constants, 23 of them the schema table, and of the code's 452: 114 on reading variables,
//! 62 on numbers from 1 to 1024, most of them places on the stack, 63 on loads, 57 on stores and 40 on calls. By what the
//! code is for, 46 were what iterators are made of, 29 trees, 25 YAML, 23 the checker, 17 the generated grammar, 13 lessons,
//! 10 regular expressions, 9 each copies, tables of hashes and text formatting, 7 what drops values.

use super::module::Module;
use std::collections::BTreeMap;

/// Sizes in bytes by component, the greatest first.
pub(super) fn by_component(module: &Module<'_>) -> Vec<(String, usize)> {
    let mut sizes: BTreeMap<String, usize> = BTreeMap::new();
    for (number, function) in (module.imported..).zip(&module.functions) {
        let name = module.names.get(&number).copied().unwrap_or("?");
        let size = function.body.as_bytes().len();
        *sizes.entry(component(&format!("{:#}", rustc_demangle::demangle(name)))).or_default() += size;
    }
    sizes.insert("constants: schema table, law library, messages".to_owned(), module.data);
    let mut sizes: Vec<(String, usize)> = sizes.into_iter().collect();
    sizes.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    sizes
}

/// Module paths and what they are called here; the first that fits counts.
const COMPONENTS: [(&str, &str); 17] = [
    ("kubelaw_lang::syntax", "law language: parser, formatter"),
    ("kubelaw_lang", "law language: checker"),
    ("pest", "law language: parser, formatter"),
    ("kubelaw::document", "documents: YAML, JSON, objects"),
    ("granit_parser", "documents: YAML, JSON, objects"),
    ("kubelaw::kubernetes", "Kubernetes: schema, views, values"),
    ("kubelaw::fix", "fixes"),
    ("kubelaw::proof", "proofs"),
    ("kubelaw::wire", "wire form"),
    ("kubelaw_wasm", "wire form"),
    ("serde", "wire form"),
    ("regex_lite", "regular expressions"),
    ("hashbrown", "Rust's library: formatting, sorting, memory"),
    ("std", "Rust's library: formatting, sorting, memory"),
    ("kubelaw", "engine: plan, evaluation, report"),
    ("core", "Rust's library: formatting, sorting, memory"),
    ("alloc", "Rust's library: formatting, sorting, memory"),
];

fn component(name: &str) -> String {
    let name = name.trim_start_matches(['<', '&', '[', '(', '*']).trim_start_matches("mut ").trim_start_matches("dyn ");
    let known = COMPONENTS.iter().find(|(path, _)| name.starts_with(path));
    known.map_or("other", |(_, component)| component).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn functions_count_to_the_part_that_they_are_of() {
        assert_eq!(
            component("<kubelaw_lang::syntax::ast::Expr as core::fmt::Debug>::fmt"),
            "law language: parser, formatter"
        );
        assert_eq!(component("kubelaw::eval::machine::step"), "engine: plan, evaluation, report");
        assert_eq!(component("memcpy"), "other");
        let mangled = rustc_demangle::demangle("_ZN7kubelaw4eval7machine4step17h0123456789abcdefE");
        assert_eq!(component(&format!("{mangled:#}")), "engine: plan, evaluation, report");
    }

    #[test]
    fn a_module_is_counted() {
        use wasm_encoder::{
            CodeSection, EntityType, FunctionSection, ImportSection, NameMap, NameSection, TypeSection,
        };
        let (mut types, mut imports, mut functions) =
            (TypeSection::new(), ImportSection::new(), FunctionSection::new());
        types.ty().function([], []);
        imports.import("e", "f", EntityType::Function(0));
        functions.function(0);
        let mut code = CodeSection::new();
        code.raw(&[0, 0x0b]);
        // The import has a number of its own.
        let (mut names, mut section) = (NameMap::new(), NameSection::new());
        names.append(1, "kubelaw::fix::a");
        section.functions(&names);
        let mut made = wasm_encoder::Module::new();
        made.section(&types).section(&imports).section(&functions).section(&code).section(&section);
        let sizes = by_component(&Module::read(&made.finish()).unwrap());
        assert_eq!(sizes.first(), Some(&("fixes".to_owned(), 2)));
    }
}
