import type { Caller } from "@/platform/auth";
import { once, type View } from "@/platform/view";
import type { Work } from "@/platform/work";
import { DEFAULT_POLICY, isBeyond } from "../rules/policy";
import { grantorOf, mayDecide } from "../rules/roles";
import { type ApprovalKind, approvalKind } from "../schema/approvals";
import type { ActPolicy } from "../schema/policy";
import * as store from "../store/policy";

/** Which acts want a second person beyond the limits of the rules, and whose approval. */

export function policyRows(view: View): Promise<ReadonlyMap<ApprovalKind, store.PolicyRow>> {
  return once(view, "approvalPolicy", async () => {
    const rows = await store.policies(view.db);
    return new Map(rows.map((row) => [row.act, row]));
  });
}

/** What is said of an act. */
export async function policyOf(view: View, act: ApprovalKind): Promise<ActPolicy> {
  return (await policyRows(view)).get(act) ?? DEFAULT_POLICY;
}

/** Whether an act of the one who acts waits by the policy, whatever the limits of the rules say. */
export async function wantsSecond(
  work: Work,
  act: ApprovalKind,
  worthMinor: number | null = 0,
): Promise<boolean> {
  if (grantorOf(work.caller) === null) return false;
  return isBeyond(await policyOf(work, act), worthMinor);
}

/** On what somebody may decide, but for what they asked for themselves. */
export async function decidableKinds(view: View, caller: Caller): Promise<ApprovalKind[]> {
  if (caller.personId === null || caller.kind === "service") return [];
  const policies = await policyRows(view);
  return approvalKind.options.filter((act) =>
    mayDecide(act, (policies.get(act) ?? DEFAULT_POLICY).decidedBy, caller.grants),
  );
}
