import type { Loop } from "@/platform/background";
import { reader } from "@/platform/db";
import type { Job } from "@/platform/jobs";
import { Deliverer } from "./service/deliver";
import { pruneDeliveries } from "./service/deliveries";
import { forgetAnswers } from "./service/forget";
import { neededFrom } from "./store/endpoints";

export const webhookJobs: readonly Job[] = [
  { name: "webhooks.prune", everySeconds: 3600, run: pruneDeliveries },
  { name: "webhooks.forget", everySeconds: 60, run: forgetAnswers },
];

/** The last event that every endpoint has got. */
export const deliveredUpTo = (): Promise<number> => neededFrom(reader);

/** Made where they are turned: each process has its own. */
export const webhookLoops = (): Loop[] => [new Deliverer()];
