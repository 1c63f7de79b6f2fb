import type { Loop } from "@/platform/background";
import { MachineSearches } from "./service/run";

/** Made where they are turned: each process has its own. */
export const machinesLoops = (): Loop[] => [new MachineSearches()];
