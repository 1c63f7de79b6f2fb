/** The members by the many, for jobs and files. */

export { birthdaysIn, type FoundMember, lastMemberId, membersNamed } from "../store/spans";
