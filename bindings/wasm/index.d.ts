/** kubelaw for browsers, editors and Node. */

export type Severity = "info" | "low" | "medium" | "high" | "critical";
export type Verdict = "fail" | "undecided" | "waived";

/** A place in a text: line and column from 1, in characters; `offset` in UTF-8 bytes, `utf16` as JavaScript counts. */
export interface Position {
  readonly line: number;
  readonly column: number;
  readonly offset: number;
  readonly utf16: number;
}

/** A range of a text. */
export interface Range {
  readonly file: string;
  readonly start: Position;
  readonly end: Position;
}

/** A range of an input; `document` counts the documents of the text from 0. */
export interface Location extends Range {
  readonly document: number;
}

/** The object that a finding is about. */
export interface Subject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace: string | null;
  readonly name: string;
}

/** A place elsewhere that has to do with a finding. */
export interface Related {
  readonly message: string;
  readonly subject: Subject;
  readonly path: string;
  readonly location: Location | null;
}

/** One step of a JSON Patch (RFC 6902). */
export interface PatchStep {
  readonly op: "add" | "remove" | "replace";
  readonly path: string;
  readonly value?: unknown;
}

/** A new text for a range of an input. */
export interface Edit {
  readonly location: Location;
  readonly text: string;
}

/** A cure that was tried: text edits, and the same as JSON Patch. */
export interface Fix {
  readonly title: string;
  readonly edits: readonly Edit[];
  readonly patch: readonly PatchStep[];
}

/** One rule's objection to one object. */
export interface Finding {
  readonly rule: string;
  /** The pack of the rule; null for a law file of its own. */
  readonly pack: string | null;
  readonly severity: Severity;
  readonly verdict: Verdict;
  readonly message: string;
  readonly subject: Subject;
  /** The place in the object, such as `spec.containers[0].image`. */
  readonly path: string;
  /** What is missing there, if something is. */
  readonly missing: string | null;
  /** The place in the text; null for objects. */
  readonly location: Location | null;
  readonly related: readonly Related[];
  readonly fixes: readonly Fix[];
  /** Why a fix is not offered. */
  readonly unfixed?: string;
  /** What tells it from others, also after the input has changed elsewhere. */
  readonly fingerprint: string;
  /** The reason of the waiver. */
  readonly waiver?: string;
  /** What decided it, where the engine was asked to explain. */
  readonly why?: readonly { readonly expression: string; readonly value: string }[];
}

/** What came of one rule. */
export interface RuleSummary {
  readonly rule: string;
  readonly pack: string | null;
  readonly pass: number;
  readonly fail: number;
  readonly undecided: number;
  readonly waived: number;
  readonly notApplicable: number;
  /** Why it was not judged. */
  readonly why: string | null;
}

/** Something to say of an input that is no finding. */
export interface Notice {
  readonly file: string;
  readonly location: Location | null;
  readonly message: string;
}

/** The counts of a report. */
export interface Summary {
  readonly objects: number;
  readonly rules: number;
  readonly findings: number;
  readonly fail: number;
  readonly undecided: number;
  readonly waived: number;
  readonly severities: Readonly<Record<Severity, number>>;
  readonly errors: number;
  readonly warnings: number;
}

/** What an engine says of an input. */
export class Report {
  private constructor();
  readonly version: 1;
  readonly engine: string;
  readonly packs: readonly { readonly name: string; readonly version: string; readonly digest: string }[];
  readonly summary: Summary;
  readonly rules: readonly RuleSummary[];
  readonly findings: readonly Finding[];
  /** What could not be read. */
  readonly errors: readonly Notice[];
  /** What is suspicious about the input. */
  readonly warnings: readonly Notice[];
  /** Whether nothing failed, nothing was undecided and everything could be read. */
  get clean(): boolean;
  /**
   * Whether something could not be read, or a finding that is not waived is at least this grave. By default the answer is that of `kubelaw check`: from `medium`
   * on, or as the engine's configuration says, by which warnings may count, too.
   */
  refuses(least?: Severity): boolean;
  /** The report as JSON, byte for byte what `kubelaw check --format json` prints. */
  get json(): string;
}

/** What is wrong, or suspicious, in a law file. */
export interface Diagnostic {
  /** Such as `E0301`. */
  readonly code: string;
  readonly level: "error" | "warning";
  readonly message: string;
  readonly location: Range;
  readonly labels: readonly { readonly message: string; readonly location: Range }[];
  readonly help: string | null;
  readonly fixes: readonly { readonly location: Range; readonly text: string }[];
}

