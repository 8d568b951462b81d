import type { EngineOptions } from "../index.js";

/** The default selection of `kubelaw check`, as options of `Engine.create`. */
declare const options: EngineOptions;
export default options;
