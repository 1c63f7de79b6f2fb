import type { Reader, Tx } from "@/platform/db";
import { insertInto } from "@/platform/insert";
import { type StoredTexts, textCells, textColumns, withTexts } from "@/platform/stored-texts";
import type { LocalizedText } from "@/platform/texts";
import type { RewardKind } from "../schema/rewards";

export interface RewardRow {
  id: number;
  kind: RewardKind;
  name: LocalizedText;
  description: LocalizedText | null;
  terms: LocalizedText | null;
  category: LocalizedText | null;
  image: string | null;
  pointsCost: number;
  stock: number | null;
  perMonth: number | null;
  minTier: string | null;
  onShelf: boolean;
  sortOrder: number;
  benefitId: string | null;
  passUses: number | null;
  passDays: number | null;
  couponDefinitionId: number | null;
  /** What it issues, as it was judged: an edit of the definition counts once the reward is saved again. */
  couponVersionId: number | null;
  version: number;
  /** Counts changes of the stock by hand. */
  stockRevision: number;
  updatedAt: Date;
}

const TEXTS = ["name", "description"] as const;
const TEXT_COLUMNS = [...textColumns("name"), ...textColumns("description")] as const;

const SELECT = `SELECT id, kind, ${TEXT_COLUMNS.join(", ")}, termsTexts, categoryTexts, image, pointsCost, stock, perMonth, minTier, onShelf, sortOrder, benefitId, passUses, passDays, couponDefinitionId,
  couponVersionId, version, stockRevision, updatedAt
  FROM reward`;

type Plain = Omit<RewardRow, "terms" | "category">;
type StoredRow = StoredTexts<Plain, (typeof TEXTS)[number]> & {
  termsTexts: string | null;
  categoryTexts: string | null;
};

const textIn = (json: string | null) => json && (JSON.parse(json) as LocalizedText);

function tidy({ termsTexts, categoryTexts, ...row }: StoredRow): RewardRow {
  return {
    ...withTexts<Plain, (typeof TEXTS)[number]>(row, TEXTS),
    terms: textIn(termsTexts) || null,
    category: textIn(categoryTexts) || null,
    onShelf: Boolean(row.onShelf),
  };
}

async function oneReward(db: Reader, rest: string, id: number): Promise<RewardRow | undefined> {
  const row = await db.row<StoredRow>(`${SELECT} ${rest}`, [id]);
  return row && tidy(row);
}

export function rewardById(db: Reader, id: number): Promise<RewardRow | undefined> {
  return oneReward(db, "WHERE id = ?", id);
}

export function lockReward(tx: Tx, id: number): Promise<RewardRow | undefined> {
  return oneReward(tx, "WHERE id = ? FOR UPDATE", id);
}

export interface Place {
  sortOrder: number;
  id: number;
}

/** All of them in the order of the shelf, or those that run out, by keyset on (sortOrder, id). */
export async function rewardPage(
  db: Reader,
  which: { stockMax: number | null; after: Place | null; limit: number },
): Promise<RewardRow[]> {
  const { after, limit, stockMax } = which;
  const few = stockMax === null ? "" : "onShelf = 1 AND stock <= ? AND";
  const from = after ?? FIRST_PLACE;
  const rows = await db.rows<StoredRow>(
    `${SELECT} WHERE ${few} (sortOrder > ? OR (sortOrder = ? AND id > ?))
      ORDER BY sortOrder, id LIMIT ?`,
    [...(stockMax === null ? [] : [stockMax]), from.sortOrder, from.sortOrder, from.id, limit],
  );
  return rows.map(tidy);
}

const FIRST_PLACE: Place = { sortOrder: -2_000_000, id: 0 };

/** What members are shown of the shelf. */
export interface Only {
  kind: RewardKind | undefined;
  category: string | undefined;
}

/** SQL with its values. */
type Part = readonly [sql: string, values: readonly (string | number)[]];

function seen({ kind, category }: Only): Part {
  const parts: Part[] = [
    ["onShelf = 1 AND (stock IS NULL OR stock > 0)", []],
    ...(kind === undefined ? [] : [["kind = ?", [kind]] as const]),
    ...(category === undefined ? [] : [["category = ?", [category]] as const]),
  ];
  return [parts.map(([sql]) => sql).join(" AND "), parts.flatMap(([, values]) => values)];
}

async function shown(db: Reader, parts: readonly Part[], order: string, limit: number) {
  const where = parts.map(([sql]) => `(${sql})`).join(" AND ");
  const values = parts.flatMap(([, list]) => list);
  const rows = await db.rows<StoredRow>(`${SELECT} WHERE ${where} ORDER BY ${order} LIMIT ?`, [
    ...values,
    limit,
  ]);
  return rows.map(tidy);
}

/** As the shop lays them out. */
export function shownInOrder(db: Reader, only: Only, after: Place | null, limit: number) {
  const { sortOrder, id } = after ?? FIRST_PLACE;
  const from: Part = ["sortOrder > ? OR (sortOrder = ? AND id > ?)", [sortOrder, sortOrder, id]];
  return shown(db, [seen(only), from], "sortOrder, id", limit);
}

