import type { Outputs } from "@/trpc/client";

/** A benefit as the console lists it. */
export type Benefit = Outputs["benefits"]["list"]["items"][number];
