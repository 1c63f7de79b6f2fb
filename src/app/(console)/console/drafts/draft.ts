import type { z } from "zod";
import type { createInput } from "@/modules/drafts/schema";
import type { Outputs } from "@/trpc/client";

/** A draft as its page has it. */
export type Draft = Outputs["drafts"]["get"];
export type Content = Draft["content"];
export type From = NonNullable<z.input<typeof createInput>["from"]>;
