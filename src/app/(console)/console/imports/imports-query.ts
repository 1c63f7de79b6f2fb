import type { Outputs } from "@/trpc/client";

export type ImportView = Outputs["imports"]["get"];
export type ImportStatus = ImportView["status"];
export type RowStatus = ImportView["items"][number]["status"];

/** The questions of these pages, the same on the server and in the browser. */
export const importsInput = { limit: 20 };

/** So many rows at once. */
const ROWS = 50;

export function importInput(importId: string, status?: RowStatus) {
  return { importId, limit: ROWS, ...(status ? { status } : {}) };
}

/** How soon to look again: often while rows are decided, seldom while somebody has to. */
export function refetchAfterMs(statuses: readonly ImportStatus[]): number | false {
  if (statuses.some((one) => one === "CHECKING" || one === "RUNNING")) return 2_000;
  return statuses.includes("WAITING_FOR_APPROVAL") ? 15_000 : false;
}
