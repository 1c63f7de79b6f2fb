import { reader } from "@/platform/db";
import { doAgain } from "./again";
import { requireMarked } from "./base";
import { journalOf, type Kept, type Source } from "./source";
import { OF_TIME } from "./steps";

/** Goes through the journal, act by act, in the order in which they happened. */

export interface Refused {
  id: number;
  act: string;
  at: Date;
  code: string;
}

export interface Ran {
  acts: number;
  last: Kept | null;
  refused: Refused[];
  refusals: number;
  skipped: Map<string, number>;
}

export interface Change {
  /** From this moment on the other version decides. */
  from: Date;
  /** Lets it decide. */
  begin: () => Promise<number>;
  /** What time decides from one act to the next. */
  until: (moment: Date) => Promise<void>;
}

const REFUSED_TOLD = 100;

/** Edits of the program were made from the version that really was in force. */
const PUBLISHES: ReadonlySet<string> = new Set([
  "tiers.publish",
  "tiers.publishRules",
  "benefits.save",
  "benefits.remove",
  "benefits.setTiers",
  "drafts.publish",
  "drafts.publishDue",
  "drafts.rollBack",
]);

interface Run {
  source: Source;
  afterId: number;
  to: Date;
  change?: Change;
  onProgress?: (acts: number, at: Date) => void;
}

export async function runAgain({ source, afterId, to, change, onProgress }: Run): Promise<Ran> {
  await requireMarked(reader);
  const ran: Ran = { acts: 0, last: null, refused: [], refusals: 0, skipped: new Map() };
  let other: number | null = null;
  for await (const kept of journalOf(source, afterId)) {
    // A few acts that were written down next to one another may have their moments the other way round.
    if (kept.at >= to) continue;
    if (change && kept.at >= change.from) {
      other ??= await change.begin();
      await change.until(kept.at);
    }
    if (other !== null && (OF_TIME.has(kept.act) || PUBLISHES.has(kept.act))) {
      ran.skipped.set(kept.act, (ran.skipped.get(kept.act) ?? 0) + 1);
      continue;
    }
    const code = await doAgain(kept, other ?? kept.versionId);
    ran.acts += 1;
    ran.last = kept;
    if (code !== null) noteRefused(ran, kept, code);
    onProgress?.(ran.acts, kept.at);
  }
  if (change) {
    other ??= await change.begin();
    await change.until(to);
  }
  return ran;
}

function noteRefused(ran: Ran, { id, act, at }: Kept, code: string): void {
  ran.refusals += 1;
  if (ran.refused.length < REFUSED_TOLD) ran.refused.push({ id, act, at, code });
}
