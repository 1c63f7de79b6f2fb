import { DomainError } from "@/platform/errors";
import type { Ask } from "@/platform/trpc";
import type { Work } from "@/platform/work";
import { DEFAULT_POLICY, ownMailboxOf, policyChanges, policyFaults } from "../rules/policy";
import { type ApprovalKind, approvalKind } from "../schema/approvals";
import { type SetPolicyInput, WITH_WORTH } from "../schema/policy";
import * as store from "../store/policy";
import { actingAdminsOf } from "../store/users";
import { propose } from "./approvals";
import { policyRows } from "./policy";

/** The policy of approvals as it is read and changed. */

export async function viewPolicy(ask: Ask) {
  const rows = await policyRows(ask);
  const items = approvalKind.options.map((act) => {
    const row = rows.get(act) ?? { ...DEFAULT_POLICY, revision: 0 };
    return { ...row, act, hasWorth: WITH_WORTH.includes(act) };
  });
  return { items, secondPerson: await hasSecondPerson(ask) };
}

/** Whether there is an admin who is somebody else than whoever asks. */
async function hasSecondPerson({ db, caller }: Pick<Ask, "db" | "caller">): Promise<boolean> {
  const admins = await actingAdminsOf(db);
  const own = admins.filter(({ id, personId }) =>
    [id, personId].some((one) => one === caller.personId || one === caller.userId),
  );
  const mailboxes = new Set(own.map(({ email }) => ownMailboxOf(email)));
  return admins.some((one) => !own.includes(one) && !mailboxes.has(ownMailboxOf(one.email)));
}

/**
 * Asks for another policy of one act. It always waits for a second person, whether it is stricter or
 * not: so nobody shuts themselves out alone, and nobody opens a door alone.
 *
 * Refusals in order: VALIDATION_FAILED (does not fit the act or together), VERSION_CONFLICT (changed
 * since it was read), PERMISSION_DENIED (NO_SECOND_PERSON: nobody is there who could approve).
 */
export async function askForPolicy(work: Work, { reason, ...wanted }: SetPolicyInput) {
  const { act, revision, ...policy } = wanted;
  const errors = policyFaults(act, policy);
  if (errors.length > 0) throw new DomainError("VALIDATION_FAILED", {}, errors);
  const before = await lockedAt(work, act, revision);
  const changes = policyChanges(before, policy);
  if (changes.length === 0) return { approvalId: null };
  if (!work.wasLetIn && !(await hasSecondPerson(work))) {
    throw new DomainError("PERMISSION_DENIED", { reason: "NO_SECOND_PERSON" });
  }
  const subject = `policy:${act}`;
  const proposal = { kind: "POLICY" as const, subject, name: act, changes, reason, apply: wanted };
  return { approvalId: String(await propose(work, proposal)) };
}

/** @throws DomainError VERSION_CONFLICT */
async function lockedAt(work: Work, act: ApprovalKind, revision: number) {
  const row = await store.lockPolicy(work.tx, act);
  const before = row ?? { ...DEFAULT_POLICY, act, revision: 0 };
  if (before.revision !== revision) {
    throw new DomainError("VERSION_CONFLICT", { revision: before.revision });
  }
  return before;
}

/** A policy that a second person has agreed to. @throws DomainError VERSION_CONFLICT */
export async function setPolicy(
  work: Work,
  { act, revision, ...policy }: Omit<SetPolicyInput, "reason">,
): Promise<void> {
  const before = await lockedAt(work, act, revision);
  const after = { act, ...policy, revision: revision + 1 };
  store.savePolicy(work.tx, after);
  work.audit({ action: "approvals.setPolicy", target: `policy:${act}`, before, after });
}
