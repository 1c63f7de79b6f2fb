import type { Reader } from "@/platform/db";

export type Row = Record<string, unknown>;

/**
 * Everything that is kept about a member beside their own row: what it is called to them, and where
 * it is. A table that gets a `memberId` belongs here, or below with a reason.
 */
export const EXPORTED = {
  transactions: { table: "points_entry", newest: "id" },
  transactionReasons: { table: "points_entry_reason", newest: "entryId" },
  lots: { table: "points_lot", newest: "id" },
  holds: { table: "points_hold", newest: "id" },
  pointsOnOrders: { table: "points_redemption", newest: "id" },
  expiryNotices: { table: "points_notice", newest: "createdAt" },
  orders: { table: "shop_order", newest: "id" },
  orderLines: { table: "order_line", newest: "orderRowId" },
  orderEdits: { table: "order_change", newest: "orderRowId" },
  refunds: { table: "order_refund", newest: "id" },
  returns: { table: "order_return", newest: "id" },
  linesNamed: { table: "order_part", newest: "orderRowId" },
  tierHistory: { table: "tier_change", newest: "id" },
  tierReasons: { table: "tier_change_reason", newest: "changeId" },
  redemptions: { table: "reward_redemption", newest: "id" },
  rewardGoal: { table: "reward_goal", newest: "memberId" },
  addresses: { table: "reward_address", newest: "id" },
  benefitPasses: { table: "benefit_pass", newest: "id" },
  benefitUses: { table: "benefit_usage", newest: "id" },
  couponsGiven: { table: "coupon", newest: "id" },
  couponsByAutomations: { table: "automation_gift", newest: "id" },
  couponUses: { table: "coupon_use", newest: "id" },
  activities: { table: "activity_participation", newest: "joinedAt" },
  activitiesOnOrders: { table: "activity_use", newest: "orderRowId" },
  inviteCode: { table: "member_invite", newest: "memberId" },
  inbox: { table: "inbox_message", newest: "id" },
  consents: { table: "consent_change", newest: "id" },
  tags: { table: "member_tag", newest: "addedAt" },
  attributes: { table: "member_attribute", newest: "setAt" },
  notes: { table: "member_note", newest: "id" },
  formerExternalIds: { table: "former_external_id", newest: "changedAt" },
  walletPasses: { table: "wallet_pass", newest: "id" },
  sentToMember: { table: "outgoing_message", newest: "id" },
  audit: { table: "audit_log", newest: "id" },
} as const;

/** Tables with a `memberId` whose rows the person has elsewhere in the export, or that are no data. */
export const NOT_EXPORTED: Record<string, string> = {
  check_in: "a transaction says the same, with the run of days in its explanation",
  user: "the sign-in, told apart without its password",
  guest_key: "hashes of the person’s own addresses; what was claimed by them is in the audit log",
  guest_event: "what is kept of their orders as a guest, told apart by guestOrdersOf",
  referral_person: "hashes of the person’s own names, by which nobody invites them twice",
  moment_shown: "which change of tier in the history was told with a seal",
  handoff: "a link that is dead within a minute; that one was made is in the audit log",
  sign_in_count: "how often within the hour; what came of it is in the audit log",
  outbox_event: "the same facts once more, for the shop's services",
  card_code_use: "within the hour, that a card was shown; when and to whom is in the audit log",
  closed_identity: "only of those who are gone",
  member_field: "as of when what the export has was said, by which a later telling is told apart",
  nickname_part: "by which the nickname is found, and nothing beside it",
  idempotency_key: "answers that the person or the shop was given, for a day",
  approval: "a question among operators; what came of it is a transaction",
  stat_member_day: "figures of a day, made from the same facts",
  stat_benefit_member: "who is counted once in a figure",
  stat_activity_member: "who is counted once in a figure",
  stat_saving_line: "what orders, benefits and coupons have, as the order stands",
  stat_saving_year: "its sums",
  segment_member: "which groups of the shop’s they match, by what stands elsewhere here",
  member_fact: "what orders, points and the member’s row have, counted up for segments",
  preview_move:
    "for a day, what an edit of the rules would do to their tier; what it did is in the tier history",
  list_selected:
    "for a day, that somebody of the staff chose them among others; what was done is elsewhere",
  import_row: "how a file of the system before went; what came of it is here",
  points_batch_row: "how a batch went; what came of it is a transaction",
};

