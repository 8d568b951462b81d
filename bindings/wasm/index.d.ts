/** kubelaw for browsers, editors and Node: policy as code for Kubernetes. */

export type Severity = "info" | "low" | "medium" | "high" | "critical";
export type Verdict = "fail" | "undecided" | "waived";

/**
 * A place in a text. `line` and `column` count from 1, and `column` counts characters. `offset` counts UTF-8 bytes from 0, `utf16` the
 * units of a JavaScript string.
 */
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

/** A range of an input. `document` is the number of the document in the text, from 0. */
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

/** A fix that was tried: edits of the text, and the same change as a JSON Patch. */
export interface Fix {
  readonly title: string;
  readonly edits: readonly Edit[];
  readonly patch: readonly PatchStep[];
}

/** One rule's objection to one object. */
export interface Finding {
  readonly rule: string;
  /** The pack of the rule; null for a law file without a pack. */
  readonly pack: string | null;
  readonly severity: Severity;
  readonly verdict: Verdict;
  readonly message: string;
  readonly subject: Subject;
  /** The place in the object, such as `spec.containers[0].image`. */
  readonly path: string;
  /** The part of the path that is missing, if any. */
  readonly missing: string | null;
  /** The place in the text; null if the input was an object. */
  readonly location: Location | null;
  readonly related: readonly Related[];
  readonly fixes: readonly Fix[];
  /** Why there is no fix, although the check has one. */
  readonly unfixed?: string;
  /** An identifier that stays the same when other parts of the input change. */
  readonly fingerprint: string;
  /** The reason in the waiver, if the finding is waived. */
  readonly waiver?: string;
  /** What decided the finding, if the engine was built with `explain`. */
  readonly why?: readonly { readonly expression: string; readonly value: string }[];
}

/** The verdicts of one rule, as numbers of objects. */
export interface RuleSummary {
  readonly rule: string;
  readonly pack: string | null;
  readonly pass: number;
  readonly fail: number;
  readonly undecided: number;
  readonly waived: number;
  readonly notApplicable: number;
  /** Why the rule was not judged, such as `needs inventory`; null if it was. */
  readonly why: string | null;
}

/** An error or warning about an input. */
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

/** The result of judging an input. */
export class Report {
  private constructor();
  readonly version: 1;
  readonly engine: string;
  readonly packs: readonly { readonly name: string; readonly version: string; readonly digest: string }[];
  readonly summary: Summary;
  readonly rules: readonly RuleSummary[];
  readonly findings: readonly Finding[];
  /** What could not be read or judged. */
  readonly errors: readonly Notice[];
  /** What is suspicious about the input. */
  readonly warnings: readonly Notice[];
  /** Whether nothing failed, nothing was undecided and everything could be read. */
  get clean(): boolean;
  /**
   * Whether something could not be read, or a finding that is not waived has at least this severity. Without an argument the answer is that of
   * `kubelaw check`: `medium` or above, unless the engine's configuration sets another severity or makes warnings count too.
   */
  refuses(least?: Severity): boolean;
  /** The report as JSON, byte for byte what `kubelaw check --format json` prints. */
  get json(): string;
}

/** An error or warning about a law file. */
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

/** Thrown if law files or options cannot be used. */
export class LawError extends Error {
  private constructor();
  /** The errors and warnings about the law files; empty if the fault is elsewhere. */
  readonly diagnostics: readonly Diagnostic[];
}

/** A pack as texts, as the modules `kubelaw/packs/*` export it. */
export interface Pack {
  /** The text of its `pack.yaml`. */
  readonly manifest: string;
  /** The texts of its files, by path. */
  readonly files: Readonly<Record<string, string>>;
  /** The packs that it extends. */
  readonly extends?: readonly Pack[];
}

/** A text with its name. */
export interface NamedText {
  readonly name: string;
  readonly text: string;
}

/** Texts by name, or a list of texts with or without names. */
export type Texts = Readonly<Record<string, string>> | readonly (string | NamedText)[];

