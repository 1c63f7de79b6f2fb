import { command, query, router } from "@/platform/trpc";
import * as schema from "./schema/access";
import { whoAmI } from "./service/authenticate";
import { askCode, enterByCode, prepareCode, prepareEntry } from "./service/enter";
import { endKey, issueKey, listKeys } from "./service/keys";
import { changeOperator, createOperator, listOperators, namesOfActors } from "./service/operators";
import { endOtherSessions, ownSessions } from "./service/own-account";
import { changePassword, prepareChange, prepareReset, resetPassword } from "./service/own-password";
import { signOut } from "./service/sessions";

/**
 * Whether there is an account is told neither by answers nor by their time: so much passes before any is
 * given.
 */
const SOONEST_MS = 350;

const ADMINS = { operator: "access:manage" } as const;

export const accessRouter = router({
  /** The person at the browser: what the shell of every page shows. */
  me: query({ access: { public: true }, input: schema.nothing, output: schema.me }, (ask) =>
    whoAmI(ask.caller),
  ),
  signOut: command(
    { access: { public: true }, input: schema.nothing, output: schema.signedOut },
    (work) => signOut(work),
  ),

  askCode: command(
    {
      access: { public: true },
      input: schema.askCodeInput,
      output: schema.askCodeOutput,
      secret: true,
    },
    async (work, _, asked) => askCode(work, asked),
    { before: prepareCode, soonestMs: SOONEST_MS },
  ),
  signInByCode: command(
    {
      access: { public: true },
      input: schema.signInByCodeInput,
      output: schema.passOutput,
      secret: true,
    },
    (work, _, code) => enterByCode(work, code),
    { before: prepareEntry, soonestMs: SOONEST_MS },
  ),
  resetPassword: command(
    {
      access: { public: true },
      input: schema.resetPasswordInput,
      output: schema.passOutput,
      secret: true,
      // Strength is looked at behind a right code, which anybody has of a mailbox of their own.
      cost: schema.PROVEN_STRENGTH_COST,
    },
    (work, _, reset) => resetPassword(work, reset),
    { before: prepareReset, soonestMs: SOONEST_MS },
  ),

  sessions: query(
    { access: { person: true }, input: schema.nothing, output: schema.ownSessions },
    (ask) => ownSessions(ask),
  ),
  endOtherSessions: command(
    { access: { person: true }, input: schema.nothing, output: schema.sessionsEnded },
    (work) => endOtherSessions(work),
  ),
  changePassword: command(
    {
      access: { person: true },
      input: schema.changePasswordInput,
      output: schema.sessionsEnded,
      secret: true,
      // Strength is looked at behind the present password only; a member has a hundred calls a minute.
      cost: 20,
    },
    (work, _, change) => changePassword(work, change),
    { before: prepareChange },
  ),

  keys: query({ access: ADMINS, input: schema.newestInput, output: schema.keyList }, (ask, input) =>
    listKeys(ask, input),
  ),
  createKey: command(
    {
      access: ADMINS,
      input: schema.createKeyInput,
      output: schema.createKeyOutput,
      secret: true,
    },
    (work, input) => issueKey(work, input),
  ),
  revokeKey: command(
    { access: ADMINS, input: schema.revokeKeyInput, output: schema.revokeKeyOutput },
    (work, { keyId }) => endKey(work, keyId),
  ),

  operators: query(
    { access: ADMINS, input: schema.newestInput, output: schema.operatorList },
    (ask, input) => listOperators(ask, input),
  ),
  createOperator: command(
    {
      access: ADMINS,
      input: schema.createOperatorInput,
      output: schema.createOperatorOutput,
      secret: true,
      cost: schema.STRENGTH_COST,
    },
    (work, input) => createOperator(work, input),
  ),
  changeOperator: command(
    { access: ADMINS, input: schema.changeOperatorInput, output: schema.changeOperatorOutput },
    (work, input) => changeOperator(work, input),
  ),

  /** For lists that name who acted. */
  actorNames: query(
    {
      access: { operator: "audit:read" },
      input: schema.actorNamesInput,
      output: schema.actorNames,
    },
    (ask, { actors }) => namesOfActors(ask, actors),
  ),
});
