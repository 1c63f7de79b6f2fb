import { permissionsOf } from "@/modules/access/rules/roles";
import type { StaffRole } from "@/modules/access/schema/access";
import { ANONYMOUS, type Caller } from "@/platform/auth";
import { account } from "./credentials";

/** Somebody of the staff with an account, as whoever calls. */
export async function staffCaller(role: StaffRole = "operator"): Promise<Caller> {
  const { id } = await account(role);
  return {
    ...ANONYMOUS,
    ...{ kind: role, actor: `${role}:${id}`, userId: id, personId: id },
    grants: new Set<string>(permissionsOf(role)),
  };
}
