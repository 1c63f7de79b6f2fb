import { z } from "zod";
import { command, query, router } from "@/platform/trpc";
import * as schema from "./schema";
import { applePass } from "./service/apple";
import { googleLink } from "./service/google";
import { walletOffer } from "./service/settings";
import * as phones from "./service/web-service";

const nothing = z.strictObject({});
/** A signature by RSA takes far more than an answer. */
const SIGNED = 20;
/** Phones of one network have one address, and ask all at once when a campaign is over: less than it takes. */
const SIGNED_FOR_PHONE = 5;
/** A phone is nobody who signs in: what it shows is the token of the card that it holds. */
const PHONE = { public: true } as const;

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
  register: command(
    { access: PHONE, input: schema.registration, output: schema.registered, secret: true },
    (work, input) => phones.registerDevice(work, input),
  ),
  unregister: command(
    { access: PHONE, input: schema.deviceOfPass, output: schema.unregistered, secret: true },
    (work, input) => phones.unregisterDevice(work, input),
  ),
  changed: query(
    { access: PHONE, input: schema.changedQuery, output: schema.changedPasses },
    (ask, input) => phones.changedPasses(ask.db, input),
  ),
  latest: query(
    {
      ...{ access: PHONE, input: schema.latestQuery, output: schema.latestPass },
      cost: SIGNED_FOR_PHONE,
    },
    (ask, input) => phones.latestPass(ask, input),
  ),
});
