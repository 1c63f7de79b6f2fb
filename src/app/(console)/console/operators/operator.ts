import type { Outputs } from "@/trpc/client";

/** An account as the console lists it. */
export type Operator = Outputs["access"]["operators"]["items"][number];

/** What may be done to one. */
export type Change = "toAdmin" | "toOperator" | "disable" | "enable";
