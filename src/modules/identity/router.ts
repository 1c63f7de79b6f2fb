import { command, query, router } from "@/platform/trpc";
import { nothing, passOutput } from "../access/schema";
import * as schema from "./schema";
import { prepareSignUp, setSignUp, signUp, signUpOffer, signUpSetting } from "./service/sign-up";

/** Whether there is an account is not told by the time either: see access. */
const SOONEST_MS = 350;

const ADMINS = { operator: "access:manage" } as const;

export const identityRouter = router({
  /** What the pages for signing up and in offer. */
  signUpOffer: query(
    { access: { public: true }, input: nothing, output: schema.signUpOffer },
    (ask) => signUpOffer(ask.db),
  ),
  signUp: command(
    { access: { public: true }, input: schema.signUpInput, output: passOutput, secret: true },
    (work, input, prepared) => signUp(work, input, prepared),
    {
      before: prepareSignUp,
      // Two at once with one address: the second is let in to the account of the first.
      recover: async ({ domainCode }) => domainCode === "DUPLICATE_REFERENCE",
      soonestMs: SOONEST_MS,
    },
  ),

  signUpSetting: query({ access: ADMINS, input: nothing, output: schema.signUpSetting }, (ask) =>
    signUpSetting(ask),
  ),
  setSignUp: command(
    { access: ADMINS, input: schema.setSignUpInput, output: schema.signUpSetting },
    (work, input) => setSignUp(work, input),
  ),
});
