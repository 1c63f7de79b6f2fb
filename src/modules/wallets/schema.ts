import { z } from "zod";
import { instant } from "@/platform/scalars";

/** Which of the wallets on phones a member can put their card into. */
export const walletOffer = z.object({ apple: z.boolean(), google: z.boolean() });

/** Null where the shop has agreed on none. */
export const applePass = z.object({ file: z.base64().nullable().describe("a .pkpass file") });
export const googleLink = z.object({ url: z.url().nullable() });

export const walletKind = z.enum(["APPLE", "GOOGLE"]);
export type WalletKind = z.infer<typeof walletKind>;

/** As a phone or watch calls itself. */
const deviceId = z.string().regex(/^[\w-]{1,64}$/);
const passType = z.string().max(128);
const serial = z.string().regex(/^[A-Z0-9-]{1,32}$/);
const token = z.string().min(16).max(128);

/** A pass as whoever holds it shows that they do. */
export const heldPass = z.strictObject({ passType, serial, token });
export const registration = z.strictObject({
  ...heldPass.shape,
  deviceId,
  // Stands in an address of Apple's.
  pushToken: z.string().regex(/^[\dA-Fa-f]{16,200}$/),
});
export const registered = z.object({ isNew: z.boolean() });
export const deviceOfPass = z.strictObject({ ...heldPass.shape, deviceId });
export const unregistered = z.object({ removed: z.boolean() });
export const changedQuery = z.strictObject({
  passType,
  deviceId,
  since: z.string().max(32).optional().describe("what was answered as lastUpdated before"),
});
export const changedPasses = z.object({
  serialNumbers: z.array(z.string()),
  lastUpdated: z.string(),
});
export const latestQuery = z.strictObject({ ...heldPass.shape, modifiedSince: instant.optional() });
export const latestPass = z.object({
  file: z.base64().nullable().describe("null where nothing has changed since"),
  changedAt: instant,
});
