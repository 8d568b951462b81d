import type { LanguageSupport, StreamLanguage } from "@codemirror/language";
import type { Diagnostic } from "@codemirror/lint";
import type { Extension, StateEffectType, Text } from "@codemirror/state";
import type { EditorView } from "@codemirror/view";
import type { CheckOptions, DiagnoseOptions, Engine, Finding, Report } from "../index.js";

/** The language of law files. */
export const lawLanguage: StreamLanguage<unknown>;

/** Law files as a language of an editor: colours, comments, brackets, indentation. */
export function law(): LanguageSupport;

export interface LintOptions extends CheckOptions {
  /** How many milliseconds of silence to wait for before judging; 150 by default. */
  delay?: number;
  /** Called with each report, and with how many milliseconds it took. */
  onReport?: (report: Report, view: EditorView, milliseconds: number) => void;
}

/**
 * Underlines findings in a manifest as one types, with their fixes as actions. The engine may be a function, called each
 * time; null stands for none.
 */
export function manifestLint(engine: Engine | (() => Engine | null), options?: LintOptions): Extension;

/** The findings of a document, as an editor shows them. */
export function manifestDiagnostics(engine: Engine, doc: Text, options?: LintOptions): Diagnostic[];

/**
 * Underlines the diagnostics of a law file as one types, with their fixes as actions. What it may `use`, and the kinds that
 * it may name, are those of the engine that it is for: give `packs`, `libraries`, `crds` and `workloads` as to that.
 */
export function lawLint(options?: DiagnoseOptions & { delay?: number }): Extension;

export interface FixOptions extends CheckOptions {
  /** Which of its fixes; the first one by default. */
  title?: string;
  /** Where it stands now, if that is known. */
  from?: number;
}

/**
 * Applies a fix of a finding. The document is judged again before, since what was found may stand elsewhere by now. Says
 * whether there was one.
 */
export function applyFix(view: EditorView, engine: Engine, finding: Finding, options?: FixOptions): boolean;

/** Tells an editor that its engine is another one now, so that it judges anew: `view.dispatch({ effects: engineChanged.of(null) })`. */
export const engineChanged: StateEffectType<null>;
