import type { Reader } from "@/platform/db";
import type { Work } from "@/platform/work";
import { hashesOfPerson, type Named } from "../../identity/service/person";
import { isPerOrder } from "../rules/per-order";
import type { ActivityRow } from "../store/activities";
import type { ParticipationRow } from "../store/participations";
import * as people from "../store/people";

/**
 * What an activity gives once it gives once to a person, as however many members they come. What adds to each
 * order has bounds of its own, and is for what was bought.
 */

const WORD = "activity";

/** Who had it themselves is judged by that. */
const hadNothing = (part: Pick<ParticipationRow, "awardCount"> | undefined) =>
  part === undefined || part.awardCount === 0;

type Asked = { activity: Pick<ActivityRow, "id" | "effect">; part: ParticipationRow | undefined };

/** Which of some activities gave it to a member as somebody else. */
export async function knownPersonIn(
  db: Reader,
  member: Named,
  asked: readonly Asked[],
): Promise<ReadonlySet<number>> {
  const ids = asked.flatMap(({ activity: { id, effect }, part }) =>
    !isPerOrder(effect) && hadNothing(part) ? [id] : [],
  );
  if (ids.length === 0) return new Set();
  return people.knownIn(db, ids, await hashesOfPerson(db, member, WORD));
}

/** Of one, as whoever joins it is asked. A refusal leaves nothing in the journal. */
export async function isKnownPerson(work: Work, member: Named, asked: Asked): Promise<boolean> {
  if (work.wasLetIn) return false;
  return (await knownPersonIn(work.tx, member, [asked])).has(asked.activity.id);
}

/**
 * Whether a member may be given what an activity gives once; from then on they are known, unless it is taken
 * back with `forget`, as where nothing is left to be given. Null where somebody they are had it. Only their
 * phone and address tell, which the journal has not.
 */
export async function takeAsPerson(
  work: Work,
  member: Named,
  { activity, part }: Asked,
): Promise<{ forget: () => void } | null> {
  if (!hadNothing(part)) return { forget: () => undefined };
  const hashes = await hashesOfPerson(work.tx, member, WORD);
  const isFirst = await people.isFirst(work.tx, activity.id, hashes);
  const isKnown = work.draws.text("known person", () => String(!isFirst)) === "true";
  return isKnown ? null : { forget: () => people.forget(work.tx, activity.id, hashes) };
}
