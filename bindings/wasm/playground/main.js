// The playground: a law file, a manifest, and what the one finds in the other, as one types.

import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { closeBrackets, closeBracketsKeymap } from "@codemirror/autocomplete";
import { yaml } from "@codemirror/lang-yaml";
import { bracketMatching, indentOnInput } from "@codemirror/language";
import { forceLinting, lintKeymap } from "@codemirror/lint";
import { EditorState } from "@codemirror/state";
import { EditorView, drawSelection, highlightActiveLine, keymap, lineNumbers, tooltips } from "@codemirror/view";
import { Engine, diagnose, format, init } from "kubelaw";
import { applyFix, engineChanged, law, lawLint, manifestLint } from "kubelaw/codemirror";
import defaults from "kubelaw/packs/default";
import { EXAMPLES } from "./examples.js";
import { fragmentOf, stateOf } from "./share.js";
import { theme } from "./theme.js";

const at = (id) => document.getElementById(id);
const LAW = "law.law";
// The manifest is taken as all there is, so that rules about other objects are judged, too.
const CHECK = { name: "manifest.yaml", complete: true };

let engine = null;
/** Why there is no engine. */
let obstacle = "";

const lawView = editor("law", "Law file", [law(), lawLint({ name: LAW }), whenChanged(later(lawChanged))]);
const manifestView = editor("manifest", "Manifest", [yaml(), manifestLint(() => engine, { ...CHECK, onReport: show })]);

function editor(id, label, extensions) {
  return new EditorView({
    parent: at(id),
    extensions: [
      lineNumbers(),
      history(),
      drawSelection(),
      highlightActiveLine(),
      indentOnInput(),
      bracketMatching(),
      closeBrackets(),
      // The tabulator key moves on to the next control, as everywhere on a page.
      keymap.of([...closeBracketsKeymap, ...defaultKeymap, ...historyKeymap, ...lintKeymap]),
      EditorView.contentAttributes.of({ "aria-label": label, spellcheck: "false" }),
      EditorState.tabSize.of(2),
      tooltips({ tooltipSpace: inside }),
      theme,
      ...extensions,
    ],
  });
}

/** The page without its rim, where tooltips would look cut off. */
function inside() {
  const rim = 8;
  return { top: rim, left: rim, bottom: window.innerHeight - rim, right: document.documentElement.clientWidth - rim };
}

function whenChanged(then) {
  return EditorView.updateListener.of((update) => update.docChanged && then());
}

/** A function that runs once, a little after its last call. */
function later(what, delay = 150) {
  let timer;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(what, delay);
  };
}

const textOf = (view) => view.state.doc.toString();

/** Builds the engine anew and judges the manifest by it. */
async function lawChanged() {
  await init();
  const text = textOf(lawView);
  const diagnostics = diagnose(text, { name: LAW });
  const errors = diagnostics.filter((told) => told.level === "error");
  engine?.free();
  engine = null;
  obstacle = errors.length ? "" : build(text);
  const warnings = diagnostics.length - errors.length;
  const state = errors.length ? counted(errors.length, "error") : warnings ? counted(warnings, "warning") : "compiles";
  say("law-state", obstacle ? "cannot be used" : state, errors.length > 0 || obstacle !== "");
  if (!engine) showDiagnostics(errors);
  manifestView.dispatch({ effects: engineChanged.of(null) });
  forceLinting(manifestView);
}

/** Builds the engine; says why it cannot be built. */
function build(text) {
  const shipped = at("packs").checked ? { packs: defaults.packs, tiers: tiersOf(text) } : {};
  const laws = text.trim() === "" ? {} : { [LAW]: text };
  try {
    engine = Engine.createSync({ ...shipped, laws });
    return "";
  } catch (error) {
    return error.message;
  }
}

/** The tiers by which the command judges, and those that a law file speaks of. */
const tiersOf = (text) => [...defaults.tiers, ...["strict", "optional"].filter((tier) => new RegExp(`\\btier\\s+${tier}\\b`).test(text))];

const counted = (count, noun) => `${count} ${noun}${count === 1 ? "" : "s"}`;

function say(id, text, bad = false) {
  const place = at(id);
  place.textContent = text;
  place.classList.toggle("bad", bad);
}

