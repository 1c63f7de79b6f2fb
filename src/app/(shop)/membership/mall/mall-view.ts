import {
  CATEGORY_MAX,
  type RewardKind,
  type RewardSort,
  rewardKind,
  rewardSort,
} from "@/modules/rewards/schema/rewards";

/** What of the shelf is shown, and in which order. */
export interface MallView {
  kind: RewardKind | undefined;
  category: string | undefined;
  sort: RewardSort;
  /** The cursor of the page before. */
  after: string | undefined;
}

type Query = Record<string, string | string[] | undefined>;

/** What an address says; what it can't say is left out. */
export function readView(query: Query): { view: MallView; rewardId: string | undefined } {
  const first = (name: string) => [query[name]].flat().at(0);
  const category = first("category");
  const rewardId = first("reward");
  return {
    view: {
      kind: rewardKind.safeParse(first("kind")).data,
      category: category && category.length <= CATEGORY_MAX ? category : undefined,
      sort: rewardSort.safeParse(first("sort")?.toUpperCase()).data ?? "SHELF",
      after: first("after"),
    },
    rewardId: rewardId && /^[1-9]\d{0,14}$/.test(rewardId) ? rewardId : undefined,
  };
}

/** The way back: what is as usual is not said. */
export function addressOf({ kind, category, sort, after }: MallView): string {
  const parts = new URLSearchParams();
  if (kind) parts.set("kind", kind);
  if (category) parts.set("category", category);
  if (sort !== "SHELF") parts.set("sort", sort.toLowerCase());
  if (after) parts.set("after", after);
  return `?${parts}`;
}
