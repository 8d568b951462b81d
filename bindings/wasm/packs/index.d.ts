import type { Pack } from "../index.js";

/** A pack that ships with kubelaw. */
declare const pack: Pack;
export default pack;
