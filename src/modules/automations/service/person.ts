import type { Reader } from "@/platform/db";
import { hashesOfPerson, type Named } from "../../identity/service/person";

/** Hashes of the release before were of welcomes alone. */
const wordFor = (subject: string) => (subject === "JOINED" ? "welcome" : `automation:${subject}`);

/** By which somebody who had what an automation gives is known again as another member. */
export const hashesOf = (db: Reader, member: Named, subject: string): Promise<string[]> =>
  hashesOfPerson(db, member, wordFor(subject));
