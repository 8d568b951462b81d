// Runs the JavaScript of a Markdown text, block after block, as one module of the folder that this is started in.

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const text = readFileSync(process.argv[2], "utf8");
const blocks = [...text.matchAll(/^```js\n(.*?)^```$/gms)].map((match) => match[1]);
if (blocks.length === 0) throw new Error("there is no block to run");
const file = join(process.cwd(), "readme.js");
writeFileSync(file, blocks.join("\n"));
await import(pathToFileURL(file));
console.log(`README: ${blocks.length} blocks run`);