/** The options of an engine. */
export interface EngineOptions {
  /** Packs, such as `import baseline from "kubelaw/packs/pod-security-baseline"`. */
  packs?: readonly Pack[];
  /** Law files. */
  laws?: Texts;
  /** Law files that other law files may `use`, by path. Their rules are not judged. */
  libraries?: Texts;
  /** Values for the parameters of the law files. */
  params?: Readonly<Record<string, unknown>>;
  /** The version of the cluster, such as `1.33`; by default the latest version that kubelaw knows. */
  kubernetes?: string;
  /** The namespace to assume for namespaced objects that name none; `default` by default. */
  namespace?: string;
  /** Texts with `CustomResourceDefinition`s, so that the checker knows the fields of their kinds. */
  crds?: Texts;
  /**
   * Input to be judged later. The kinds that its `CustomResourceDefinition`s define are known to the engine. (The command finds these
   * definitions in its input; an engine is built before there is an input.)
   */
  definitionsIn?: Input | readonly Input[];
  /** Kinds that create Pods and that no pack declares. Rules about workloads then look at their objects too. */
  workloads?: readonly WorkloadKind[];
  /** Judge only these rules, as `rule` or `pack/rule`. */
  rules?: readonly string[];
  /** Judge only rules of these layers. */
  layers?: readonly string[];
  /** Judge only rules of these tiers. */
  tiers?: readonly string[];
  /** Judge only rules with a control of these frameworks. */
  frameworks?: readonly string[];
  /** Severities that override those of the rules, by rule. */
  severities?: Readonly<Record<string, Severity>>;
  /** Whether findings carry fixes; true by default. Each fix is tried before it is offered. */
  fixes?: boolean;
  /** Whether findings say what decided them (`why`); false by default. */
  explain?: boolean;
  /** Findings that are known and accepted: waivers, or texts that have some (a `kubelaw.yaml`, or a list of waivers). */
  waivers?: readonly (Waiver | string | NamedText)[];
  /** Whether annotations and comments in the manifests waive findings too; true by default, but never at admission. */
  inPlaceWaivers?: boolean;
  /** The date that decides which waivers have expired, such as `2026-12-31`; by default the UTC date when the engine is built. */
  today?: string | Date;
  /**
   * The text of a project's `kubelaw.yaml`, with or without its name. The engine then judges as the command does in that project. Other
   * options override the file or add to it, as the command's options do. `packs` or `laws` replace the file's packs and law files. `rules`,
   * `layers`, `tiers` or `frameworks` replace its selection. Waivers, definitions and kinds that create Pods are added. The key `exclude` of
   * the file has no effect here, since this package reads no folders.
   */
  config?: string | NamedText;
  /** The texts of the files that `config` names, by path relative to it, such as `laws/own.law`. If it names a folder, all its files. */
  files?: Readonly<Record<string, string>>;
  /** The packs that `config` may name, and from which rules are selected if it names neither packs nor law files: the export of `kubelaw/packs/shipped`. */
  shipped?: readonly Pack[];
}

/** A kind that creates Pods, as in `kubelaw.yaml`. */
export interface WorkloadKind {
  /** Its group and name, such as `acme.io/Fleet`. */
  kind: string;
  /** Where its Pod templates are, such as `spec.template`, or `spec.groups[*].template` for those in a list or map. */
  template: string | readonly string[];
}

/** Findings of a rule that are known and accepted, as in `kubelaw.yaml`. */
export interface Waiver {
  /** The rule, as `rule` or `pack/rule`. */
  rule: string;
  /** Why they are accepted. */
  reason: string;
  /** A glob for the kind of the objects; any kind by default. */
  kind?: string;
  /** A glob for their namespace; any by default. */
  namespace?: string;
  /** A glob for their name; any by default. */
  name?: string;
  /** Labels that the objects must have, each with a glob for its value. */
  labels?: Readonly<Record<string, string>>;
  /** Who accepted them. */
  owner?: string;
  /** The first day on which the waiver no longer counts, such as `2027-01-31`. */
  expires?: string | Date;
}

