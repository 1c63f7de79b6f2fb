import type { Loop } from "@/platform/background";
import type { Job } from "@/platform/jobs";
import { Deliverer } from "./service/deliver";
import { pruneDeliveries } from "./service/deliveries";
import { forgetAnswers } from "./service/forget";

export const webhookJobs: readonly Job[] = [
  { name: "webhooks.prune", everySeconds: 3600, run: pruneDeliveries },
  { name: "webhooks.forget", everySeconds: 60, run: forgetAnswers },
];

export { deliveredUpTo } from "./service/forget";

/** Made where they are turned: each process has its own. */
export const webhookLoops = (): Loop[] => [new Deliverer()];