/** Law files or options that cannot be used. */
export class LawError extends Error {
  private constructor();
  /** What is wrong with the law files; empty where something else is. */
  readonly diagnostics: readonly Diagnostic[];
}

/** A pack by its texts, as `kubelaw/packs/*` export them. */
export interface Pack {
  /** The text of its `pack.yaml`. */
  readonly manifest: string;
  /** The texts of its files by path. */
  readonly files: Readonly<Record<string, string>>;
  /** The packs that it extends. */
  readonly extends?: readonly Pack[];
}

/** A text with its name. */
export interface NamedText {
  readonly name: string;
  readonly text: string;
}

/** Texts by name, or a list of texts with names or without. */
export type Texts = Readonly<Record<string, string>> | readonly (string | NamedText)[];

/** What an engine is built from. */
export interface EngineOptions {
  /** Packs, such as `import baseline from "kubelaw/packs/pod-security-baseline"`. */
  packs?: readonly Pack[];
  /** Law files. */
  laws?: Texts;
  /** Law files that others may `use`, by path; their rules are not judged. */
  libraries?: Texts;
  /** Values of the law files' parameters. */
  params?: Readonly<Record<string, unknown>>;
  /** The version of the cluster, such as `1.33`; the latest known one by default. */
  kubernetes?: string;
  /** The namespace of objects that name none; `default` by default. */
  namespace?: string;
  /** Texts with `CustomResourceDefinition`s, so that the checker knows the fields of their kinds. */
  crds?: Texts;
  /**
   * What is to be judged, where it may hold `CustomResourceDefinition`s: these count, too. The command takes them from its input by itself, and an engine is built
   * before there is one.
   */
  definitionsIn?: Input | readonly Input[];
  /** Kinds that make Pods and that no pack declares, so that rules about workloads look at their objects. */
  workloads?: readonly WorkloadKind[];
  /** Judge only these rules, as `rule` or `pack/rule`. */
  rules?: readonly string[];
  /** Judge only rules of these layers. */
  layers?: readonly string[];
  /** Judge only rules of these tiers. */
  tiers?: readonly string[];
  /** Judge only rules with a control of these frameworks. */
  frameworks?: readonly string[];
  /** Other severities, by rule. */
  severities?: Readonly<Record<string, Severity>>;
  /** Whether findings carry fixes, each tried before it is offered; they do by default. */
  fixes?: boolean;
  /** Whether findings carry what decided them. */
  explain?: boolean;
  /** Findings that are known and accepted: waivers, and texts that hold some, be it a `kubelaw.yaml` or a list of them. */
  waivers?: readonly (Waiver | string | NamedText)[];
  /** Whether annotations and comments in the manifests waive findings, too; they do by default, though never at admission. */
  inPlaceWaivers?: boolean;
  /** The date that decides which waivers have expired, such as `2026-12-31`; by default the day, in UTC, on which the engine is built. */
  today?: string | Date;
  /**
   * The text of a project's `kubelaw.yaml`, also with its name, so that the engine judges as the command does there. Other options go over it or add to it, as
   * those of the command do: with `packs` or `laws`, none of the file's count; with `rules`, `layers`, `tiers` or `frameworks`, its selection does not; waivers,
   * definitions and kinds that make Pods are added. What it excludes is for who reads folders.
   */
  config?: string | NamedText;
  /** The texts of the files that `config` names, by path from where it stands, such as `laws/own.law`; of a folder that it names, all that count in it. */
  files?: Readonly<Record<string, string>>;
  /** The packs that `config` may name, and that count where it names neither packs nor law files: what `kubelaw/packs/shipped` exports. */
  shipped?: readonly Pack[];
}

/** A kind that makes Pods, as in `kubelaw.yaml`. */
export interface WorkloadKind {
  /** Its group and name, such as `acme.io/Fleet`. */
  kind: string;
  /** Where its Pod templates are, such as `spec.template`, or `spec.groups[*].template` for those in a list or map. */
  template: string | readonly string[];
}

