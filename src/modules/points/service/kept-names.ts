import { textIn as stringIn } from "@/platform/loose";
import { textIn } from "@/platform/texts";
import type { Ask } from "@/platform/trpc";
import { versionOf } from "../../program/service";
import { rungName } from "../../tiers/schema";
import { ladderOfVersion } from "../../tiers/service/ladder";

interface Row {
  breakdown: string | null;
  programVersionId: number;
}

export type Breakdown = Record<string, unknown>;

/** What an entry keeps of its decision, as it stands. */
export function keptOf({ breakdown }: Pick<Row, "breakdown">): Breakdown | null {
  return breakdown === null ? null : (JSON.parse(breakdown) as Breakdown);
}

interface Names {
  tier: (code: string) => string | undefined;
  benefit: (id: string) => string | undefined;
}

/**
 * What entries keep of their decisions, with the names that tier and benefit had in the version that
 * decided: an entry keeps code and id alone. Versions never change, so this is what was so then.
 */
export async function keptWithNames(
  ask: Pick<Ask, "db" | "locale">,
  rows: readonly Row[],
): Promise<(Breakdown | null)[]> {
  const kept = rows.map((row) => ({ parsed: keptOf(row), version: row.programVersionId }));
  const asked = kept.flatMap(({ parsed, version }) => (hasNames(parsed) ? [version] : []));
  const names = new Map(
    await Promise.all(
      [...new Set(asked)].map(async (version) => [version, await namesOf(ask, version)] as const),
    ),
  );
  return kept.map(({ parsed, version }) => {
    const known = names.get(version);
    return parsed && known ? withNames(parsed, known) : parsed;
  });
}

const hasNames = (parsed: Breakdown | null) =>
  parsed !== null && ("tier" in parsed || "benefit" in parsed || "order" in parsed);

/** Both are kept in the process by their version. */
async function namesOf({ db, locale }: Pick<Ask, "db" | "locale">, id: number): Promise<Names> {
  const [ladder, { rules }] = await Promise.all([ladderOfVersion(db, id), versionOf(db, id)]);
  return {
    tier: (code) => {
      const rung = ladder.find((one) => one.code === code);
      return rung && rungName(rung, locale);
    },
    benefit: (benefitId) => {
      const definition = rules.benefits.find((one) => one.id === benefitId);
      return definition && textIn(definition.name, locale);
    },
  };
}

function withNames(parsed: Breakdown, names: Names): Breakdown {
  const tier = named(parsed.tier, names.tier(stringIn(parsed.tier, "code") ?? ""));
  const benefit = named(parsed.benefit, names.benefit(stringIn(parsed.benefit, "id") ?? ""));
  const { order } = parsed;
  const isEdit = typeof order === "object" && order !== null;
  return {
    ...parsed,
    ...(tier && { tier }),
    ...(benefit && { benefit }),
    ...(isEdit && { order: withNames(order as Breakdown, names) }),
  };
}

const named = (part: unknown, name: string | undefined) =>
  name === undefined ? undefined : { ...(part as object), name };
