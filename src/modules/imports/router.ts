import { command, query, router } from "@/platform/trpc";
import * as schema from "./schema";
import * as runs from "./service/runs";
import { listImports, mappingsOf, viewImport } from "./service/view";

const ACCESS = { operator: "imports:write", service: "imports:write" } as const;
const STARTED = { access: ACCESS, output: schema.importStarted };

/** What members had in the system before: told in parts, judged, agreed to by a second person, applied. */
export const importsRouter = router({
  create: command(
    {
      ...STARTED,
      input: schema.createImportInput,
      rest: {
        method: "POST",
        path: "/admin/imports",
        tag: "members",
        summary: "Begin an import from the system before",
        description:
          "Then tell its rows in parts, have them checked, look at every row’s fate, and start it: another person approves. A row that was applied once, in whatever file of the same source, is never applied again.",
        status: 201,
        statuses: [201],
        example: {
          input: { kind: "MEMBERS", source: "oldcrm", reason: "moving to member-system" },
        },
      },
    },
    (work, input) => runs.createImport(work, input),
  ),

  addRows: command(
    {
      ...STARTED,
      input: schema.addRowsInput,
      rest: {
        method: "PUT",
        path: "/admin/imports/{importId}/parts/{part}",
        tag: "members",
        summary: "Tell a part of an import’s rows",
        description: "Up to 2,000 rows and 4 MB, in any order. A part told again is known.",
        bodyBytesMax: schema.PART_BYTES_MAX,
        errors: ["NOT_FOUND", "DUPLICATE_REFERENCE", "VERSION_CONFLICT"],
        example: {
          input: {
            rows: [{ line: 2, externalId: "u-1001", points: "1,200", pointsEndOn: "2028-06-30" }],
          },
        },
      },
    },
    (work, input) => runs.addRows(work, input),
  ),

  check: command(
    {
      ...STARTED,
      input: schema.checkInput,
      rest: {
        method: "POST",
        path: "/admin/imports/{importId}/check",
        tag: "members",
        summary: "Have all rows of an import judged",
        errors: ["NOT_FOUND", "VERSION_CONFLICT"],
        example: { input: { rows: 1 } },
      },
    },
    (work, input) => runs.checkImport(work, input),
  ),

  start: command(
    {
      ...STARTED,
      input: schema.importOf,
      rest: {
        method: "POST",
        path: "/admin/imports/{importId}/start",
        tag: "members",
        summary: "Ask another person to approve an import",
        errors: ["NOT_FOUND", "VERSION_CONFLICT"],
      },
    },
    (work, input) => runs.startImport(work, input),
  ),

  drop: command(
    {
      ...STARTED,
      input: schema.importOf,
      rest: {
        method: "POST",
        path: "/admin/imports/{importId}/drop",
        tag: "members",
        summary: "Drop an import that nobody wants",
        errors: ["NOT_FOUND", "VERSION_CONFLICT"],
      },
    },
    (work, input) => runs.dropImport(work, input),
  ),

  get: query(
    {
      access: ACCESS,
      input: schema.importViewInput,
      output: schema.importView,
      fromReplica: true,
      rest: {
        method: "GET",
        path: "/admin/imports/{importId}",
        tag: "members",
        summary: "Get an import, its rows and what came of it",
        errors: ["NOT_FOUND"],
      },
    },
    (ask, input) => viewImport(ask, input),
  ),

  list: query(
    {
      access: ACCESS,
      input: schema.importListInput,
      output: schema.importList,
      fromReplica: true,
      rest: {
        method: "GET",
        path: "/admin/imports",
        tag: "members",
        summary: "List imports, newest first",
      },
    },
    (ask, input) => listImports(ask, input),
  ),

  mappings: query(
    {
      access: { operator: "imports:write" },
      input: schema.nothing,
      output: schema.mappings,
      fromReplica: true,
    },
    (ask) => mappingsOf(ask),
  ),
});
