// How the editors look: the page's own colours, light and dark.

import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { EditorView } from "@codemirror/view";
import { tags as t } from "@lezer/highlight";

const squiggle = (colour) => ({
  backgroundImage: "none",
  textDecoration: `underline wavy ${colour} 1.5px`,
  textUnderlineOffset: "3px",
  textDecorationSkipInk: "none",
});

const look = EditorView.theme({
  "&": { color: "var(--ink)", backgroundColor: "transparent", fontSize: "13.5px" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.6" },
  ".cm-content": { padding: "0.6rem 0", caretColor: "var(--accent)" },
  ".cm-cursor": { borderLeftColor: "var(--accent)", borderLeftWidth: "2px" },
  ".cm-gutters": { backgroundColor: "transparent", color: "var(--soft)", border: "none", opacity: "0.65" },
  ".cm-lineNumbers .cm-gutterElement": { padding: "0 0.5rem 0 0.9rem" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "transparent" },
  "&.cm-focused .cm-activeLine": { backgroundColor: "color-mix(in srgb, var(--tint) 55%, transparent)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    backgroundColor: "color-mix(in srgb, var(--accent) 22%, transparent)",
  },
  ".cm-lintRange-error": squiggle("var(--high)"),
  ".cm-lintRange-warning": squiggle("var(--medium)"),
  ".cm-lintRange-info": squiggle("var(--low)"),
  ".cm-lintRange-active": { backgroundColor: "var(--tint)" },
  ".cm-tooltip": {
    backgroundColor: "var(--card)",
    color: "var(--ink)",
    border: "1px solid var(--line)",
    borderRadius: "10px",
    boxShadow: "0 8px 28px rgb(0 0 0 / 0.16)",
    overflow: "hidden",
  },
  ".cm-diagnostic": { padding: "0.5rem 0.8rem", fontSize: "13px", fontFamily: "system-ui, sans-serif", borderLeft: "none", whiteSpace: "pre-wrap" },
  ".cm-diagnosticText": { display: "block" },
  ".cm-diagnosticSource": { color: "var(--soft)", opacity: 1, fontSize: "12px", marginTop: "0.25rem" },
  ".cm-diagnosticAction": {
    font: "inherit",
    fontSize: "12.5px",
    color: "var(--accent)",
    backgroundColor: "transparent",
    border: "1px solid color-mix(in srgb, var(--accent) 40%, var(--line))",
    borderRadius: "6px",
    padding: "0.1rem 0.6rem",
    margin: "0.35rem 0.4rem 0 0",
    cursor: "pointer",
    display: "inline-block",
  },
  ".cm-panel.cm-panel-lint ul:focus [aria-selected]": { backgroundColor: "var(--tint)", color: "var(--ink)" },
  ".cm-panels": { backgroundColor: "var(--card)", color: "var(--ink)", borderColor: "var(--line)" },
});

const colours = HighlightStyle.define([
  { tag: [t.keyword, t.modifier], color: "var(--keyword)" },
  { tag: [t.string, t.special(t.string)], color: "var(--string)" },
  { tag: [t.regexp, t.escape], color: "var(--number)" },
  { tag: [t.number, t.bool, t.atom, t.null], color: "var(--number)" },
  { tag: t.typeName, color: "var(--type)" },
  { tag: [t.definition(t.variableName), t.definition(t.propertyName)], color: "var(--name)", fontWeight: "600" },
  { tag: [t.function(t.variableName), t.function(t.propertyName)], color: "var(--name)" },
  { tag: [t.comment, t.meta], color: "var(--soft)" },
  { tag: t.docComment, color: "var(--soft)", fontStyle: "italic" },
  { tag: [t.operator, t.punctuation, t.bracket, t.brace, t.separator], color: "var(--soft)" },
]);

export const theme = [look, syntaxHighlighting(colours)];
