import type { Outputs } from "@/trpc/client";

/** A reward as the console lists it. */
export type ManagedReward = Outputs["rewards"]["managed"]["items"][number];
