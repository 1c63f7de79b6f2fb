import type { ImportKind, ImportRow } from "@/modules/imports/schema";
import { PART_ROWS_MAX } from "@/modules/imports/schema";
import type { ApiFailure } from "@/trpc/client";
import { type Mapping, rowOf } from "../column-names";
import type { TableFile } from "../table-file";

export interface NewImport {
  kind: ImportKind;
  source: string;
  reason: string;
  fileName: string;
  table: TableFile;
  mapping: Mapping;
}

/** What the API said against it. */
export class ImportRefused extends Error {
  constructor(readonly failure: ApiFailure) {
    super(failure.code);
  }
}

const AGAIN_MAX = 8;

/**
 * Through the REST door, which takes parts of this size. A part that was told is known when it is told
 * again, so a broken connection is tried once more, and who asks too often waits as long as is asked.
 *
 * @throws ImportRefused
 */
async function call(method: string, path: string, body: unknown, locale: string): Promise<unknown> {
  for (let turn = 1; ; turn++) {
    const answer = await fetch(`/api/v1/member-system/admin/imports${path}`, {
      method,
      headers: { "Content-Type": "application/json", "Accept-Language": locale },
      body: JSON.stringify(body),
    }).catch(() => null);
    if (answer?.ok) return answer.json();
    const isLater = answer === null || answer.status === 429 || answer.status === 503;
    if (!isLater || turn === AGAIN_MAX || (answer === null && method === "POST")) {
      throw new ImportRefused(await failureIn(answer));
    }
    const seconds = Number(answer?.headers.get("Retry-After") ?? turn);
    await new Promise((resolve) => setTimeout(resolve, Math.min(60, seconds || 1) * 1000));
  }
}

async function failureIn(answer: Response | null): Promise<ApiFailure> {
  const problem: unknown = await answer?.json().catch(() => null);
  const fields = (typeof problem === "object" ? problem : null) as Partial<
    Record<"code" | "detail" | "requestId", string>
  > | null;
  const { code = "UNREACHABLE", detail, requestId } = fields ?? {};
  return { code, detail, requestId, fieldErrors: [] };
}

/**
 * Tells the rows of a file, part by part, and has them judged.
 *
 * @param onRows how many have gone so far
 * @returns the import's id
 */
export async function sendImport(
  { table, mapping, ...about }: NewImport,
  locale: string,
  onRows: (rows: number) => void,
): Promise<string> {
  const created = await call("POST", "", { ...about, mapping }, locale);
  const { importId } = created as { importId: string };
  const { header, rows } = table;
  for (let from = 0, part = 1; from < rows.length; from += PART_ROWS_MAX, part += 1) {
    const some = rows.slice(from, from + PART_ROWS_MAX);
    const told: ImportRow[] = some.map((row) => rowOf(header, mapping, row));
    await call("PUT", `/${importId}/parts/${part}`, { rows: told }, locale);
    onRows(from + some.length);
  }
  await call("POST", `/${importId}/check`, { rows: rows.length }, locale);
  return importId;
}
