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
    /// Check manifests. Exit status: 0 if clean, 1 if there are findings that --fail-on counts, 2 on failure
    Check(Check),
    /// Run the proofs beside law files
    Test(Test),
    /// List rules
    List(List),
    /// Explain a rule, a diagnostic code, or a check of another tool
    Explain(Explain),
    /// Format law files
    Fmt(Format),
    /// Print the JSON Schema of kubelaw.yaml, for editors
    ConfigSchema,
    /// Print the completion script for a shell
    Completions(Completions),
    /// Print the manual page
    Man,
}

/// Which rules, and what they are judged for.
#[derive(Args, Clone, Default)]
pub(crate) struct Basis {
    /// A law file; may be repeated. Without --pack, only the rules of these files are used
    #[arg(long = "law", value_name = "FILE")]
    pub(crate) laws: Vec<PathBuf>,
    /// The name of a shipped pack, or the folder of a pack; may be repeated
    #[arg(long = "pack", value_name = "NAME|DIR")]
    pub(crate) packs: Vec<String>,
    // Rustdoc would take the brackets for a link.
    #[arg(
        long = "set",
        value_name = "NAME=JSON",
        help = "A value for a parameter of the law files: --set 'registries=[\"ghcr.io/acme\"]'"
    )]
    pub(crate) set: Vec<String>,
    /// The version of the cluster: 1.33, v1.33 or latest
    #[arg(long, value_name = "VERSION")]
    pub(crate) kubernetes: Option<String>,
    /// The namespace to assume for namespaced objects that name none [default: default]
    #[arg(long, value_name = "NAME")]
    pub(crate) namespace: Option<String>,
    /// A file with CustomResourceDefinitions, so that rules can read objects of their kinds; may be repeated
    #[arg(long = "crd", value_name = "FILE")]
    pub(crate) crds: Vec<PathBuf>,
    /// Select only this rule, as RULE or PACK/RULE; may be repeated
    #[arg(long = "rule", value_name = "RULE")]
    pub(crate) rules: Vec<String>,
    /// Select only rules of this layer, such as network; may be repeated
    #[arg(long = "layer", value_name = "LAYER")]
    pub(crate) layers: Vec<String>,
    /// Select only rules of this tier: default, strict or optional; may be repeated
    #[arg(long = "tier", value_name = "TIER")]
    pub(crate) tiers: Vec<String>,
    /// Select only rules with a control of this framework, such as pss or cis-1.12; may be repeated
    #[arg(long = "framework", value_name = "FRAMEWORK")]
    pub(crate) frameworks: Vec<String>,
    /// Override the severity of a rule: --severity host-port=high; may be repeated
    #[arg(long = "severity", value_name = "RULE=SEVERITY")]
    pub(crate) severities: Vec<String>,
}

/// Which configuration file.
#[derive(Args, Clone, Default)]
pub(crate) struct Configuration {
    /// The configuration file [default: the nearest kubelaw.yaml in the folder of the input or above it]
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// Use no configuration file
    #[arg(long, conflicts_with = "config")]
    pub(crate) no_config: bool,
}

/// What makes the exit status 1.
#[derive(Args)]
pub(crate) struct FailOn {
    /// The lowest severity of a finding that makes the exit status 1 [default: medium]
    #[arg(long = "fail-on", value_name = "SEVERITY", value_parser = severity)]
    pub(crate) severity: Option<kubelaw::Severity>,
    /// Let warnings make the exit status 1 too: a folder without manifests, an object that no rule looks at, an unused
    /// waiver
    #[arg(long = "fail-on-warnings")]
    pub(crate) warnings: bool,
}

#[derive(Args)]
pub(crate) struct Check {
    /// Files, folders, or - for standard input. A folder, or several files, count as all objects there are, so rules that
    /// look at other objects are judged too; see --complete
    #[arg(required = true, value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) basis: Basis,
    /// Judge the rules that answer a check of another tool, such as kube-linter:latest-tag; may be repeated. --set then
    /// sets the parameters of that check
    #[arg(long, value_name = "TOOL:CHECK")]
    pub(crate) like: Vec<String>,
    #[command(flatten)]
    pub(crate) configuration: Configuration,
    /// Other objects of the cluster: rules may look at them, but they are not judged; may be repeated
    #[arg(long, value_name = "PATH")]
    pub(crate) inventory: Vec<PathBuf>,
    /// Whether the input, with --inventory, is all objects there are, so that rules that look at other objects are judged
    /// [default: true for a folder, several files and with --inventory, false for one file and standard input]
    #[arg(long, value_name = "BOOL", num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    pub(crate) complete: Option<bool>,
    /// The format of the report: text, json, sarif, junit, github, gitlab or markdown. With =FILE the report goes to a
    /// file, otherwise to standard output; may be repeated [default: text]
    #[arg(long, value_name = "FORMAT[=FILE]", value_parser = Target::parse)]
    pub(crate) format: Vec<Target>,
    #[command(flatten)]
    pub(crate) fail_on: FailOn,
    /// Leave out the findings that this baseline accepts
    #[arg(long, value_name = "FILE")]
    pub(crate) baseline: Option<PathBuf>,
    /// Accept all current findings: write them to this baseline
    #[arg(long, value_name = "FILE", conflicts_with_all = ["baseline", "diff", "format", "by"])]
    pub(crate) write_baseline: Option<PathBuf>,
    /// Apply the fixes of findings to the files, then report the remaining findings
    #[arg(long)]
    pub(crate) fix: bool,
    /// Print the fixes as a unified diff and change no file; exit status 1 if there are any
    #[arg(long, conflicts_with_all = ["fix", "format", "by", "why"])]
    pub(crate) diff: bool,
    /// Show which values decided each finding
    #[arg(long)]
    pub(crate) why: bool,
    /// Print verdicts by rule or by control before the summary (text only); may be repeated
    #[arg(long, value_enum, value_name = "WHAT")]
    pub(crate) by: Vec<By>,
    /// When to colour text
    #[arg(long, value_enum, default_value_t, value_name = "WHEN")]
    pub(crate) color: Colour,
}

#[derive(Args)]
pub(crate) struct Test {
    /// Law files, folders of packs, or names of shipped packs [default: all shipped packs]
    #[arg(value_name = "PATH|PACK")]
    pub(crate) paths: Vec<String>,
    /// When to colour text
    #[arg(long, value_enum, default_value_t, value_name = "WHEN")]
    pub(crate) color: Colour,
}

#[derive(Args)]
pub(crate) struct List {
    #[command(flatten)]
    pub(crate) basis: Basis,
    #[command(flatten)]
    pub(crate) configuration: Configuration,
    /// The format of the list
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Form,
}

#[derive(Args)]
pub(crate) struct Explain {
    /// A rule (RULE or PACK/RULE), the code of a diagnostic such as E0301, or a check of another tool such as KSV-0017
    #[arg(value_name = "RULE|CODE|CHECK")]
    pub(crate) what: String,
    /// A law file to look in; may be repeated
    #[arg(long = "law", value_name = "FILE")]
    pub(crate) laws: Vec<PathBuf>,
    /// The name of a shipped pack to look in, or the folder of a pack; may be repeated
    #[arg(long = "pack", value_name = "NAME|DIR")]
    pub(crate) packs: Vec<String>,
    #[command(flatten)]
    pub(crate) configuration: Configuration,
}

#[derive(Args)]
pub(crate) struct Format {
    /// Law files and folders, or - to format standard input to standard output
    #[arg(required = true, value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    /// Change no file; exit status 1 if a file is not formatted
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
