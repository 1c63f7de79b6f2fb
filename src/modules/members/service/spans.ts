/** The members by the many, for jobs and files. */

export { birthdaysIn, lastMemberId, membersNamed } from "../store/spans";
