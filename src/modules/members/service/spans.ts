import type { Reader } from "@/platform/db";
import { namesOf } from "../store/members";

/** The members by the many, for jobs and files. */

export {
  balancesOf,
  birthdaysIn,
  lastMemberId,
  type MemberBrief,
  membersIn,
  membersNamed,
} from "../store/spans";

/** How members are called, for lists that are about them. */
export async function namesOfMembers(db: Reader, ids: readonly number[]) {
  const named = await namesOf(db, [...new Set(ids)]);
  return new Map(named.map(({ id, memberCode, nickname }) => [id, { memberCode, nickname }]));
}
