import { createHmac } from "node:crypto";
import { phoneNumber } from "../contact-scalars";
import { plainIdentity } from "../identity-key";
import { SecretBox } from "../secret-box";

/**
 * What is kept of an input: all that can decide, and nothing that tells who a person is. So a journal
 * stays as it is when somebody closes, and has nothing of them.
 */

/** How much of an input is kept: of acts on members what is known to decide; of definitions all of it. */
export type JournalRule = "act" | "definition" | readonly string[];

/** Texts that decide, by the name of their field. Every other text is only that there was one. */
const DECIDING = new Set(
  `id ids type timestamp event kind status orderId refundId returnId reviewId shareId paidAt refundedAt changedAt
  requestedAt currency lineId sku productId categories brand brands skus channel channels store stores
  memberId memberCode fromMemberId intoMemberId invitedId referrerId saidAt holdId redemptionId rewardId activityId draftId couponId couponIds issueId
  definitionId versionId approvalId usageId useId benefitId benefit transactionId batchId reference
  referenceId repeatOf tierCode tier moveTo until keepUntil protectedUntil expiresAt validFrom validUntil
  expectedVersion memberIds mode reserveId key date action decision outcome memberNoteKind`.split(
    /\s+/,
  ),
);

/** Who a person is, and what is said about them beside. */
const LEFT_OUT = new Set(
  "nickname phone email attributes items consents preferences textVersions".split(" "),
);

/** Whoever holds one may use it. */
const BEARER = new Set(["code", "codes", "coupons"]);

export type ByPhone = ReadonlyMap<string, number>;

const NAMES = ["memberId", "externalId", "memberCode", "phone", "guestKey"] as const;

/** A text that was there, and says nothing. */
const SOMETHING = "…";

const ADDRESS = { name: SOMETHING, phone: "00000", region: SOMETHING, line: SOMETHING };

const SEALED = "sealed:";

const LETTERS = "ACDEFGHJKMNPQRTU";

export class Impersonal {
  private readonly box: SecretBox;

  /** @param key the one of the database, which AUTH_SECRET only wraps */
  constructor(private readonly key: Buffer) {
    this.box = new SecretBox(key.toString("base64url"), "member-system journal");
  }

  /**
   * @param subject whom the act turned out to be about: by whichever name, it is them
   * @param byPhone whom the phones of a list turned out to be of
   */
  kept(rule: JournalRule, input: unknown, subject: number | null, byPhone?: ByPhone): unknown {
    if (rule === "definition") return input;
    if (rule !== "act") {
      const whole = (input ?? {}) as Record<string, unknown>;
      return this.value("", Object.fromEntries(rule.map((name) => [name, whole[name]])));
    }
    return this.value("", listed(resolved(input, subject), byPhone));
  }

  /**
   * Somebody's id outside, as it is known here: always the same, and not to be told from any other. Two
   * spellings of what is one person to invitations are so here, too.
   */
  pseudonym(externalId: string): string {
    return `${this.hash("person", bareOf(externalId), 20)}+${this.hash("id", externalId, 24)}@p`;
  }

  /** In letters that an invite code has, and led to by the same member. */
  inviteCode(typed: string): string {
    const hex = this.hash("invite", typed.replace(/[\s-]/g, "").toUpperCase(), 18);
    return hex.replace(/./g, (digit) => LETTERS[Number.parseInt(digit, 16)] ?? "");
  }

  private hash(of: string, text: string, length: number): string {
    const made = createHmac("sha256", this.key).update(`journal ${of}\n${text}`).digest("hex");
    return made.slice(0, length);
  }

  seal(secret: string): string {
    return SEALED + this.box.seal(secret);
  }

  /** The secrets in something that was kept. */
  opened(kept: unknown): unknown {
    if (typeof kept === "string") {
      return kept.startsWith(SEALED) ? this.box.open(kept.slice(SEALED.length)) : kept;
    }
    if (Array.isArray(kept)) return kept.map((part) => this.opened(part));
    if (kept === null || typeof kept !== "object") return kept;
    return Object.fromEntries(
      Object.entries(kept).map(([name, part]) => [name, this.opened(part)]),
    );
  }

  private value(name: string, value: unknown): unknown {
    if (value instanceof Date) return value.toISOString();
    if (typeof value === "string") return this.text(name, value);
    if (Array.isArray(value)) return value.map((part) => this.value(name, part));
    if (value === null || typeof value !== "object") return value;
    if (name === "deliveryAddress") return ADDRESS;
    const parts = Object.entries(value).filter(([field]) => !LEFT_OUT.has(field));
    return Object.fromEntries(parts.map(([field, part]) => [field, this.value(field, part)]));
  }

  private text(name: string, text: string): string {
    if (DECIDING.has(name)) return text;
    if (BEARER.has(name)) return this.seal(text);
    // A day of the year is nobody's alone; the year that goes with it says more than any rule asks.
    if (name === "birthday") return `2000${text.slice(4)}`;
    if (name === "inviteCode") return this.inviteCode(text);
    if (name === "externalId") return this.pseudonym(text);
    // As it is kept with what waits for whoever proves the address: see guests.
    if (name === "guestKey") return this.guestKey(text);
    if (name === "trackingCode") return "0";
    return SOMETHING;
  }

  private guestKey(key: string): string {
    return createHmac("sha256", this.key)
      .update(plainIdentity(`guest:${key}`))
      .digest("hex");
  }
}

/** Where a shop uses e-mail addresses, one person has many spellings. */
function bareOf(externalId: string): string {
  const at = externalId.lastIndexOf("@");
  if (at <= 0) return externalId.toLowerCase().replaceAll(".", "");
  const [mailbox = ""] = externalId.slice(0, at).split("+");
  const domain = externalId.slice(at + 1).toLowerCase();
  const known = domain === "googlemail.com" ? "gmail.com" : domain;
  return `${mailbox}@${known}`.toLowerCase().replaceAll(".", "");
}

/** The shop's own words of who comes and who goes stay by the shop's id. */
const OF_USERS = new Set(["USER_REGISTERED", "USER_DELETED"]);

/** An id that nobody has. */
const NOBODY = String(Number.MAX_SAFE_INTEGER);

/** Members of a list by our own ids, where a phone named them. */
function listed(input: unknown, byPhone: ByPhone | undefined): unknown {
  if (!byPhone || input === null || typeof input !== "object") return input;
  const ofRow = (row: unknown): unknown => {
    if (row === null || typeof row !== "object" || !("phone" in row)) return row;
    const { phone, ...others } = row;
    const memberId = byPhone.get(phoneNumber.safeParse(phone).data ?? "");
    return { memberId: memberId === undefined ? NOBODY : String(memberId), ...others };
  };
  return Object.fromEntries(
    Object.entries(input).map(([name, part]) => [
      name,
      Array.isArray(part) ? part.map(ofRow) : part,
    ]),
  );
}

/** Whoever was named, by our own id. */
function resolved(input: unknown, subject: number | null): unknown {
  if (subject === null || input === null || typeof input !== "object") return input;
  const whole = input as Record<string, unknown>;
  if (OF_USERS.has(String(whole.type))) return input;
  const { data } = whole;
  if (data === null || typeof data !== "object") return named(whole, subject);
  return { ...whole, data: named(data as Record<string, unknown>, subject) };
}

function named(whole: Record<string, unknown>, subject: number): Record<string, unknown> {
  if (NAMES.every((name) => whole[name] === undefined)) return whole;
  const others = Object.entries(whole).filter(([name]) => !NAMES.includes(name as "memberId"));
  return { memberId: String(subject), ...Object.fromEntries(others) };
}
