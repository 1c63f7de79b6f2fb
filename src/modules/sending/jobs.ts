import type { Loop } from "@/platform/background";
import type { Job } from "@/platform/jobs";
import { pruneMessages } from "./service/messages";
import { Sender } from "./service/sender";

export const sendingJobs: readonly Job[] = [
  { name: "sending.prune", everySeconds: 3600, run: pruneMessages },
];

/** Made where they are turned: each process has its own. */
export const sendingLoops = (): Loop[] => [new Sender()];
