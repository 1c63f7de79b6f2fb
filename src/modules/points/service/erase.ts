import type { Tx } from "@/platform/db";
import { eraseApprovals } from "../../access/service/erase";
import { eraseReasons as eraseEntryReasons } from "../store/entries";

/** What people wrote about a member's movements; who moved what, when and by which rule stays. */
export function eraseReasons(tx: Tx, memberId: number): void {
  eraseEntryReasons(tx, memberId);
  eraseApprovals(tx, memberId);
}
