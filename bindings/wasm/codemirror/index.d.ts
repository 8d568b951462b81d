import type { LanguageSupport, StreamLanguage } from "@codemirror/language";
import type { Diagnostic } from "@codemirror/lint";
import type { Extension, StateEffectType, Text } from "@codemirror/state";
import type { EditorView } from "@codemirror/view";
import type { CheckOptions, DiagnoseOptions, Engine, Finding, Report } from "../index.js";

/** The language of law files. */
export const lawLanguage: StreamLanguage<unknown>;

/** Editor support for law files: colours, comments, brackets, indentation. */
export function law(): LanguageSupport;

export interface LintOptions extends CheckOptions {
  /** How many milliseconds after the last change to judge; 150 by default. */
  delay?: number;
  /** Called with each report, and with the milliseconds that it took. */
  onReport?: (report: Report, view: EditorView, milliseconds: number) => void;
}

/**
 * Underlines findings in a manifest as the user types, with their fixes as actions. The engine may be a function, which is
 * called each time; it may return null if there is no engine yet.
 */
export function manifestLint(engine: Engine | (() => Engine | null), options?: LintOptions): Extension;

/** The findings of a document, as CodeMirror diagnostics. */
export function manifestDiagnostics(engine: Engine, doc: Text, options?: LintOptions): Diagnostic[];

/**
 * Underlines the diagnostics of a law file as the user types, with their fixes as actions. So that the law file can refer to
 * what its engine has, pass the same `packs`, `libraries`, `crds` and `workloads`.
 */
export function lawLint(options?: DiagnoseOptions & { delay?: number }): Extension;

export interface FixOptions extends CheckOptions {
  /** The title of the fix to apply; by default the first fix. */
  title?: string;
  /** The current position of the finding, if known. */
  from?: number;
}

/**
 * Applies a fix of a finding, and returns whether there was one. The document is judged again first, since the finding may
 * have moved.
 */
export function applyFix(view: EditorView, engine: Engine, finding: Finding, options?: FixOptions): boolean;

/** Tells an editor that its engine has changed, so that it judges again: `view.dispatch({ effects: engineChanged.of(null) })`. */
export const engineChanged: StateEffectType<null>;
