import { DomainError } from "./errors";

/** Who calls, as every door hands it on. What the roles and scopes are called is not known here. */
export interface Caller {
  kind: "anonymous" | "member" | "operator" | "admin" | "service";
  /** Stable text for ledger and audit: `member:12`, `operator:3`, `service:7`, `webhook`. */
  actor: string;
  userId: number | null;
  /**
   * The user who answers for what is done: oneself, or whoever set one's password or made one's key.
   * Null for members and where nobody is known.
   */
  personId: number | null;
  memberId: number | null;
  /** Whom a token of the shop's identity provider speaks for, where that is no member. */
  unknownAs?: string;
  sessionId: string | null;
  /** Whose session it is that opens nothing yet: to everybody else they are a stranger. */
  owes?: { userId: number; factor: "CODE" | "PASSKEY" | "ENROLMENT" };
  /** Permissions of an operator or admin, scopes of a service. */
  grants: ReadonlySet<string>;
  /** Requests a minute, null for no limit. */
  ratePerMinute: number | null;
  /** Points a day that a key may give by itself; null: what it gives counts as its person's. */
  pointsPerDayMax: number | null;
}

/** What a procedure demands, as data: an absent line means "not for these". */
export interface Access {
  /** Anybody, signed in or not. */
  public?: true;
  /** A member about themself; `token`: with one of the shop's identity provider only, not by cookie. */
  member?: "self" | "token";
  /** Whoever is signed in with an account, about that account. */
  person?: true;
  /** Whoever has signed in but for the second factor. */
  owing?: true;
  /** A permission, for operators who have it and admins. */
  operator?: string;
  /** A scope of a service key. */
  service?: string;
  /** A signed message of the shop instead of a caller. */
  signature?: "webhook";
}

export const ANONYMOUS: Caller = {
  kind: "anonymous",
  actor: "anonymous",
  userId: null,
  personId: null,
  memberId: null,
  sessionId: null,
  grants: new Set(),
  ratePerMinute: null,
  pointsPerDayMax: null,
};

export function mayCall(access: Access, caller: Caller): boolean {
  if (access.public) return true;
  if (access.owing && caller.owes !== undefined) return true;
  if (access.person && caller.userId !== null) return true;
  switch (caller.kind) {
    case "anonymous":
      return false;
    case "member":
      if (access.member === undefined || caller.memberId === null) return false;
      return access.member === "self" || caller.sessionId === null;
    case "operator":
    case "admin":
      return access.operator !== undefined && caller.grants.has(access.operator);
    case "service":
      if (access.signature) return caller.grants.has(`signature:${access.signature}`);
      return access.service !== undefined && caller.grants.has(access.service);
  }
}

/**
 * @throws DomainError AUTHENTICATION_REQUIRED for strangers, MEMBER_NOT_FOUND for a customer of the
 * shop who is no member yet, PERMISSION_DENIED for everyone else
 */
export function checkAccess(access: Access, caller: Caller): void {
  if (mayCall(access, caller)) return;
  if (caller.unknownAs !== undefined && access.member !== undefined) {
    throw new DomainError("MEMBER_NOT_FOUND");
  }
  throw new DomainError(
    caller.kind === "anonymous" ? "AUTHENTICATION_REQUIRED" : "PERMISSION_DENIED",
  );
}

/**
 * A write by cookie must come from a page of ours, so that no other site can make a signed-in browser
 * write.
 *
 * @throws DomainError PERMISSION_DENIED
 */
export function checkOrigin(method: string, headers: Headers, caller: Caller, home: string): void {
  if (caller.sessionId === null || method === "GET" || method === "HEAD") return;
  const origin = headers.get("origin");
  const { origin: own, protocol } = new URL(home);
  // By another name of this host it has to be reached in the same way: behind https whoever holds the
  // line could make a page of ours out of plain http.
  if (origin !== null && [own, `${protocol}//${headers.get("host")}`].includes(origin)) return;
  throw new DomainError("PERMISSION_DENIED", { origin: origin ?? "" });
}

/** Whom the call is about: the member themself, or the one a service or operator names, in one of four ways. */
export type MemberRef =
  | { memberId: number }
  | { externalId: string }
  | { memberCode: string }
  | { phone: string };

/** The ways as a request has them (`who` of scalars.ts), before it is known that it is one. */
export interface Named {
  memberId?: number | undefined;
  externalId?: string | undefined;
  memberCode?: string | undefined;
  phone?: string | undefined;
}

/** What is done to one member at a time goes by this name. */
export function memberLane(ref: MemberRef): string {
  return `member by ${Object.entries(ref).join()}`;
}

/** What is told of one guest at a time. */
export function guestLane(guestKey: string): string {
  return `guest by ${guestKey}`;
}

/** Whom an act will lock, as far as the caller and the input say: what is learnt later is not here. */
export function lanesOf(caller: Caller, input: unknown): string[] {
  // A member is about themself, whomever the input names: nobody takes turns on another's lane.
  if (caller.memberId !== null) return [memberLane({ memberId: caller.memberId })];
  const { data = {}, ...rest } = (input ?? {}) as { data?: unknown };
  const { memberId, externalId, memberCode, phone, guestKey } = {
    ...(data as object),
    ...rest,
  } as Record<string, unknown>;
  if (typeof memberId === "number") return [memberLane({ memberId })];
  if (typeof externalId === "string") return [memberLane({ externalId })];
  if (typeof memberCode === "string") return [memberLane({ memberCode })];
  if (typeof phone === "string") return [memberLane({ phone })];
  if (typeof guestKey === "string") return [guestLane(guestKey)];
  return [];
}

/**
 * Phones are few and known to many, so that only whoever may look members up learns whether one is a
 * member's; and the shop's own sender of events, who tells of them.
 */
const NAMES_BY_PHONE = ["members:read", "signature:webhook"];

/** @throws DomainError PERMISSION_DENIED */
export function requireMayNameByPhone({ grants }: Caller): void {
  if (NAMES_BY_PHONE.some((grant) => grants.has(grant))) return;
  throw new DomainError("PERMISSION_DENIED", { named: "phone" });
}

/**
 * A member never names anybody else; a service or operator must name somebody, in exactly one way.
 *
 * @throws DomainError PERMISSION_DENIED, VALIDATION_FAILED
 */
export function memberRef(caller: Caller, who: Named): MemberRef {
  const { memberId, externalId, memberCode, phone } = who;
  if (caller.kind === "member" && caller.memberId !== null) {
    const isAnother = memberId !== undefined && memberId !== caller.memberId;
    if (isAnother || [externalId, memberCode, phone].some((name) => name !== undefined)) {
      throw new DomainError("PERMISSION_DENIED");
    }
    return { memberId: caller.memberId };
  }
  const ways: MemberRef[] = [];
  if (memberId !== undefined) ways.push({ memberId });
  if (externalId !== undefined) ways.push({ externalId });
  if (memberCode !== undefined) ways.push({ memberCode });
  if (phone !== undefined) ways.push({ phone });
  const [way] = ways;
  if (way === undefined || ways.length > 1) {
    throw new DomainError("VALIDATION_FAILED", {}, [
      { path: "memberId", message: "memberId / externalId / memberCode / phone: 1" },
    ]);
  }
  if ("phone" in way) requireMayNameByPhone(caller);
  return way;
}
