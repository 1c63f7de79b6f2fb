import type { Loop } from "@/platform/background";
import type { Job } from "@/platform/jobs";
import { FOLLOW, followEvents, forgetEnded } from "./service/follow";
import { WalletUpdater } from "./service/updater";

export { walletsFollowedUpTo } from "./service/follow";

export const walletsJobs: readonly Job[] = [
  { name: FOLLOW, everySeconds: 2, run: followEvents },
  { name: "wallets.forget", everySeconds: 3600, run: forgetEnded },
];

/** Made where they are turned: each process has its own. */
export const walletsLoops = (): Loop[] => [new WalletUpdater()];
