import { memberRef } from "@/platform/auth";
import { command, query, router } from "@/platform/trpc";
import { nothing, PROVEN_STRENGTH_COST, passOutput } from "../access/schema";
import * as schema from "./schema";
import { handOff, lookAtHandoff } from "./service/handoff";
import { prepareSignUp, setSignUp, signUp, signUpOffer, signUpSetting } from "./service/sign-up";

export const sessionsRouter = router({
  handOff: command(
    {
      access: { member: "token", service: "sessions:write" },
      input: schema.handOffInput,
      output: schema.handOffOutput,
      secret: true,
      rest: {
        method: "POST",
        path: "/sessions/handoff",
        tag: "members",
        summary: "Get a link that opens the member’s pages signed in",
        description:
          "For whoever is signed in at the shop already: send their browser to the link. It works once, for 60 seconds. A service names the member; with a member’s token of the shop’s identity provider it is the member themself.",
        errors: ["MEMBER_NOT_FOUND", "MEMBER_STATUS_INVALID"],
        example: { input: { externalId: "u-1001", to: "/membership" } },
      },
    },
    (work, input) => handOff(work, memberRef(work.caller, input), input.to),
  ),
});

/** Whether there is an account is not told by the time either: see access. */
const SOONEST_MS = 350;

const ADMINS = { operator: "access:manage" } as const;

export const identityRouter = router({
  /** What the pages for signing up and in offer. */
  signUpOffer: query(
    { access: { public: true }, input: nothing, output: schema.signUpOffer },
    (ask) => signUpOffer(ask.db),
  ),
  /** For the page of a link, which names whom it signs in before it does; nothing is written. */
  lookAtHandoff: command(
    {
      access: { public: true },
      input: schema.lookAtHandoffInput,
      output: schema.lookAtHandoffOutput,
      secret: true,
    },
    async (_work, _input, found: Awaited<ReturnType<typeof lookAtHandoff>>) => found,
    { before: (ask, { code }) => lookAtHandoff(ask, code) },
  ),
  signUp: command(
    {
      access: { public: true },
      input: schema.signUpInput,
      output: passOutput,
      secret: true,
      cost: PROVEN_STRENGTH_COST,
    },
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