/** The latest first. */
export function shownByNewness(db: Reader, only: Only, beforeId: number | null, limit: number) {
  const from: Part = ["id < ?", [beforeId ?? Number.MAX_SAFE_INTEGER]];
  return shown(db, [seen(only), from], "id DESC", limit);
}

/** What a member may have whatever it costs. */
export interface Open {
  /** Tiers that they have reached. */
  tiers: readonly string[];
  /** Benefits that a pass would bring them. */
  benefits: readonly string[];
  /** Rewards of which they had a month's pieces. */
  spent: readonly number[];
}

const oneOf = (column: string, list: readonly (string | number)[]): Part =>
  list.length === 0 ? ["FALSE", []] : [`${column} IN (${list.map(() => "?").join(",")})`, list];

function open({ tiers, benefits, spent }: Open): Part {
  const [tier, benefit, gone] = [
    oneOf("minTier", tiers),
    oneOf("benefitId", benefits),
    oneOf("id", spent),
  ];
  return [
    `(minTier IS NULL OR ${tier[0]}) AND (benefitId IS NULL OR ${benefit[0]}) AND NOT (${gone[0]})`,
    [...tier[1], ...benefit[1], ...gone[1]],
  ];
}

export interface Cost {
  pointsCost: number;
  id: number;
}

/** Those that are open to a member, or those that are not, the cheapest first. */
export function shownByCost(
  db: Reader,
  only: Only,
  { isOpen, to }: { isOpen: boolean; to: Open },
  after: Cost | null,
  limit: number,
) {
  const [sql, values] = open(to);
  const { pointsCost, id } = after ?? { pointsCost: 0, id: 0 };
  const from: Part = [
    "pointsCost > ? OR (pointsCost = ? AND id > ?)",
    [pointsCost, pointsCost, id],
  ];
  const which: Part = [isOpen ? sql : `NOT (${sql})`, values];
  return shown(db, [seen(only), which, from], "pointsCost, id", limit);
}

/** Categories of what is on the shelf, each called as its latest reward calls it. */
export async function categoriesShown(db: Reader): Promise<LocalizedText[]> {
  const rows = await db.rows<{ categoryTexts: string }>(
    `SELECT r.categoryTexts FROM reward r
       JOIN (SELECT category, MAX(id) AS id FROM reward
              WHERE onShelf = 1 AND category IS NOT NULL GROUP BY category) latest ON latest.id = r.id
      ORDER BY r.category`,
    [],
  );
  return rows.map(({ categoryTexts }) => JSON.parse(categoryTexts) as LocalizedText);
}

export type NewReward = Omit<RewardRow, "id" | "version" | "stockRevision" | "updatedAt">;

const WRITTEN = [
  "kind",
  ...TEXT_COLUMNS,
  "termsTexts",
  "category",
  "categoryTexts",
  "image",
  "pointsCost",
  "perMonth",
  "minTier",
  "onShelf",
  "sortOrder",
  "benefitId",
  "passUses",
  "passDays",
  "couponDefinitionId",
  "couponVersionId",
] as const;

function columnsOf<Written extends Omit<NewReward, "stock">>({ terms, ...reward }: Written) {
  const { name, description } = reward;
  const { category, categoryTexts } = textCells("category", reward.category);
  return {
    ...reward,
    ...textCells("name", name),
    ...textCells("description", description),
    termsTexts: terms ? JSON.stringify(terms) : null,
    category,
    categoryTexts,
  };
}

export async function insertReward(tx: Tx, reward: NewReward, now: Date): Promise<number> {
  const insertId = await tx.insertNamed(
    "reward",
    insertInto("reward", [...WRITTEN, "stock", "createdAt", "updatedAt"], {
      ...columnsOf(reward),
      createdAt: now,
      updatedAt: now,
    }),
  );
  return insertId;
}

export function saveReward(
  tx: Tx,
  id: number,
  reward: Omit<NewReward, "stock">,
  updatedAt: Date,
): void {
  const columns = columnsOf(reward);
  tx.send(
    `UPDATE reward SET ${WRITTEN.map((column) => `${column} = ?`).join(", ")},
       version = version + 1, updatedAt = ? WHERE id = ?`,
    [...WRITTEN.map((column) => columns[column]), updatedAt, id],
  );
}

/** Stock counts revisions of its own, so that who edits the words is not refused by it. */
export function saveStock(tx: Tx, id: number, stock: number | null): void {
  tx.send("UPDATE reward SET stock = ?, stockRevision = stockRevision + 1 WHERE id = ?", [
    stock,
    id,
  ]);
}

/**
 * Takes pieces if there are so many and the reward is still offered: the last one goes once. The
 * driver counts the rows that match, so one without a limit counts too.
 */
export async function takeStock(tx: Tx, id: number, quantity: number): Promise<boolean> {
  const { affectedRows } = await tx.write(
    `UPDATE reward SET stock = stock - ?
      WHERE id = ? AND onShelf = 1 AND (stock IS NULL OR stock >= ?)`,
    [quantity, id, quantity],
  );
  return affectedRows === 1;
}

/** Puts pieces back; one without a limit has nothing to count. */
export function returnStock(tx: Tx, id: number, quantity: number): void {
  tx.send("UPDATE reward SET stock = stock + ? WHERE id = ?", [quantity, id]);
}
