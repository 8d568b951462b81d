//! The command line: commands, options and their help.

use crate::reports::{By, Target};
use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use std::path::PathBuf;

/// Policy as code for Kubernetes: checks manifests against law files.
#[derive(Parser)]
#[command(name = "kubelaw", version, max_term_width = 100)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Check manifests: exit status 0 without findings that --fail-on counts, 1 with, 2 if it could not run
    Check(Check),
    /// Run the proofs that stand beside law files
    Test(Test),
    /// List rules
    List(List),
    /// Explain a rule, a diagnostic code, or a check of another tool
    Explain(Explain),
    /// Format law files
    Fmt(Format),
    /// Print the JSON Schema of kubelaw.yaml, for editors
    ConfigSchema,
    /// Print the completions of a shell
    Completions(Completions),
    /// Print the manual page
    Man,
}

/// Which rules, and what they are judged for.
#[derive(Args, Clone, Default)]
pub(crate) struct Basis {
    /// A law file; may be repeated. Without --pack, only these are used
    #[arg(long = "law", value_name = "FILE")]
    pub(crate) laws: Vec<PathBuf>,
    /// A shipped pack by name, or the folder of a pack; may be repeated
    #[arg(long = "pack", value_name = "NAME|DIR")]
    pub(crate) packs: Vec<String>,
    // Rustdoc would take the brackets for a link.
    #[arg(
        long = "set",
        value_name = "NAME=JSON",
        help = "A parameter of the law files, as NAME=JSON: --set 'registries=[\"ghcr.io/acme\"]'"
    )]
    pub(crate) set: Vec<String>,
    /// The version of the cluster: 1.33, v1.33 or latest
    #[arg(long, value_name = "VERSION")]
    pub(crate) kubernetes: Option<String>,
    /// The namespace of namespaced objects that name none [default: default]
    #[arg(long, value_name = "NAME")]
    pub(crate) namespace: Option<String>,
    /// A file of CustomResourceDefinitions whose kinds rules may read; may be repeated
    #[arg(long = "crd", value_name = "FILE")]
    pub(crate) crds: Vec<PathBuf>,
    /// Only these rules, as RULE or PACK/RULE; may be repeated
    #[arg(long = "rule", value_name = "RULE")]
    pub(crate) rules: Vec<String>,
    /// Only rules of these layers, such as network
    #[arg(long = "layer", value_name = "LAYER")]
    pub(crate) layers: Vec<String>,
    /// Only rules of these tiers: default, strict or optional
    #[arg(long = "tier", value_name = "TIER")]
    pub(crate) tiers: Vec<String>,
    /// Only rules that implement a control of these frameworks, such as pss or cis-1.12
    #[arg(long = "framework", value_name = "FRAMEWORK")]
    pub(crate) frameworks: Vec<String>,
    /// Another severity for a rule: --severity host-port=high
    #[arg(long = "severity", value_name = "RULE=SEVERITY")]
    pub(crate) severities: Vec<String>,
}

/// Which configuration file.
#[derive(Args, Clone, Default)]
pub(crate) struct Configuration {
    /// The configuration file [default: the nearest kubelaw.yaml, from the input upward]
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// Look for no configuration file
    #[arg(long, conflicts_with = "config")]
    pub(crate) no_config: bool,
}

/// What makes the exit status 1.
#[derive(Args)]
pub(crate) struct FailOn {
    /// The least severity of a finding that makes the exit status 1 [default: medium]
    #[arg(long = "fail-on", value_name = "SEVERITY", value_parser = severity)]
    pub(crate) severity: Option<kubelaw::Severity>,
    /// Warnings make the exit status 1, too: a folder without manifests, an object that no rule looks at, a waiver of no use
    #[arg(long = "fail-on-warnings")]
    pub(crate) warnings: bool,
}

