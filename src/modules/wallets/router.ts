import { z } from "zod";
import { query, router } from "@/platform/trpc";
import * as schema from "./schema";
import { applePass } from "./service/apple";
import { googleLink } from "./service/google";
import { walletOffer } from "./service/settings";

const nothing = z.strictObject({});
/** A signature by RSA takes far more than an answer. */
const SIGNED = 20;

export const walletsRouter = router({
  offer: query(
    { access: { member: "self" }, input: nothing, output: schema.walletOffer },
    async () => walletOffer(),
  ),
  applePass: query(
    { access: { member: "self" }, input: nothing, output: schema.applePass, cost: SIGNED },
    (ask) => applePass(ask),
  ),
  googleLink: query(
    { access: { member: "self" }, input: nothing, output: schema.googleLink, cost: SIGNED },
    (ask) => googleLink(ask),
  ),
});
