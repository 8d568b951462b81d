import type { EngineOptions } from "../index.js";

/** What `kubelaw check` judges by where nothing else is asked for, as options of `Engine.create`. */
declare const options: EngineOptions;
export default options;
