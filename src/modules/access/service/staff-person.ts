import { ANONYMOUS, type Caller } from "@/platform/auth";
import type { Reader } from "@/platform/db";
import { isPlaceholder } from "../rules/email";
import { permissionsOf } from "../rules/roles";
import { userById } from "../store/users";

export interface StaffPerson {
  /** What they may do, as if they asked themselves. */
  caller: Caller;
  email: string | null;
}

/** Somebody of the staff as they are now; null who is none, or is disabled. */
export async function staffPerson(db: Reader, userId: number): Promise<StaffPerson | null> {
  const user = await userById(db, userId);
  if (!user || user.role === "member") return null;
  const { id, role, email } = user;
  return {
    caller: {
      ...ANONYMOUS,
      kind: role,
      actor: `${role}:${id}`,
      userId: id,
      personId: user.answeredForBy ?? id,
      grants: new Set<string>(permissionsOf(role)),
    },
    email: isPlaceholder(email) ? null : email,
  };
}