/** That findings of a rule are known and accepted, as in `kubelaw.yaml`. */
export interface Waiver {
  /** The rule, as `rule` or `pack/rule`. */
  rule: string;
  /** Why they are accepted. */
  reason: string;
  /** A glob for the kind of the objects; any by default. */
  kind?: string;
  /** A glob for their namespace. */
  namespace?: string;
  /** A glob for their name. */
  name?: string;
  /** Labels that they have, each with a glob for its value. */
  labels?: Readonly<Record<string, string>>;
  /** Who accepted them. */
  owner?: string;
  /** The first day on which the waiver no longer counts, such as `2027-01-31`. */
  expires?: string | Date;
}

/** A text (not the name of its file), also as bytes in UTF-8, a text with its name, or an object of the program. */
export type Input = string | Uint8Array | NamedText | object;

export interface CheckOptions {
  /** What findings call a text that has no name of its own; `<text>` by default. */
  name?: string;
  /** Objects around the input, which rules may look at and which are not judged. */
  context?: Input | readonly Input[];
  /** Whether the input is all there is, so that rules about other objects are judged. So by default for lists, and with `context`. */
  complete?: boolean;
  /** The admission request that the object comes with. */
  request?: object;
  /** The object as it was before the request. */
  old?: object;
}

/** What came of applying fixes. */
export interface Fixed {
  /** The input, or the first of them, with the fixes: a text for a text, an object for an object; what cannot be read as it was given. */
  readonly output: any;
  /** All inputs, in their order. */
  readonly outputs: readonly any[];
  /** What was changed. */
  readonly applied: readonly { readonly file: string; readonly rule: string; readonly title: string }[];
  /** The report on the inputs as they are now. */
  readonly report: Report;
}

/** Law files, compiled once; judges any number of inputs. */
export class Engine {
  private constructor();
  /** Loads the compiled half where that has not happened yet, and builds an engine. Rejects with a {@link LawError}. */
  static create(options?: EngineOptions): Promise<Engine>;
  /** Builds an engine, after `init` or `initSync`. Throws a {@link LawError}. */
  static createSync(options?: EngineOptions): Engine;
  /** The least severity of a finding for which `kubelaw check` fails, as `config` says; `medium` by default. See {@link Report.refuses}. */
  get failOn(): Severity;
  /** Whether `kubelaw check` fails for warnings, too, as `config` says. See {@link Report.refuses}. */
  get failOnWarnings(): boolean;
  /** Judges a text, an object, or a list of both. */
  check(input: Input | readonly Input[], options?: CheckOptions): Report;
  /** Whether the input breaks no rule and can be read: what `check(input).clean` says, for a fraction of its time. */
  passes(input: Input | readonly Input[], options?: CheckOptions): boolean;
  /** Applies the fixes of a report to the input that it is about, again and again until nothing changes. */
  fix(report: Report): Fixed;
  /** Gives the memory back. Engines that are forgotten give it back by themselves. */
  free(): void;
}

/** What the compiled half can be made from. */
export type WasmSource = BufferSource | WebAssembly.Module | Response | URL | string;

/** Makes the compiled half ready; without an argument it is loaded from beside this file. `Engine.create` does so by itself. */
export function init(source?: WasmSource | Promise<WasmSource>): Promise<void>;

/** Makes the compiled half ready at once, from its bytes. */
export function initSync(module: BufferSource | WebAssembly.Module): void;

/** What a law file is diagnosed with: its name, and what the engine that it is for has beside it. */
export type DiagnoseOptions = { name?: string } & Pick<EngineOptions, "packs" | "libraries" | "crds" | "definitionsIn" | "workloads" | "config" | "files" | "shipped">;

/** Everything that the checker has to say about a law file, after `init` or `initSync`. Throws a {@link LawError} for other options. */
export function diagnose(law: string, options?: DiagnoseOptions): Diagnostic[];

/** A law file in its canonical form, after `init` or `initSync`. Throws a {@link LawError} where it does not parse. */
export function format(law: string, options?: { name?: string }): string;

/** What came of proofs. */
export interface Proof {
  /** How many rules were proved. */
  readonly rules: number;
  /** How many expectations were met. */
  readonly met: number;
  /** What is wrong, as `file:line: problem`. */
  readonly failures: readonly string[];
}

/** Runs the proofs of a pack whose `files` hold them, after `init` or `initSync`. */
export function prove(pack: Pack): Proof;

/** Runs the cases of a Markdown text in which law files stand with manifests that prove them. */
export function proveCases(markdown: string, options?: { name?: string }): Proof;
