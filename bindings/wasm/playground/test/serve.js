// A server of two folders: the built page, and the package as browsers may load it without a bundler.

import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";

const TYPES = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".wasm": "application/wasm" };
const folder = (path) => fileURLToPath(new URL(path, import.meta.url));
const FOLDERS = { "/package/": folder("../../"), "/": folder("../dist/") };

/** Serves on a free port of this machine alone; gives the address and what stops it. */
export async function serve() {
  const server = createServer(async (request, response) => {
    const path = normalize(new URL(request.url, "http://localhost").pathname);
    const [at, root] = Object.entries(FOLDERS).find(([prefix]) => path.startsWith(prefix));
    const file = join(root, path.slice(at.length) || "index.html");
    try {
      const content = await readFile(file);
      response.writeHead(200, { "content-type": TYPES[extname(file)] ?? "text/plain" }).end(content);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  return { address: `http://127.0.0.1:${server.address().port}/`, close: () => server.close() };
}
