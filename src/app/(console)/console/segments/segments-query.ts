import type { Outputs } from "@/trpc/client";

export type Segment = Outputs["segments"]["list"]["items"][number];
