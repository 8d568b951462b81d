// The entry for Node: the compiled half is a file beside this one.

import { readFile } from "node:fs/promises";
import { source, unloaded } from "./wasm.js";

source.load = () =>
  readFile(new URL("./pkg/kubelaw_bg.wasm", import.meta.url)).catch(({ message }) => {
    throw unloaded(message);
  });

export * from "./index.js";