/** Shows a report below the editors. */
function show(report, _, taken) {
  const { summary, errors, warnings } = report;
  const findings = report.findings.filter((finding) => finding.verdict !== "waived");
  say("manifest-state", `${counted(summary.objects, "object")}, ${counted(summary.rules, "rule")}, ${taken.toFixed(1)} ms`);
  say("summary", findings.length ? counted(findings.length, "finding") : errors.length ? "" : "nothing found");
  at("fix-all").hidden = !findings.some((finding) => finding.fixes.length);
  const rows = [
    ...errors.map((told) => row({ grade: "error", told, view: manifestView })),
    ...findings.map(findingRow),
    ...warnings.map((told) => row({ grade: "warning", told, view: manifestView })),
  ];
  at("list").replaceChildren(...(rows.length ? rows : [nothing("Nothing to object to.", true)]));
}

/** Shows what is wrong with the law file in the place of findings. */
function showDiagnostics(errors) {
  say("manifest-state", "");
  say("summary", errors.length ? "the law file has to compile first" : "");
  at("fix-all").hidden = true;
  const rows = errors.map((told) => row({ grade: "error", told: { ...told, rule: told.code }, view: lawView, hint: told.help }));
  at("list").replaceChildren(...(rows.length ? rows : [nothing(obstacle)]));
}

function findingRow(finding) {
  const { subject, location, severity: grade, rule, pack } = finding;
  const place = `${subject.kind} ${subject.name}${location ? `, line ${location.start.line}` : ""}`;
  const told = { ...finding, rule: pack ? `${pack}/${rule}` : rule };
  const item = row({ grade, told, view: manifestView, hint: place });
  const [fix] = finding.fixes;
  if (fix) {
    const apply = () => {
      applyFix(manifestView, engine, finding, CHECK);
      manifestView.focus();
    };
    const button = element("button", { type: "button", className: "fix", title: fix.title, onclick: apply }, "Fix");
    button.setAttribute("aria-label", `Fix: ${fix.title}`);
    item.append(button);
  }
  return item;
}

/** A line of the list: a press goes to its place. */
function row({ grade, told, view, hint }) {
  const go = () => {
    const { start, end } = told.location ?? {};
    if (start) view.dispatch({ selection: { anchor: start.utf16, head: end.utf16 }, scrollIntoView: true });
    view.focus();
  };
  const small = element("small", {}, ...(told.rule ? [element("code", {}, told.rule)] : []), hint ? `${told.rule ? " · " : ""}${hint}` : "");
  const button = element("button", { type: "button", className: "finding", onclick: go }, told.message, small);
  const item = element("li", {}, element("span", { className: "grade" }, grade), button);
  item.dataset.grade = grade;
  return item;
}

const nothing = (text, good = false) => element("li", { className: good ? "nothing good" : "nothing" }, text);

function element(name, properties, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

function put(view, text) {
  view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text }, selection: { anchor: 0 }, scrollIntoView: true });
}

function fixAll() {
  const fixed = engine.fix(engine.check(textOf(manifestView), CHECK));
  put(manifestView, fixed.output);
  manifestView.focus();
}

function formatLaw() {
  try {
    put(lawView, format(textOf(lawView)));
  } catch {
    // What does not parse is underlined already.
  }
  lawView.focus();
}

async function share() {
  const state = { law: textOf(lawView), manifest: textOf(manifestView), packs: at("packs").checked };
  keepAddress(await fragmentOf(state));
  const button = at("share");
  const done = await navigator.clipboard.writeText(location.href).then(() => "Link copied", () => "Link is in the address");
  button.textContent = done;
  setTimeout(() => (button.textContent = "Share link"), 2500);
}

const keepAddress = (fragment) => window.history.replaceState(null, "", fragment);

async function open() {
  const shared = await stateOf(location.hash);
  const { law, manifest, packs } = shared ?? { ...EXAMPLES[0], packs: false };
  at("packs").checked = packs === true;
  at("example").options[0].textContent = shared === null ? "The link cannot be read" : "Shared";
  at("example").value = shared === undefined ? "0" : "";
  put(lawView, law);
  put(manifestView, manifest);
  await lawChanged();
}

/** Opens what a link in the place of this one holds; other fragments are places of the page. */
async function follow() {
  if ((await stateOf(location.hash)) !== undefined) await open();
}

at("example").append(
  element("option", { value: "", disabled: true, hidden: true }, "Shared"),
  ...EXAMPLES.map(({ name }, index) => element("option", { value: String(index) }, name)),
);
at("example").addEventListener("change", async ({ target }) => {
  const { law, manifest } = EXAMPLES[Number(target.value)];
  put(lawView, law);
  put(manifestView, manifest);
  keepAddress(location.pathname);
  await lawChanged();
});
at("packs").addEventListener("change", lawChanged);
at("share").addEventListener("click", share);
at("format").addEventListener("click", formatLaw);
at("fix-all").addEventListener("click", fixAll);
window.addEventListener("hashchange", follow);
await open();
document.documentElement.dataset.ready = "true";
