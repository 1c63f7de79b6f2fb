import type { Loop } from "@/platform/background";
import { GuestClaims } from "./service/claims";

/** Made where they are turned: each process has its own. */
export const intakeLoops = (): Loop[] => [new GuestClaims()];
