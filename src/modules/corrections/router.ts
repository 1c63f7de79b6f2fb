import { randomUUID } from "node:crypto";
import { memberRef } from "@/platform/auth";
import { command, query } from "@/platform/trpc";
import * as schema from "./schema";
import { adjustPoints } from "./service/adjust";
import * as batches from "./service/batches";

/** Points given and taken by people: one member's, or many members' at once. */
export const correctionProcedures = {
  adjust: command(
    {
      journal: "act",
      access: { operator: "points:adjust" },
      input: schema.adjustInput,
      output: schema.adjustOutput,
    },
    (work, { points, reason, memberNote = null, reference, ...who }) =>
      adjustPoints(work, memberRef(work.caller, who), {
        points,
        reason,
        memberNote,
        reference: reference ?? work.draws.text("reference", randomUUID),
      }),
  ),

  createBatch: command(
    {
      journal: "act",
      access: { operator: "points:adjust", service: "points:adjust" },
      input: schema.batchInput,
      output: schema.batchOutput,
      rest: {
        method: "POST",
        path: "/admin/points/batch",
        tag: "points",
        summary: "Adjust points for many members",
        description:
          "Up to 10,000 rows and 8 MB. A dry run only validates the rows. Rows that an earlier batch has, in any order, are refused as BATCH_REPEATED with its number, unless `repeatOf` names it.",
        status: 202,
        statuses: [202],
        bodyBytesMax: schema.BATCH_BYTES_MAX,
        errors: ["BATCH_REPEATED"],
        example: {
          input: {
            reason: "storm compensation",
            dryRun: true,
            rows: [{ externalId: "u-1001", points: 200, note: "late parcel" }],
          },
        },
      },
    },
    (work, input) => batches.createBatch(work, input),
  ),

  batch: query(
    {
      access: { operator: "points:adjust", service: "points:adjust" },
      input: schema.batchViewInput,
      output: schema.batchView,
      fromReplica: true,
      rest: {
        method: "GET",
        path: "/admin/points/batch/{batchId}",
        tag: "points",
        summary: "Get a batch’s progress and rows",
        errors: ["NOT_FOUND"],
      },
    },
    (ask, { batchId, ...page }) => batches.viewBatch(ask, batchId, page),
  ),

  batches: query(
    {
      access: { operator: "points:adjust" },
      input: schema.pageInput,
      output: schema.batchList,
      fromReplica: true,
    },
    (ask, input) => batches.listBatches(ask, input),
  ),
};
