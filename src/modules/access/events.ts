import { z } from "zod";
import { insideId } from "@/platform/scalars";

export const accessEvents = {
  "access.sign_in_attack": z.object({
    against: z.enum(["ACCOUNT", "EVERYBODY"]).describe("one account, or many from one region"),
    userId: insideId.nullable().describe("the account, null for EVERYBODY"),
    region: z.string().describe("where the last try came from: an IPv4 /24 or an IPv6 /48"),
    failures: z.int().describe("wrong passwords within an hour"),
  }),
};
