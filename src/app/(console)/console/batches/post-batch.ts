import type { ApiFailure, Outputs } from "@/trpc/client";
import type { BatchInputRow } from "./batch-file";

interface NewBatch {
  reason: string;
  dryRun: boolean;
  rows: readonly BatchInputRow[];
  /** The batch of the same rows, where they are to be applied all the same. */
  repeatOf?: string;
}

/** The batch that has the same rows already, where that is why one was refused. */
export function repeatedIn(error: unknown): string | undefined {
  return error instanceof BatchRefused && error.failure.code === "BATCH_REPEATED"
    ? error.batchId
    : undefined;
}

/** What the API said against a batch. */
export class BatchRefused extends Error {
  constructor(
    readonly failure: ApiFailure,
    readonly batchId?: string,
  ) {
    super(failure.code);
  }
}

/**
 * Sends a batch through the REST door: it takes files of this size, and a key, so that sending
 * again after a broken connection never applies a row twice.
 *
 * @throws BatchRefused, or TypeError when nobody answered
 */
export async function postBatch(
  batch: NewBatch,
  key: string,
  locale: string,
): Promise<Outputs["points"]["createBatch"]> {
  const answer = await fetch("/api/v1/member-system/admin/points/batch", {
    method: "POST",
    headers: {
      "Content-Type": "application/json",
      "Accept-Language": locale,
      "Idempotency-Key": key,
    },
    body: JSON.stringify(batch),
  });
  if (answer.ok) return answer.json();
  throw await refusalIn(answer);
}

async function refusalIn(answer: Response): Promise<BatchRefused> {
  const problem: unknown = await answer.json().catch(() => null);
  const fields = (typeof problem === "object" ? problem : null) as Partial<
    Record<"code" | "detail" | "requestId" | "batchId", string>
  > | null;
  const failure = {
    code: fields?.code ?? "UNREACHABLE",
    detail: fields?.detail,
    requestId: fields?.requestId,
    fieldErrors: [],
  };
  return new BatchRefused(failure, fields?.batchId);
}

/** A name for one sending; not only secure pages may make one. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
