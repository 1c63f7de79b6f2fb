import { z } from "zod";
import {
  humanText,
  insideId,
  insideIdText,
  instant,
  listOf,
  pointsPositive,
} from "@/platform/scalars";
import { PASSWORD_MIN } from "./password";

export const role = z.enum(["member", "operator", "admin"]);
export type Role = z.output<typeof role>;

/** What a service key may be allowed. */
export const scope = z.enum([
  "members:read",
  "members:write",
  "sessions:write",
  "points:write",
  "points:adjust",
  "benefits:write",
  "fulfilment:write",
  "stats:read",
  "events:read",
]);
export type Scope = z.output<typeof scope>;

/**
 * Scopes that only read. Every other one creates value by what its key says: a purchase that nobody
 * made, a tier, a gift; so a key with it is made by two persons.
 */
export const READING_SCOPES: readonly Scope[] = ["members:read", "stats:read", "events:read"];

export const permission = z.enum([
  "members:read",
  "members:write",
  "points:adjust",
  "points:approve",
  "rewards:write",
  "activities:write",
  "program:read",
  "program:draft",
  "program:publish",
  "audit:read",
  "stats:read",
  "lists:export",
  "access:manage",
]);
export type Permission = z.output<typeof permission>;

export const nothing = z.strictObject({});

/** The person at the browser, or null. */
export const me = z
  .object({
    role,
    actor: z.string().describe("as ledger, audit and approvals name them"),
    email: z.string(),
    name: z.string(),
    memberId: insideId.nullable(),
    permissions: z.array(permission),
  })
  .nullable();

export const signedOut = z.object({ signedOut: z.boolean() });

/** Newest first; the cursor is the id of the last one seen. */
export const newestInput = z.strictObject({
  limit: z.int().min(1).max(100).default(20),
  cursor: insideIdText.optional(),
});

export const keyState = z.enum(["ACTIVE", "WAITING", "EXPIRED", "REVOKED"]);
export const keyList = listOf(
  z.object({
    keyId: insideId,
    name: z.string(),
    prefix: z.string().describe("how its secret begins"),
    scopes: z.array(scope),
    ratePerMinute: z.int().nullable(),
    pointsPerDayMax: z.int().nullable().describe("its own; null: counts as its maker’s"),
    state: keyState,
    expiresAt: instant.nullable(),
    lastUsedAt: instant.nullable(),
    createdBy: z.string(),
    createdAt: instant,
  }),
);

export const keyName = humanText(64);
export const keyRate = z.int().min(1).max(1_000_000);

export const createKeyInput = z.strictObject({
  name: keyName,
  scopes: z
    .array(scope)
    .min(1)
    .refine((scopes) => new Set(scopes).size === scopes.length, { error: "twice" }),
  ratePerMinute: keyRate.nullable().default(null),
  expiresAt: instant.nullable().default(null),
  pointsPerDayMax: pointsPositive
    .nullable()
    .default(null)
    .describe("points a day that it may give by itself; null: counts as its maker’s"),
});

/** What waits for a second person instead of having happened. */
export const waitsFor = insideId.nullable().describe("the request that waits for a second person");

export const createKeyOutput = z.object({
  keyId: insideId,
  secret: z.string().describe("shown only now; opens nothing before it is approved"),
  approvalId: waitsFor,
});

export const revokeKeyInput = z.strictObject({ keyId: insideId });
export const revokeKeyOutput = z.object({ keyId: insideId, state: keyState });

export const staffRole = z.enum(["operator", "admin"]);
export type StaffRole = z.output<typeof staffRole>;

/** Of whom of the staff a second factor is asked. */
export const demand = z.enum(["NOBODY", "ADMINS", "STAFF"]);
export type Demand = z.output<typeof demand>;

export const operatorView = z.object({
  userId: insideId,
  name: z.string(),
  email: z.string(),
  role: staffRole,
  disabled: z.boolean(),
  /** The only admin who is left: can be neither disabled nor demoted. */
  lastAdmin: z.boolean(),
  self: z.boolean(),
  createdAt: instant,
  lastSignInAt: instant.nullable(),
  hasSecondFactor: z.boolean(),
  hasPasskey: z.boolean(),
});
export const operatorList = listOf(operatorView);

export const PASSWORD_MAX = 200;

/** How hard a password is to guess may take seven tenths of a second of CPU to say: so many calls. */
export const STRENGTH_COST = 100;
/** The same behind a code, which bears being judged ten times: many people may share an address. */
export const PROVEN_STRENGTH_COST = 20;

export const password = z.string().min(PASSWORD_MIN).max(PASSWORD_MAX);

/** An e-mail address or a phone as people write it; what it is is looked at with the account. */
export const contactText = z.string().min(1).max(254);

export const codePurpose = z.enum(["SIGN_UP", "SIGN_IN", "RESET"]);
export type CodePurpose = z.output<typeof codePurpose>;

const ticket = z.string().regex(/^[\w-]{43}$/);

export const askCodeInput = z.strictObject({
  purpose: codePurpose,
  contact: contactText,
  instead: ticket.optional().describe("of the code that this one takes the place of"),
});
/** The same whether there is such an account or not. */
export const askCodeOutput = z.object({
  ticket: z.string().describe("what the code is worth something with"),
  sentTo: z.string().describe("masked"),
  resendAfterSeconds: z.int(),
  expiresInSeconds: z.int(),
  isInMailbox: z.boolean().describe("a development system’s, at /dev/outbox"),
});

/** How somebody came in. */
export const arrivedBy = z.enum([
  "PASSWORD",
  "PROVIDER",
  "HANDOFF",
  "CODE",
  "SIGN_UP",
  "RESET",
  "PASSKEY",
  "INVITATION",
]);
export type ArrivedBy = z.output<typeof arrivedBy>;

/** A code that was sent, and the ticket of whoever asked for it. */
export const provenBy = {
  ticket,
  code: z.string().regex(/^\d{6}$/),
};

/** Opens a session at the sign-in, once and within a minute. */
export const passOutput = z.object({ pass: z.string() });

export const signInByCodeInput = z.strictObject(provenBy);
export const resetPasswordInput = z.strictObject({ ...provenBy, password });

export const ownSessions = z.object({
  items: z.array(
    z.object({
      isCurrent: z.boolean(),
      openedBy: arrivedBy.nullable(),
      browser: z.string().nullable(),
      system: z.string().nullable(),
      network: z.string().nullable(),
      openedAt: instant,
      lastSeenAt: instant.nullable().describe("kept for operators and admins"),
    }),
  ),
  hasPassword: z.boolean(),
  setsByCode: z.boolean().describe("a password that is missing or forgotten; never for staff"),
  email: z.string().nullable(),
  phone: z.string().nullable(),
});
export const sessionsEnded = z.object({ ended: z.int() });

export const changePasswordInput = z.strictObject({
  currentPassword: z.string().min(1).max(PASSWORD_MAX),
  password,
});

export const createOperatorInput = z.strictObject({
  email: z.string().max(254).describe("an address; its form is checked with the account"),
  name: humanText(64),
  role: staffRole,
  password,
});
export const createOperatorOutput = z.object({ userId: insideId, approvalId: waitsFor });

export const changeOperatorInput = z.strictObject({
  userId: insideId,
  role: staffRole.optional(),
  disabled: z.boolean().optional(),
});
export const changeOperatorOutput = changeOperatorInput.required().extend({ approvalId: waitsFor });

export const actorNamesInput = z.strictObject({ actors: z.array(z.string().max(96)).max(200) });
export const actorNames = z.object({
  items: z.array(z.object({ actor: z.string(), name: z.string() })),
});
