import { groupsBy } from "@/platform/groups";
import { textIn } from "@/platform/texts";
import type { Ask } from "@/platform/trpc";
import { activeProgram } from "../../program/service";
import { bucketOf, type DateRange, granularityOf } from "../rules/range";
import type { RangeInput } from "../schema";
import * as store from "../store/figures";
import { headOf, rangeOf } from "./figures";

/** What benefits and activities did over a range of business days. */
export async function effectsOf(ask: Ask, input: RangeInput) {
  const range = await rangeOf(ask, input);
  const [head, benefits, activities] = await Promise.all([
    headOf(ask.db, range),
    benefitsOf(ask, range),
    activitiesOf(ask, range),
  ]);
  return { ...head, benefits, activities };
}

function sums<Row, Name extends keyof Row & string>(rows: readonly Row[], names: readonly Name[]) {
  const of = (name: Name) => rows.reduce((total, row) => total + Number(row[name]), 0);
  return Object.fromEntries(names.map((name) => [name, of(name)])) as Record<Name, number>;
}

function grouped<Row, Answer>(
  rows: readonly Row[],
  keyOf: (row: Row) => string,
  tell: (key: string, rows: Row[]) => Answer,
): Answer[] {
  return [...groupsBy(rows, keyOf)].map(([key, group]) => tell(key, group));
}

async function benefitsOf({ db, locale }: Ask, range: DateRange) {
  const granularity = granularityOf(range);
  const [{ rules }, rows] = await Promise.all([activeProgram(db), store.benefitDays(db, range)]);
  const used = grouped(
    rows,
    ({ benefitId }) => benefitId,
    (benefitId, group) => ({
      benefitId,
      tierCodes: [...new Set(group.map(({ tierCode }) => tierCode))],
    }),
  );
  const counts = used.map((one) => store.benefitMembers(db, one, range));
  const counted = (await Promise.all(counts)).flat();
  const membersOf = (id: string, tierCode: string | null) =>
    counted.find((row) => row.benefitId === id && row.tierCode === tierCode)?.members ?? 0;
  const effects = grouped(
    rows,
    ({ benefitId }) => benefitId,
    (benefitId, group) => {
      const definition = rules.benefits.find(({ id }) => id === benefitId);
      const all = sums(group, ["uses", "valueMinor", "points"]);
      return {
        benefitId,
        type: definition?.type ?? null,
        name: definition ? textIn(definition.name, locale) : null,
        ...all,
        members: membersOf(benefitId, null),
        // A benefit counts once on an order.
        orders: all.uses,
        byTier: grouped(
          group,
          (row) => row.tierCode,
          (tierCode, some) => ({
            tierCode,
            ...sums(some, ["uses", "valueMinor", "points"]),
            members: membersOf(benefitId, tierCode),
          }),
        ),
        byDay: grouped(
          group,
          ({ day }) => bucketOf(day, granularity),
          (date, some) => ({ date, ...sums(some, ["uses", "valueMinor"]) }),
        ),
      };
    },
  );
  return effects.filter(({ uses }) => uses > 0).sort((a, b) => b.uses - a.uses);
}

const ACTIVITY_FIGURES = ["participants", "pointsGiven", "orders", "spendMinor"] as const;

async function activitiesOf({ db, locale }: Ask, range: DateRange) {
  const granularity = granularityOf(range);
  const rows = await store.activityDays(db, range);
  const ids = [...new Set(rows.map(({ activityId }) => activityId))];
  const named = await store.activitiesNamed(db, ids);
  return named
    .map(({ id, kind, title }) => {
      const group = rows.filter(({ activityId }) => activityId === id);
      return {
        activityId: id,
        kind,
        title: textIn(title, locale),
        ...sums(group, ACTIVITY_FIGURES),
        byTier: grouped(
          group,
          (row) => row.tierCode,
          (tierCode, some) => ({ tierCode, ...sums(some, ACTIVITY_FIGURES) }),
        ),
        byDay: grouped(
          group,
          ({ day }) => bucketOf(day, granularity),
          (date, some) => ({ date, ...sums(some, ACTIVITY_FIGURES) }),
        ),
      };
    })
    .sort((a, b) => b.spendMinor - a.spendMinor || b.participants - a.participants);
}