/** A text (not a file name), UTF-8 bytes of a text, a text with its name, or an object. */
export type Input = string | Uint8Array | NamedText | object;

export interface CheckOptions {
  /** The name by which findings call a text that has no name of its own; `<text>` by default. */
  name?: string;
  /** Other objects, which rules may look at but which are not judged. */
  context?: Input | readonly Input[];
  /** Whether the input (with `context`) is all objects there are, so that rules that look at other objects are judged. True by default for lists, and with `context`. */
  complete?: boolean;
  /** The admission request that the object comes with. */
  request?: object;
  /** The object as it was before the request. */
  old?: object;
}

/** The result of applying fixes. */
export interface Fixed {
  /** The input, or the first one, with its fixes: a text for a text, an object for an object. An input that cannot be read is returned unchanged. */
  readonly output: any;
  /** All inputs with their fixes, in order. */
  readonly outputs: readonly any[];
  /** What was changed. */
  readonly applied: readonly { readonly file: string; readonly rule: string; readonly title: string }[];
  /** The report on the inputs after the fixes. */
  readonly report: Report;
}

/** Compiled law files, which judge any number of inputs. */
export class Engine {
  private constructor();
  /** Loads the WebAssembly module if necessary, and builds an engine. Rejects with a {@link LawError}. */
  static create(options?: EngineOptions): Promise<Engine>;
  /** Builds an engine, after `init` or `initSync`. Throws a {@link LawError}. */
  static createSync(options?: EngineOptions): Engine;
  /** The lowest severity of a finding that makes `kubelaw check` fail: `medium`, unless `config` sets another. See {@link Report.refuses}. */
  get failOn(): Severity;
  /** Whether warnings make `kubelaw check` fail too: no, unless `config` says so. See {@link Report.refuses}. */
  get failOnWarnings(): boolean;
  /** Judges a text, an object, or a list of both. A list counts as all objects there are. */
  check(input: Input | readonly Input[], options?: CheckOptions): Report;
  /** Whether the input breaks no rule and can be read: the value of `check(input).clean`, for a fraction of its time. */
  passes(input: Input | readonly Input[], options?: CheckOptions): boolean;
  /** Applies the fixes of a report to its input, again and again until nothing changes. */
  fix(report: Report): Fixed;
  /** Frees the memory of the engine, which cannot be used afterwards. An engine that is garbage-collected frees its memory too. */
  free(): void;
}

/** What the WebAssembly module can be loaded from. */
export type WasmSource = BufferSource | WebAssembly.Module | Response | URL | string;

/** Loads the WebAssembly module; without an argument, from beside this file. `Engine.create` does this itself. */
export function init(source?: WasmSource | Promise<WasmSource>): Promise<void>;

/** Loads the WebAssembly module synchronously, from its bytes or from a compiled module. */
export function initSync(module: BufferSource | WebAssembly.Module): void;

/** The options of `diagnose`: the name of the law file, and the options of its engine that it can refer to. */
export type DiagnoseOptions = { name?: string } & Pick<EngineOptions, "packs" | "libraries" | "crds" | "definitionsIn" | "workloads" | "config" | "files" | "shipped">;

/** The errors and warnings of the checker about a law file. Call `init` or `initSync` first. Throws a {@link LawError} if the options cannot be used. */
export function diagnose(law: string, options?: DiagnoseOptions): Diagnostic[];

/** Formats a law file. Call `init` or `initSync` first. Throws a {@link LawError} if the file does not parse. */
export function format(law: string, options?: { name?: string }): string;

/** The result of running proofs. */
export interface Proof {
  /** The number of rules that were proved. */
  readonly rules: number;
  /** The number of expectations that were met. */
  readonly met: number;
  /** What is wrong, as `file:line: problem`. */
  readonly failures: readonly string[];
}

/** Runs the proofs in the `files` of a pack. Call `init` or `initSync` first. */
export function prove(pack: Pack): Proof;

/** Runs the cases of a Markdown text: law files, with manifests that prove them. Call `init` or `initSync` first. */
export function proveCases(markdown: string, options?: { name?: string }): Proof;
