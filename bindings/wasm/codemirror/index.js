// kubelaw in CodeMirror 6: manifests and law files linted as one types, with quick fixes; law files in colours.

import { LanguageSupport, StreamLanguage, indentUnit } from "@codemirror/language";
import { linter } from "@codemirror/lint";
import { StateEffect } from "@codemirror/state";
import { diagnose, init } from "../index.js";

// What is linted. A document's text has one character a line break, whatever its file has, so places fit.

/** Tells an editor that its engine is another one now, so that it judges anew. */
export const engineChanged = StateEffect.define();

/** Underlines findings in a manifest as one types, with their fixes as actions. */
export function manifestLint(engine, options = {}) {
  const current = typeof engine === "function" ? engine : () => engine;
  const source = (view) => {
    const engine = current();
    if (!engine) return [];
    const start = performance.now();
    const report = engine.check(view.state.doc.toString(), checkOptions(options));
    options.onReport?.(report, view, performance.now() - start);
    return ofReport(report, engine, view.state.doc.length, options);
  };
  const needsRefresh = ({ transactions }) => transactions.some((one) => one.effects.some((e) => e.is(engineChanged)));
  return linter(source, { delay: options.delay ?? 150, needsRefresh });
}

/** The findings of a document, as an editor shows them. */
export function manifestDiagnostics(engine, doc, options = {}) {
  return ofReport(engine.check(doc.toString(), checkOptions(options)), engine, doc.length, options);
}

/** Underlines the diagnostics of a law file as one types, with their fixes as actions. */
export function lawLint({ delay = 150, ...options } = {}) {
  const source = async (view) => {
    await init();
    const { length } = view.state.doc;
    return diagnose(view.state.doc.toString(), options).map((told) => ({
      ...place(told.location, length),
      severity: told.level,
      source: told.code,
      message: told.help ? `${told.message}\n${told.help}` : told.message,
      actions: told.fixes.map((fix) => ({
        name: fix.text ? `Write ${fix.text}` : "Remove it",
        apply: (view) => view.dispatch({ changes: change(fix), userEvent: "input.fix" }),
      })),
    }));
  };
  return linter(source, { delay });
}

// What stands in an editor is a text, whatever it looks like.
const checkOptions = ({ delay, onReport, ...others }) => ({ name: "<text>", ...others });

const LEVELS = { critical: "error", high: "error", medium: "warning", low: "info", info: "info" };

function ofReport(report, engine, length, options) {
  const notice = (severity) => (told) => ({ ...place(told.location, length), severity, message: told.message });
  const findings = report.findings.filter((finding) => finding.location && finding.verdict !== "waived");
  return [
    ...report.errors.map(notice("error")),
    ...report.warnings.filter((told) => told.location).map(notice("warning")),
    ...findings.map((finding) => ({
      ...place(finding.location, length),
      severity: LEVELS[finding.severity],
      source: finding.pack ? `${finding.pack}/${finding.rule}` : finding.rule,
      message: finding.message,
      markClass: `cm-kubelaw-${finding.severity}`,
      actions: finding.fixes.map(({ title }) => ({
        name: `Fix: ${title}`,
        apply: (view, from) => applyFix(view, engine, finding, { ...checkOptions(options), title, from }),
      })),
    })),
  ];
}

/** A range that can be seen: one of no characters takes a neighbour in. */
function place(location, length) {
  if (!location) return { from: 0, to: Math.min(1, length) };
  const from = Math.min(location.start.utf16, length);
  const to = Math.min(location.end.utf16, length);
  return to > from ? { from, to } : { from: Math.max(0, Math.min(from, length - 1)), to: Math.min(from + 1, length) };
}

const change = ({ location, text }) => ({ from: location.start.utf16, to: location.end.utf16, insert: text });

/** Applies a fix of a finding, of which it takes the one nearest to `from`, as the document now is. */
export function applyFix(view, engine, { rule, pack, path, location }, { title, from = location?.start.utf16 ?? 0, ...options } = {}) {
  const distance = (finding) => Math.abs(finding.location.start.utf16 - from);
  // What was found may stand elsewhere by now, so the fix is taken from the document as it is.
  const [found] = engine
    .check(view.state.doc.toString(), checkOptions(options))
    .findings.filter((f) => f.location && f.rule === rule && f.pack === pack && f.path === path)
    .sort((a, b) => distance(a) - distance(b));
  const fix = found?.fixes.find((fix) => title === undefined || fix.title === title);
  if (!fix) return false;
  view.dispatch({ changes: fix.edits.map(change), userEvent: "input.fix" });
  return true;
}

// Law files in colours.

