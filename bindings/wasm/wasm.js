// Where the compiled half is, and whether it is there yet.

import { initSync as instantiate } from "./pkg/kubelaw.js";

/** How the compiled half is had when nobody gives it; `node.js` puts another way here. */
export const source = {
  load: () => fetch(new URL("./pkg/kubelaw_bg.wasm", import.meta.url)),
};

let ready = false;
let loading;

/** Makes the compiled half ready: at once, from its bytes or from a `WebAssembly.Module`. */
export function initSync(module) {
  if (ready) return;
  instantiate({ module });
  ready = true;
}

/** Makes the compiled half ready: from bytes, a module, a response or an address; without any, from beside this file. */
export function init(given) {
  if (ready) return Promise.resolve();
  // Whoever comes while it is being loaded waits for the same; after a failure it is tried anew.
  loading ??= obtain(given)
    .then((module) => initSync(module))
    .finally(() => (loading = undefined));
  return loading;
}

async function obtain(given) {
  let what = await given;
  if (what === undefined) what = await source.load();
  if (typeof what === "string" || what instanceof URL) what = await fetch(what);
  if (typeof Response === "function" && what instanceof Response) {
    if (!what.ok) throw unloaded(`${what.status} ${what.statusText} ${what.url}`.trim());
    what = await what.arrayBuffer();
  }
  // Compiling apart from the page's thread; `initSync` then has little left to do.
  return what instanceof WebAssembly.Module ? what : WebAssembly.compile(what);
}

/** That the compiled half is not where it ought to be, as where a bundler has not taken it along. */
export const unloaded = (why) => new Error(`the compiled half cannot be loaded: ${why}; give \`init\` what \`kubelaw/kubelaw.wasm\` is`);

/** Throws unless the compiled half is there. */
export function needReady() {
  if (!ready) throw new Error("kubelaw is not loaded yet: `await init()` first, or call `initSync(bytes)`");
}
