import type { Outputs } from "@/trpc/client";

/** A delivery as the console lists it. */
export type Delivery = Outputs["webhooks"]["deliveries"]["items"][number];
