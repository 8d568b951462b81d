// kubelaw for browsers, editors and Node: engines and reports around the compiled half.

import * as native from "./pkg/kubelaw.js";
import { init, initSync, needReady } from "./wasm.js";

export { init, initSync };

/** Law files or options that cannot be used; `diagnostics` says where and why. */
export class LawError extends Error {
  constructor(message, diagnostics) {
    super(message);
    this.name = "LawError";
    this.diagnostics = diagnostics;
  }
}

/** From the least grave on. */
const SEVERITIES = ["info", "low", "medium", "high", "critical"];

/** What an engine says of an input. */
export class Report {
  #json;
  #asked;
  #bar;

  constructor(json, asked, bar) {
    this.#json = json;
    this.#asked = asked;
    this.#bar = bar;
    const told = JSON.parse(json);
    // What decides; the rules' counts are many for whoever passes.
    for (const part of [told.findings, told.errors, told.warnings]) freeze(part);
    Object.freeze(Object.assign(this, told));
  }

  /** Whether nothing was found and everything could be read. */
  get clean() {
    return this.errors.length === 0 && this.findings.every((finding) => finding.verdict === "waived");
  }

  /** Whether something could not be read, or what was found is at least this grave; by itself, whether the command would fail. */
  refuses(least) {
    if (least === undefined) return this.refuses(this.#bar.failOn) || (this.#bar.failOnWarnings && this.warnings.length > 0);
    const from = SEVERITIES.indexOf(least);
    if (from < 0) throw new TypeError(`${String(least)} is not a severity: expected ${SEVERITIES.join(", ")}`);
    const open = this.findings.filter((finding) => finding.verdict !== "waived");
    return this.errors.length > 0 || open.some((finding) => SEVERITIES.indexOf(finding.severity) >= from);
  }

  /** The report as JSON, byte for byte what `kubelaw check --format json` prints. */
  get json() {
    return this.#json;
  }

  /** The input that it is about. */
  static askedOf(report) {
    if (!(#asked in Object(report))) throw new TypeError("`fix` takes what `check` gave");
    return report.#asked;
  }
}

/** Law files, compiled once; judges any number of inputs. */
export class Engine {
  #native;
  #bar;

  constructor(engine) {
    if (!(engine instanceof native.NativeEngine)) throw new TypeError("engines are made by `await Engine.create(options)`");
    this.#native = engine;
    this.#bar = { failOn: engine.fail_on(), failOnWarnings: engine.fail_on_warnings() };
  }

  /** Loads the compiled half where that has not happened yet, and builds an engine. */
  static async create(options) {
    await init();
    return Engine.createSync(options);
  }

  /** Builds an engine, after `init` or `initSync`. */
  static createSync(options = {}) {
    needReady();
    const asked = written(optionsOf(record(options)));
    try {
      return new Engine(new native.NativeEngine(asked));
    } catch (error) {
      throw lawError(error);
    }
  }

  /** The least severity of a finding for which `kubelaw check` fails, as the configuration says: see `Report.refuses`. */
  get failOn() {
    return this.#bar.failOn;
  }

  /** Whether it fails for warnings, too. */
  get failOnWarnings() {
    return this.#bar.failOnWarnings;
  }

  /** Judges a text, an object, or a list of both, which then counts as all there is. */
  check(input, options = {}) {
    const asked = askedFor(input, record(options));
    const [only] = asked.inputs;
    const plain = asked.inputs.length === 1 && "text" in only && Object.keys(asked).length === 2 && !asked.complete;
    const json = plain
      ? this.#native.check_text(only.name, only.text)
      : this.#native.check(asWritten(asked));
    return new Report(json, asked, this.#bar);
  }

  /** Whether a text or an object breaks no rule and can be read: `check(input).clean`, for a fraction of its time. */
  passes(input, options) {
    if (options === undefined && isBytes(input)) return this.#native.passes(input);
    if (options === undefined && !Array.isArray(input)) {
      const { text, value } = part(input);
      if (text !== undefined || isObject(value)) return this.#native.passes(utf8(text ?? asWritten(value)));
    }
    return this.check(input, options).clean;
  }

  /** Applies the fixes of a report to the input that it is about, again and again until nothing changes. */
  fix(report) {
    const asked = Report.askedOf(report);
    const inputs = asked.inputs.map((part, index) => ("text" in part ? part : { name: `<value ${index + 1}>`, text: asWritten(part.value, 2) }));
    const again = { ...asked, inputs };
    const { texts, applied, report: after } = JSON.parse(this.#native.fix(asWritten(again)));
    const outputs = asked.inputs.map((given, index) => output(given, texts[index]?.text));
    const left = texts.length > 0 ? texts : inputs;
    return { output: outputs[0], outputs, applied, report: new Report(JSON.stringify(after), { ...again, inputs: left }, this.#bar) };
  }

  /** Gives the memory back; the engine cannot be used afterwards. Engines that are forgotten give it back by themselves. */
  free() {
    this.#native.free();
    this.#native = FREED;
  }

  [Symbol.dispose ?? Symbol.for("Symbol.dispose")]() {
    this.free();
  }
}

/** Everything that the checker has to say about a law file, after `init` or `initSync`. */
export function diagnose(law, options = {}) {
  needReady();
  const { name = "law", ...around } = record(options);
  const asked = written(optionsOf(around));
  try {
    return JSON.parse(native.diagnose(called(name), textOf(law, "a law file is"), asked));
  } catch (error) {
    throw lawError(error);
  }
}

/** A law file in its canonical form, after `init` or `initSync`. Throws a `LawError` where it does not parse. */
export function format(law, options = {}) {
  needReady();
  const { text, diagnostics } = JSON.parse(native.format(nameIn(options, "law"), textOf(law, "a law file is")));
  if (text === null) throw new LawError(summary(diagnostics), diagnostics);
  return text;
}

/** Runs the proofs of a pack, given by its texts, with the packs that it extends. */
export function prove(pack) {
  needReady();
  try {
    return JSON.parse(native.prove(written(flat([pack]).reverse().map(packText))));
  } catch (error) {
    throw lawError(error);
  }
}

/** Runs the cases of a Markdown text in which law files stand with manifests that prove them. */
export function proveCases(markdown, options = {}) {
  needReady();
  return JSON.parse(native.prove_cases(nameIn(options, "cases.md"), textOf(markdown, "cases are")));
}

/** What the compiled half takes: every law file and definition with its name, packs by their texts. */
function optionsOf({ packs = [], laws = [], crds = [], libraries = [], definitionsIn = [], waivers = [], today = new Date(), config, files = {}, shipped = [], ...others }) {
  return {
    ...others,
    config: typeof config === "string" ? { name: "kubelaw.yaml", text: contents(config) } : config,
    files: named(files, "file").map(filed).sort(inOrder),
    shipped: flat(several(shipped, "shipped")).map(packText),
    packs: flat(several(packs, "packs")).map(packText),
    laws: named(laws, "law"),
    libraries: named(libraries, "library"),
    crds: named(crds, "crd"),
    definitionsIn: (Array.isArray(definitionsIn) ? definitionsIn : [definitionsIn]).map((one) => part(one)).map(asText),
    waivers: several(waivers, "waivers").map(waiver),
    today: day(today),
  };
}

/** A file under its path without what says nothing, such as `./` before it. */
const filed = ({ name, text }) => ({ name: called(name).split("/").filter((part) => part !== "" && part !== ".").join("/"), text });

/** The order in which folders are read: by name, folder by folder. */
function inOrder(a, b) {
  const [one, other] = [a.name.split("/"), b.name.split("/")];
  const at = one.findIndex((part, index) => part !== other[index]);
  if (at < 0) return one.length - other.length;
  return other[at] === undefined || one[at] > other[at] ? 1 : -1;
}

/** A waiver, or a text that holds some, with its name. */
function waiver(given, index) {
  if (typeof given === "string") return { name: `waivers ${index + 1}`, text: contents(given) };
  // A reader of YAML may have made a date of it.
  return given?.expires instanceof Date ? { ...given, expires: day(given.expires) } : given;
}

/** A day as text, in UTC as the command counts days. */
const day = (given) => (given instanceof Date ? given.toISOString().slice(0, 10) : given);

function record(options) {
  if (isRecord(options)) return options;
  throw new TypeError(`options are a record, not ${whatIs(options)}`);
}

function textOf(given, what) {
  if (typeof given === "string") return given;
  throw new TypeError(`${what} a string, not ${whatIs(given)}`);
}

const several = (given, what) => {
  if (Array.isArray(given)) return given;
  const hint = given?.packs ? "; what kubelaw/packs/default exports are options as a whole" : "";
  throw new TypeError(`\`${what}\` takes a list${hint}`);
};

/** What is left of an engine that was freed. */
const FREED = { check: gone, check_text: gone, passes: gone, fix: gone, free() {} };

function gone() {
  throw new Error("the engine was freed");
}

/** The packs, each after those that it extends, each once. */
function flat(packs, all = []) {
  for (const pack of packs) {
    if (typeof pack?.manifest !== "string") {
      throw new TypeError("`packs` takes packs, such as the default export of kubelaw/packs/rbac");
    }
    flat(pack.extends ?? [], all);
    if (!all.includes(pack)) all.push(pack);
  }
  return all;
}

const packText = ({ manifest, files }) => ({ manifest, files });

/** Texts with names: a record of texts by name, or a list of texts and of `{ name, text }`. */
function named(given, what) {
  if (given === null) return [];
  if (typeof given === "string") throw new TypeError(`one ${what} alone is not a list: write [text]`);
  if (!Array.isArray(given) && !isRecord(given)) throw new TypeError(`each ${what} is in a list, or in a record by name, not in ${whatIs(given)}`);
  if (!Array.isArray(given)) return Object.entries(given).map(([name, text]) => ({ name, text: contents(text) }));
  return given.map((one, index) => (typeof one === "string" ? { name: `${what} ${index + 1}`, text: contents(one) } : one));
}

/** What is asked of an engine, in the form that the compiled half takes. */
function askedFor(input, { name, context, request, old, complete, ...others }) {
  needNone(others, "name, context, complete, request or old");
  if (typeof (complete ?? true) !== "boolean") throw new TypeError(`\`complete\` takes true or false, not ${whatIs(complete)}`);
  for (const [key, given] of [["request", request], ["old", old]]) {
    if (!isRecord(given ?? {})) throw new TypeError(`\`${key}\` takes a record, not ${whatIs(given)}`);
  }
  const list = Array.isArray(input);
  const asked = {
    inputs: (list ? input : [input]).map((one) => part(one, name)),
    complete: complete ?? (list || context !== undefined),
  };
  if (context !== undefined) asked.context = (Array.isArray(context) ? context : [context]).map((one) => part(one, undefined, "<context>"));
  if (request !== undefined) asked.request = request;
  if (old !== undefined) asked.old = old;
  return asked;
}

function needNone(others, known) {
  for (const other of Object.keys(others)) throw new TypeError(`there is no option \`${other}\`: expected ${known}`);
}

/** The name that options give, of which there are no others. */
function nameIn(options, otherwise) {
  const { name = otherwise, ...others } = record(options);
  needNone(others, "name");
  return called(name);
}

function part(input, given, otherwise = "<text>") {
  const name = called(given ?? otherwise);
  if (typeof input === "string") return { name, text: given === undefined ? manifest(input) : input };
  if (isBytes(input)) return { name, text: decoded(input, name) };
  if (input === null || typeof input !== "object" || typeof input.then === "function") {
    const what = typeof input?.then === "function" ? "a promise: await it" : String(input);
    const hint = input == null ? "; where a reader of YAML made it of an empty document, leave it out" : "";
    throw new TypeError(`kubelaw cannot judge ${what}; give it a string or an object${hint}`);
  }
  if (!hasMembers(input)) throw new TypeError(`kubelaw cannot judge ${whatIs(input)}; give it a string or an object`);
  // A Kubernetes object has a kind and no text.
  if (input.kind !== undefined || input.text === undefined) return { value: input };
  if (typeof input.text !== "string" && !isBytes(input.text)) throw new TypeError(`\`text\` takes a string, not ${whatIs(input.text)}`);
  const own = called(input.name ?? name);
  return { name: own, text: typeof input.text === "string" ? input.text : decoded(input.text, own) };
}

const asText = ({ name, text, value }) => (text === undefined ? { name: "<value>", text: asWritten(value) } : { name, text });

/** A text for a text, an object for an object; what is nested too deep as it was given. */
function output(given, text = TOO_DEEP) {
  if (text === TOO_DEEP) return given.text ?? given.value;
  return "text" in given ? text : JSON.parse(text);
}

/** Whether a value is surely one object: of others a report knows more. */
const isObject = ({ apiVersion, kind }) => Boolean(apiVersion && kind) && !String(kind).endsWith("List");

const whatIs = (value) => (["object", "string"].includes(typeof value) ? Object.prototype.toString.call(value) : String(value));

const isRecord = (value) => Object.prototype.toString.call(value) === "[object Object]";

/** JSON of a value that has nothing but what JSON has. */
function written(value, indent) {
  const json = JSON.stringify(value, null, indent);
  needWhole(value);
  return json;
}

/** The same of what comes from others, who may nest it deeper than JavaScript gets: the engine tells of it as of all that it cannot read. */
function asWritten(value, indent) {
  try {
    return written(value, indent);
  } catch (error) {
    if (error instanceof RangeError) return TOO_DEEP;
    throw error;
  }
}

const TOO_DEEP = "[".repeat(1000);

/** Throws where JSON leaves out what a value holds, which would pass unread. */
function needWhole(given) {
  const found = lost(given);
  if (found === undefined) return;
  // A path within the one object that was given, or within the options.
  const path = found.path.replace(/^\.(inputs\[0\]\.value\.)?/, "");
  throw new TypeError(`${path && `${path}: `}JSON has nothing like ${whatIs(found.value)}: convert it first`);
}

/** What of a value JSON leaves out, and the path to it. */
function lost(given) {
  if (isScalar(given)) return undefined;
  // What gives itself for JSON is asked once, as JSON does.
  const value = typeof given.toJSON === "function" ? given.toJSON() : given;
  if (isScalar(value)) return undefined;
  const isList = Array.isArray(value);
  if (!isList && (typeof value !== "object" || (Object.getPrototypeOf(value) !== Object.prototype && !isRecord(value)))) return { value, path: "" };
  for (const key of Object.keys(value)) {
    const found = lost(value[key]);
    if (found) return { value: found.value, path: (isList ? `[${key}]` : `.${key}`) + found.path };
  }
  return undefined;
}

const isScalar = (value) => typeof value === "string" || typeof value === "boolean" || value === undefined || value === null || Number.isFinite(value);

const ENDINGS = [".yaml", ".yml", ".json", ".jsonl", ".law"];

/** What a path to a folder is like, and no text that holds an object. */
const FOLDER = /^(?:[^\n:{[#\\/]|:(?!\s|$))*[\\/](?:[^\n:{[#]|:(?!\s|$))*$/;

// The ending is looked at first, for a text may be long and come often.
const isFile = (text) => ENDINGS.some((ending) => text.endsWith(ending)) && !/[\n#{"]/.test(text);

/** A text that has no name. The name of a file holds no object, so that taken for a text it would pass. */
const manifest = (text) => (text.length <= 4096 && FOLDER.test(text) ? nameOfFile(text) : contents(text));

/** A text, which the name of a file is not. */
const contents = (text) => (typeof text === "string" && isFile(text) ? nameOfFile(text) : text);

function nameOfFile(text) {
  throw new TypeError(`kubelaw takes the text of files, and ${JSON.stringify(text)} is the name of a file: give it what the file holds`);
}

function called(name) {
  if (typeof name === "string") return name;
  throw new TypeError(`\`name\` takes a string, not ${String(name)}`);
}

/** Whether it is a file's bytes, be they of another realm, as under a test runner. */
const isBytes = (value) => ArrayBuffer.isView(value) && value[Symbol.toStringTag] === "Uint8Array";

/** Whether JSON has what an object holds: of a Map, a Response or a buffer it has nothing, which would pass. */
function hasMembers(input) {
  if (ArrayBuffer.isView(input) || typeof (input.valueOf?.() ?? input) !== "object") return false;
  if (typeof input.toJSON === "function") return typeof input.toJSON() === "object";
  return [Object.prototype, Array.prototype, null].includes(Object.getPrototypeOf(input)) || Object.keys(input).length > 0;
}

/** A file's bytes as text, as they stand. */
function decoded(bytes, name) {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    const isUtf16 = (bytes[0] ^ bytes[1]) === 1 && Math.max(bytes[0], bytes[1]) === 0xff;
    throw new TypeError(`${name} is ${isUtf16 ? "UTF-16 text: save it as UTF-8" : "not UTF-8 text"}`);
  }
}

/** A value of JSON that nobody can change. */
function freeze(value) {
  if (typeof value !== "object" || value === null) return;
  Object.values(value).forEach(freeze);
  Object.freeze(value);
}

const summary = (diagnostics) => diagnostics.map(({ code, message }) => `${code}: ${message}`).join("\n");

const encoder = new TextEncoder();
const room = new Uint8Array(1 << 16);

/**
 * A text in UTF-8, until the next is asked for: in room that is there already where it is sure to fit. Texts that the
 * compiled half is given as such are copied unit by unit, which takes a small object as long as to be read.
 */
function utf8(text) {
  if (3 * text.length > room.length) return encoder.encode(text);
  return room.subarray(0, encoder.encodeInto(text, room).written);
}

/** The error of the compiled half as one that carries diagnostics. */
function lawError(error) {
  let told;
  try {
    told = JSON.parse(error.message);
  } catch {
    return error;
  }
  return new LawError(told.message, told.diagnostics);
}
