import type { Reader, Tx } from "@/platform/db";
import type { Demand } from "../schema/access";

/** How staff sign in. */
export interface StaffSignIn {
  secondFactorFor: Demand;
  revision: number;
}

const SELECT = "SELECT secondFactorFor, revision FROM staff_sign_in_setting WHERE id = 1";

export function readStaffSignIn(db: Reader): Promise<StaffSignIn | undefined> {
  return db.row<StaffSignIn>(SELECT);
}

export function lockStaffSignIn(tx: Tx): Promise<StaffSignIn | undefined> {
  return tx.row<StaffSignIn>(`${SELECT} FOR UPDATE`);
}

export function saveStaffSignIn(tx: Tx, { secondFactorFor, revision }: StaffSignIn): void {
  tx.send("UPDATE staff_sign_in_setting SET secondFactorFor = ?, revision = ? WHERE id = 1", [
    secondFactorFor,
    revision,
  ]);
}
