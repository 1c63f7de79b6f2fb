import { query } from "@/platform/trpc";
import { nothing } from "../access/schema/access";
import * as schema from "./schema/versions";
import { currentProgram, versionsOf } from "./service";

/** Reading the rules; whoever publishes them knows more than this module. */
export const programProcedures = {
  current: query(
    {
      access: { operator: "program:read" },
      input: nothing,
      output: schema.currentProgram,
    },
    (ask) => currentProgram(ask),
  ),

  versions: query(
    {
      access: { operator: "program:read" },
      input: schema.versionsInput,
      output: schema.versionList,
      fromReplica: true,
    },
    (ask, input) => versionsOf(ask, input),
  ),
};
