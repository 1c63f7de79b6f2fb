/** The members by the many, for jobs and files. */

export {
  balancesOf,
  birthdaysIn,
  lastMemberId,
  type MemberBrief,
  membersIn,
  membersNamed,
} from "../store/spans";
