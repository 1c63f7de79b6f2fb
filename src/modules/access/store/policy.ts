import type { Reader, Tx } from "@/platform/db";
import { insertInto, onDuplicate } from "@/platform/insert";
import type { ApprovalKind } from "../schema/approvals";
import type { ActPolicy } from "../schema/policy";

export interface PolicyRow extends ActPolicy {
  act: ApprovalKind;
  revision: number;
}

const SELECT =
  "SELECT act, always, aboveMinor, dayMinor, decidedBy, waitDays, revision FROM approval_policy";

const rowOf = (row: PolicyRow): PolicyRow => ({ ...row, always: Boolean(row.always) });

export async function policies(db: Reader): Promise<PolicyRow[]> {
  return (await db.rows<PolicyRow>(SELECT)).map(rowOf);
}

export async function lockPolicy(tx: Tx, act: ApprovalKind): Promise<PolicyRow | undefined> {
  const row = await tx.row<PolicyRow>(`${SELECT} WHERE act = ? FOR UPDATE`, [act]);
  return row && rowOf(row);
}

export function savePolicy(tx: Tx, row: PolicyRow): void {
  tx.send(
    ...onDuplicate(
      insertInto(
        "approval_policy",
        ["act", "always", "aboveMinor", "dayMinor", "decidedBy", "waitDays", "revision"],
        row,
      ),
      `always = VALUES(always), aboveMinor = VALUES(aboveMinor), dayMinor = VALUES(dayMinor),
       decidedBy = VALUES(decidedBy), waitDays = VALUES(waitDays), revision = VALUES(revision)`,
    ),
  );
}