const words = (text) => new Set(text.split(" "));
const KEYWORDS = words("rule for in where require forbid let def param use if then else any all one and or not matches message at fix");
const DEFINERS = words("rule let def param");
const ATTRIBUTES = words("severity layer tier control url since until on set remove append to");
const GRADES = words("info low medium high critical default strict optional create update delete connect");
const FORMS = words("has valid old kind");
const CONSTANTS = words("true false");
const TYPES = words("bool int number string quantity image regex version duration cidr selector dyn");

const lawMode = {
  name: "law",
  // `depth` counts open brackets, `depths` those within each expression of a text.
  startState: () => ({ before: "", inText: false, depths: [], depth: 0 }),
  copyState: (state) => ({ ...state, depths: [...state.depths] }),
  token(stream, state) {
    // No text goes beyond its line.
    if (stream.sol()) Object.assign(state, { inText: false, depths: [] });
    if (state.inText) return text(stream, state);
    if (stream.eatSpace()) return null;
    const { before } = state;
    state.before = "";
    if (stream.match(/^###.*/)) return "comment";
    if (stream.match(/^##.*/)) return "docComment";
    if (stream.match(/^#.*/)) return "comment";
    if (stream.eat('"')) {
      state.inText = true;
      return "string";
    }
    if (stream.match(/^\/(?:\\.|\[(?:\\.|[^\]\\])*\]|[^/\\[])+\//)) return "regexp";
    if (stream.match(/^v\d+(?:\.\d+)*\b/)) return "number";
    if (stream.match(/^\d+(?:\.\d+)?(?:[KMGTPE]i|[mkMGTPE])?\b/)) return "number";
    const word = stream.match(/^[A-Za-z_][\w]*/);
    if (word) return named(word[0], before, stream, state);
    if (stream.match(/^(?:==|!=|<=|>=|\?\?|[<>+*=|?-])/)) return "operator";
    const bracket = stream.match(/^[{}]/);
    if (bracket) return brace(bracket[0], state);
    if (stream.eat(".")) {
      state.before = ".";
      return "punctuation";
    }
    const [round] = stream.match(/^[[\]()]/) ?? [];
    if (!round) return stream.next(), "punctuation";
    state.depth += "[(".includes(round) ? 1 : -1;
    return "bracket";
  },
  indent: (state, after, { unit }) => Math.max(0, state.depth - (/^[\])}]/.test(after) ? 1 : 0)) * unit,
  languageData: {
    commentTokens: { line: "#" },
    closeBrackets: { brackets: ["(", "[", "{", '"'] },
    indentOnInput: /^\s*\}$/,
  },
};

/** What a word is, by itself and by what stands before it. */
function named(word, before, stream, state) {
  if (before === ".") return stream.match(/^\s*\(/, false) ? "propertyName.function" : "propertyName";
  if (before === "define") {
    stream.match(/^(?:-\w+)+/);
    return "variableName.definition";
  }
  if (DEFINERS.has(word)) state.before = "define";
  if (KEYWORDS.has(word)) return "keyword";
  if (CONSTANTS.has(word)) return "bool";
  if (TYPES.has(word)) return "typeName";
  if (FORMS.has(word) && stream.match(/^\s*\(/, false)) return "keyword";
  if (ATTRIBUTES.has(word) && stream.match(/^\s+[\w"]/, false)) return "modifier";
  if (GRADES.has(word)) return "atom";
  if (/^[A-Z]/.test(word)) return "typeName";
  return stream.match(/^\s*\(/, false) ? "variableName.function" : "variableName";
}

/** A text, up to its end or to an expression in it. */
function text(stream, state) {
  if (stream.eat('"')) {
    state.inText = false;
    return "string";
  }
  if (stream.match(/^\{(?!\{)/)) {
    state.inText = false;
    state.depths.push(0);
    return "brace";
  }
  if (stream.match(/^\\(?:u\{[^}]*\}|.)/)) return "escape";
  if (stream.match(/^(?:\{\{|\}\})/)) return "escape";
  if (stream.match(/^[^"{}\\]+/)) return "string";
  stream.next();
  return "string";
}

/** A brace, which may end an expression in a text. */
function brace(which, state) {
  const top = state.depths.length - 1;
  if (top < 0) state.depth += which === "{" ? 1 : -1;
  if (which === "{" && top >= 0) state.depths[top] += 1;
  if (which === "}" && top >= 0 && state.depths[top]-- === 0) {
    state.depths.pop();
    state.inText = true;
  }
  return "brace";
}

export const lawLanguage = StreamLanguage.define(lawMode);

/** Law files as a language of an editor. */
export function law() {
  return new LanguageSupport(lawLanguage, [indentUnit.of("  ")]);
}
