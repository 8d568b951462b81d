import type { Pack } from "kubelaw";

/** All packs that ship with kubelaw, for the option `shipped`. */
declare const packs: readonly Pack[];
export default packs;
