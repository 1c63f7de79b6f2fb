import type { Reader } from "@/platform/db";
import { DomainError, invariant } from "@/platform/errors";
import type { Work } from "@/platform/work";
import * as store from "../store/staff-sign-in";

export async function staffSignIn(db: Reader): Promise<store.StaffSignIn> {
  const setting = await store.readStaffSignIn(db);
  invariant(setting, "the setting’s row is there");
  return setting;
}

/**
 * Whom it is asked of is asked at their next sign-in.
 *
 * @throws DomainError VERSION_CONFLICT where somebody else changed it meanwhile
 */
export async function setStaffSignIn(work: Work, input: store.StaffSignIn) {
  const before = await store.lockStaffSignIn(work.tx);
  invariant(before, "the setting’s row is there");
  if (before.revision !== input.revision) throw new DomainError("VERSION_CONFLICT");
  const after = { ...input, revision: before.revision + 1 };
  store.saveStaffSignIn(work.tx, after);
  work.audit({ action: "identity.setStaffSignIn", target: "staffSignIn", before, after });
  return after;
}