/** Under whichever of their memberships. Newest first; one more than the limit tells that there are more. */
export function rowsOf(
  db: Reader,
  { table, newest }: (typeof EXPORTED)[keyof typeof EXPORTED],
  memberIds: readonly number[],
  limit: number,
): Promise<Row[]> {
  const marks = memberIds.map(() => "?").join(",");
  const sql = `SELECT * FROM ${table} WHERE memberId IN (${marks}) ORDER BY ${newest} DESC LIMIT ?`;
  return db.rows<Row>(sql, [...memberIds, limit]);
}

export function couponsOf(db: Reader, memberId: number): Promise<Row[]> {
  return db.rows<Row>(
    `SELECT c.code, c.redemptionId FROM reward_coupon c
       JOIN reward_redemption r ON r.id = c.redemptionId WHERE r.memberId = ? ORDER BY c.code`,
    [memberId],
  );
}

/** What was written about them for the shop's own log stays there. */
export function labelsOf(db: Reader, memberId: number): Promise<Row[]> {
  return db.rows<Row>(
    `SELECT l.redemptionId, l.carrier, l.trackingCode, l.shippedAt, l.ending, l.outcome, l.endedAt
       FROM reward_label l JOIN reward_redemption r ON r.id = l.redemptionId
      WHERE r.memberId = ? ORDER BY l.id DESC LIMIT 5000`,
    [memberId],
  );
}

/** Who they came by is another person, and so is whom they brought: both are told without a name. */
export async function referralsOf(
  db: Reader,
  memberId: number,
): Promise<{ invited: Row | null; brought: Row[] }> {
  const [invited, brought] = await Promise.all([
    db.row<Row>(
      "SELECT createdAt, orderId, invitedPoints AS points FROM referral WHERE invitedId = ?",
      [memberId],
    ),
    db.rows<Row>(
      `SELECT createdAt, referrerRewardedAt AS rewardedAt, referrerPoints AS points, refusal
         FROM referral WHERE referrerId = ? ORDER BY createdAt DESC LIMIT 5000`,
      [memberId],
    ),
  ]);
  return { invited: invited ?? null, brought };
}

/** What they ordered before they were known and that was not carried out (yet). */
export function guestOrdersOf(db: Reader, memberId: number): Promise<Row[]> {
  return db.rows<Row>(
    `SELECT kind, orderId, reference, occurredAt, told
       FROM (SELECT id FROM guest_event WHERE memberId = ?
              UNION SELECT e.id FROM guest_key k JOIN guest_event e ON e.keyHash = k.keyHash
                     WHERE k.memberId = ?) own
       JOIN guest_event e ON e.id = own.id ORDER BY e.id DESC LIMIT 5000`,
    [memberId, memberId],
  );
}

export function accountOf(db: Reader, memberId: number): Promise<Row | undefined> {
  return db.row<Row>(
    "SELECT email, phone, name, termsUrl, termsAcceptedAt, createdAt FROM user WHERE memberId = ?",
    [memberId],
  );
}

/** What they sign in with beside a password: how it is called, never the key. */
export function passkeysOf(db: Reader, memberId: number): Promise<Row[]> {
  return db.rows<Row>(
    `SELECT k.name, k.createdAt, k.lastUsedAt FROM passkey k JOIN user u ON u.id = k.userId
      WHERE u.memberId = ? ORDER BY k.id`,
    [memberId],
  );
}

export function sessionsOf(db: Reader, memberId: number): Promise<Row[]> {
  return db.rows<Row>(
    `SELECT s.createdAt, s.expiresAt, s.revokedAt, s.openedBy, s.userAgent, s.network FROM session s JOIN user u ON u.id = s.userId
      WHERE u.memberId = ? ORDER BY s.createdAt DESC LIMIT 200`,
    [memberId],
  );
}
