import { command, query, router } from "@/platform/trpc";
import * as schema from "./schema";
import { whoAmI } from "./service/authenticate";
import { endKey, issueKey, listKeys } from "./service/keys";
import { changeOperator, createOperator, listOperators, namesOfActors } from "./service/operators";
import { signOut } from "./service/sessions";

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
      // How hard a password is to guess may take seven tenths of a second of CPU to say.
      cost: 100,
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
