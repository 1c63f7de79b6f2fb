import { z } from "zod";

/** Which of the wallets on phones a member can put their card into. */
export const walletOffer = z.object({ apple: z.boolean(), google: z.boolean() });

/** Null where the shop has agreed on none. */
export const applePass = z.object({ file: z.base64().nullable().describe("a .pkpass file") });
export const googleLink = z.object({ url: z.url().nullable() });
