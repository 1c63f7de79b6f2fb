import type { Outputs, useTRPCClient } from "@/trpc/client";

export type Candidate = Pick<
  Outputs["members"]["list"]["items"][number],
  "memberId" | "memberCode" | "externalId" | "nickname"
>;

export interface Found {
  items: readonly Candidate[];
  /** Of whom only the first are here. */
  total: number;
  totalIsBounded: boolean;
  /** The one whom the word names, or null where somebody has to choose. */
  named: Candidate | null;
}

const CANDIDATES_MAX = 8;

/** Whom a word names beyond doubt: the only one, or whose whole code or shop account it is. */
export function namedBy(typed: string, found: readonly Candidate[]): Candidate | null {
  const word = typed.trim();
  const code = word.replace(/\s/g, "").toUpperCase();
  const whole = found.find(
    ({ externalId, memberCode }) => externalId === word || memberCode === code,
  );
  return whole ?? (found.length === 1 ? (found[0] ?? null) : null);
}

/** All who match a word, as far as anybody would read a list of them. */
export async function findMember(
  client: ReturnType<typeof useTRPCClient>,
  query: string,
): Promise<Found> {
  const { items, total, totalIsBounded } = await client.members.list.query({
    query,
    limit: CANDIDATES_MAX,
  });
  const known = namedBy(query, items);
  // A whole account may be the start of many others', and then not among the first.
  const isCut = known === null && total > items.length && /^[\x21-\x7e]{1,64}$/.test(query);
  const named = isCut ? await withAccount(client, query) : known;
  return { items, total, totalIsBounded, named };
}

async function withAccount(client: ReturnType<typeof useTRPCClient>, externalId: string) {
  try {
    return await client.profile.get.query({ externalId });
  } catch {
    // Nobody has it, or the list above is answer enough.
    return null;
  }
}
