import type { Outputs } from "@/trpc/client";

/** A redemption as it waits for the shop. */
export type QueuedRedemption = Outputs["rewards"]["queue"]["items"][number];