#[derive(Args)]
pub(crate) struct Check {
    /// Files, folders, or - for standard input. A folder or several files are taken as all there is, so that rules about
    /// other objects are judged, too
    #[arg(required = true, value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) basis: Basis,
    /// The rules that answer a check of another tool, such as kube-linter:latest-tag; may be repeated. --set
    /// then gives that check's own parameters
    #[arg(long, value_name = "TOOL:CHECK")]
    pub(crate) like: Vec<String>,
    #[command(flatten)]
    pub(crate) configuration: Configuration,
    /// Other objects of the cluster, which rules may look at and which are not judged; may be repeated
    #[arg(long, value_name = "PATH")]
    pub(crate) inventory: Vec<PathBuf>,
    /// The form of the report: text, json, sarif, junit, github, gitlab or markdown, and a file for it unless it goes to
    /// standard output; may be repeated [default: text]
    #[arg(long, value_name = "FORMAT[=FILE]", value_parser = Target::parse)]
    pub(crate) format: Vec<Target>,
    #[command(flatten)]
    pub(crate) fail_on: FailOn,
    /// Leave out the findings that a baseline accepts
    #[arg(long, value_name = "FILE")]
    pub(crate) baseline: Option<PathBuf>,
    /// Accept all findings of today: write them to a baseline
    #[arg(long, value_name = "FILE", conflicts_with_all = ["baseline", "diff", "format", "by"])]
    pub(crate) write_baseline: Option<PathBuf>,
    /// Write the fixes of findings into the files, then report what is left
    #[arg(long)]
    pub(crate) fix: bool,
    /// Show the fixes as a unified diff and write nothing; exit status 1 if there are any
    #[arg(long, conflicts_with_all = ["fix", "format", "by", "why"])]
    pub(crate) diff: bool,
    /// Show what decided each finding
    #[arg(long)]
    pub(crate) why: bool,
    /// Show before the summary how rules or the controls of standards stand (text only); may be repeated
    #[arg(long, value_enum, value_name = "WHAT")]
    pub(crate) by: Vec<By>,
    /// Colours in text
    #[arg(long, value_enum, default_value_t, value_name = "WHEN")]
    pub(crate) color: Colour,
}

#[derive(Args)]
pub(crate) struct Test {
    /// Law files, folders of packs, or names of shipped packs [default: all shipped packs]
    #[arg(value_name = "PATH|PACK")]
    pub(crate) paths: Vec<String>,
    /// Colours in text
    #[arg(long, value_enum, default_value_t, value_name = "WHEN")]
    pub(crate) color: Colour,
}

#[derive(Args)]
pub(crate) struct List {
    #[command(flatten)]
    pub(crate) basis: Basis,
    #[command(flatten)]
    pub(crate) configuration: Configuration,
    /// The form of the list
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Form,
}

#[derive(Args)]
pub(crate) struct Explain {
    /// A rule (RULE or PACK/RULE), the code of a diagnostic, such as E0301, or a check of another tool, such as KSV-0017
    #[arg(value_name = "RULE|CODE|CHECK")]
    pub(crate) what: String,
    /// A law file to look in; may be repeated
    #[arg(long = "law", value_name = "FILE")]
    pub(crate) laws: Vec<PathBuf>,
    /// A shipped pack by name, or the folder of a pack, to look in; may be repeated
    #[arg(long = "pack", value_name = "NAME|DIR")]
    pub(crate) packs: Vec<String>,
    #[command(flatten)]
    pub(crate) configuration: Configuration,
}

#[derive(Args)]
pub(crate) struct Format {
    /// Law files and folders, or - for standard input to standard output
    #[arg(required = true, value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    /// Change nothing; exit status 1 if a file is not formatted
    #[arg(long)]
    pub(crate) check: bool,
}

#[derive(Args)]
pub(crate) struct Completions {
    /// The shell
    #[arg(value_enum)]
    pub(crate) shell: Shell,
}

/// The forms of a report.
#[derive(Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(crate) enum Form {
    /// For people
    #[default]
    Text,
    /// For programs
    Json,
}

/// When to colour text.
#[derive(Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(crate) enum Colour {
    /// On a terminal, unless `NO_COLOR` is set or `TERM` is `dumb`
    #[default]
    Auto,
    Always,
    Never,
}

fn severity(word: &str) -> Result<kubelaw::Severity, String> {
    kubelaw::Severity::parse(word).ok_or_else(|| "expected info, low, medium, high or critical".to_owned())
}
