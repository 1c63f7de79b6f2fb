import { memberRef } from "@/platform/auth";
import { command, query, router } from "@/platform/trpc";
import {
  askCodeOutput,
  newestInput,
  nothing,
  PROVEN_STRENGTH_COST,
  passOutput,
  sessionsEnded,
} from "../access/schema/access";
import * as schema from "./schema";
import {
  askContactCode,
  changeContact,
  prepareContactChange,
  prepareContactCode,
} from "./service/contact";
import { handOff, lookAtHandoff } from "./service/handoff";
import * as passkeys from "./service/passkeys";
import * as factors from "./service/second-factor";
import { prepareSignUp, setSignUp, signUp, signUpOffer, signUpSetting } from "./service/sign-up";
import * as links from "./service/staff-links";

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

  /** A code for one side of a change of address; whether somebody has the new one is not told. */
  askContactCode: command(
    {
      access: { person: true },
      input: schema.askContactCodeInput,
      output: askCodeOutput,
      secret: true,
    },
    async (work, _, asked) => askContactCode(work, asked),
    { before: prepareContactCode, soonestMs: SOONEST_MS },
  ),
  changeContact: command(
    {
      access: { person: true },
      input: schema.changeContactInput,
      output: sessionsEnded,
      secret: true,
    },
    (work, _, change) => changeContact(work, change),
    { before: prepareContactChange, soonestMs: SOONEST_MS },
  ),

  signUpSetting: query({ access: ADMINS, input: nothing, output: schema.signUpSetting }, (ask) =>
    signUpSetting(ask),
  ),
  setSignUp: command(
    { access: ADMINS, input: schema.setSignUpInput, output: schema.signUpSetting },
    (work, input) => setSignUp(work, input),
  ),

  /** What the browser owes whose sign-in lacks the second factor. */
  owed: query({ access: { public: true }, input: nothing, output: schema.owed }, (ask) =>
    factors.whatIsOwed(ask),
  ),
  giveSecondFactor: command(
    {
      access: { owing: true },
      input: schema.giveFactorInput,
      output: schema.factorGiven,
      secret: true,
    },
    (work, _, factor) => factors.giveSecondFactor(work, factor),
    { before: factors.prepareFactor },
  ),
  beginSecondFactor: command(
    {
      access: { owing: true, person: true },
      input: nothing,
      output: schema.factorSecret,
      secret: true,
    },
    async (work, _, begun) => factors.beginSecondFactor(work, begun),
    { before: factors.prepareSecret },
  ),
  enrolSecondFactor: command(
    {
      access: { owing: true, person: true },
      input: schema.enrolFactorInput,
      output: schema.recoveryCodes,
      secret: true,
    },
    (work, _, enrolment) => factors.enrolSecondFactor(work, enrolment),
    { before: factors.prepareEnrolment },
  ),
  secondFactor: query(
    { access: { person: true }, input: nothing, output: schema.ownFactor },
    (ask) => factors.ownSecondFactor(ask),
  ),
  renewRecoveryCodes: command(
    {
      access: { person: true },
      input: schema.changeFactorInput,
      output: schema.recoveryCodes,
      secret: true,
    },
    (work, _, factor) => factors.renewRecoveryCodes(work, factor),
    { before: factors.prepareOwnFactor },
  ),
  removeSecondFactor: command(
    {
      access: { person: true },
      input: schema.changeFactorInput,
      output: schema.factorRemoved,
      secret: true,
    },
    (work, _, factor) => factors.removeSecondFactor(work, factor),
    { before: factors.prepareOwnFactor },
  ),
  takeSecondFactor: command(
    { access: ADMINS, input: schema.takeFactorInput, output: schema.factorRemoved },
    (work, { userId }) => factors.takeSecondFactor(work, userId),
  ),
  staffSignIn: query({ access: ADMINS, input: nothing, output: schema.staffSignIn }, (ask) =>
    factors.staffSignIn(ask.db),
  ),
  setStaffSignIn: command(
    { access: ADMINS, input: schema.setStaffSignInInput, output: schema.staffSignIn },
    (work, input) => factors.setStaffSignIn(work, input),
  ),

  invitations: query(
    { access: ADMINS, input: newestInput, output: schema.invitations },
    (ask, input) => links.listInvitations(ask, input),
  ),
  invite: command(
    { access: ADMINS, input: schema.inviteInput, output: schema.linkSent },
    (work, _, invitation) => links.invite(work, invitation),
    { before: links.prepareInvitation },
  ),
  revokeInvitation: command(
    {
      access: ADMINS,
      input: schema.revokeInvitationInput,
      output: schema.invitationRevoked,
    },
    (work, { linkId }) => links.revokeInvitation(work, linkId),
  ),
  sendReset: command(
    { access: ADMINS, input: schema.sendResetInput, output: schema.linkSent },
    (work, _, user) => links.sendReset(work, user),
    { before: links.prepareReset },
  ),
  /** A command only so that no address has what stands in the link. */
  lookAtLink: command(
    {
      access: { public: true },
      input: schema.lookAtLinkInput,
      output: schema.linkView,
      secret: true,
    },
    async (_work, _, seen) => seen,
    { before: links.whatLinkOpens },
  ),
  followLink: command(
    {
      access: { public: true },
      input: schema.followLinkInput,
      output: passOutput,
      secret: true,
      cost: PROVEN_STRENGTH_COST,
    },
    (work, _, use) => links.followLink(work, use),
    { before: links.prepareLinkUse },
  ),

  passkeys: query({ access: { person: true }, input: nothing, output: schema.passkeyList }, (ask) =>
    passkeys.listPasskeys(ask),
  ),
  beginPasskey: command(
    {
      access: { person: true },
      input: nothing,
      output: schema.passkeyBegun,
      secret: true,
    },
    async (work, _, begun) => passkeys.beginPasskey(work, begun),
    { before: passkeys.preparePasskey },
  ),
  addPasskey: command(
    {
      access: { person: true },
      input: schema.addPasskeyInput,
      output: schema.passkeyId,
      secret: true,
    },
    (work, _, addition) => passkeys.addPasskey(work, addition),
    { before: passkeys.prepareAddition },
  ),
  renamePasskey: command(
    { access: { person: true }, input: schema.renamePasskeyInput, output: schema.passkeyId },
    (work, input) => passkeys.renamePasskey(work, input),
  ),
  removePasskey: command(
    { access: { person: true }, input: schema.removePasskeyInput, output: schema.passkeyId },
    (work, input) => passkeys.removePasskey(work, input),
  ),
  beginPasskeySignIn: query(
    { access: { public: true }, input: nothing, output: schema.passkeyBegun },
    () => passkeys.beginPasskeySignIn(),
  ),
  signInByPasskey: command(
    {
      access: { public: true },
      input: schema.signInByPasskeyInput,
      output: passOutput,
      secret: true,
    },
    (work, _, proof) => passkeys.signInByPasskey(work, proof),
    { before: passkeys.preparePasskeySignIn },
  ),
});
