import { defineConfig } from "vite";

export default defineConfig({
  // The page works wherever it is put.
  base: "./",
  build: { target: "es2022", chunkSizeWarningLimit: 1500, assetsInlineLimit: 0 },
});
