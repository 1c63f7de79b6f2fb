import { z } from "zod";

/** Words separated by blanks. */
const words = z
  .string()
  .default("")
  .transform((text) => text.split(/[\s,]+/).filter((word) => word !== ""));

const databaseUrl = z
  .string()
  .regex(/^(mysql|mariadb):\/\//, "mysql://user:password@host:port/name");

const isOrigin = (text: string) => URL.canParse(text) && new URL(text).origin === text;
const origin = z.string().refine((text) => text === "*" || isOrigin(text), {
  error: "https://shop.example, without a path; or * for every origin",
});

/** An address, with a name before it or without. */
const MAILBOX = /^(?:[^<>\r\n]*<[^<>\s@]+@[^<>\s@]+>|[^<>\s@]+@[^<>\s@]+)$/;

const days = (standard: number) => z.coerce.number().int().min(0).max(36_500).default(standard);

/** Every environment variable the product reads, parsed once. */
const variables = z.object({
  DATABASE_URL: databaseUrl,
  /** The certificate of the database's CA (PEM), or a file with it; asks for an encrypted connection. */
  DATABASE_CA: z.string().min(1).optional(),
  /** Replicas of it, separated by commas, that lists, history, statistics and exports are read from. */
  DATABASE_REPLICA_URLS: words.pipe(z.array(databaseUrl)),
  /** How long such a read waits for a replica to catch up before the primary answers, in ms. */
  DATABASE_REPLICA_WAIT_MS: z.coerce.number().int().min(10).max(5000).default(200),
  /** Processes that answer the API; by default as many as there are cores, eight at most. */
  API_PROCESSES: z.coerce.number().int().min(1).max(64).optional(),
  /** Connections of a server, which its processes share; about four per core of the database serve best. */
  DB_POOL_SIZE: z.coerce.number().int().min(2).max(200).default(10),
  /** How long an act waits for a connection before it is answered 503, in ms. */
  DB_ACQUIRE_TIMEOUT_MS: z.coerce.number().int().min(100).max(60_000).default(3000),
  /** Encrypts the session cookie. */
  AUTH_SECRET: z.string().min(32),
  /** Those it had before, for as long as something is still encrypted under them. */
  AUTH_SECRET_PREVIOUS: words,
  /** For how many days what grows is kept; 0 for ever. See docs/operations.md. */
  RETAIN_JOB_RUNS_DAYS: days(30),
  RETAIN_SESSIONS_DAYS: days(30),
  RETAIN_AUDIT_DAYS: days(1095),
  RETAIN_INBOX_DAYS: days(400),
  RETAIN_SENT_DAYS: days(30),
  /** The database itself keeps it for ninety days. */
  RETAIN_JOURNAL_DAYS: days(0).refine((kept) => kept === 0 || kept > 90, "0, or 91 and more"),
  /** Deliveries are kept thirty days and name their event. */
  RETAIN_EVENTS_DAYS: days(0).refine((kept) => kept === 0 || kept > 30, "0, or 31 and more"),
  /** Space-separated `whsec_…` secrets that incoming events may be signed with. */
  WEBHOOK_SECRETS: z.string().default(""),
  /** development allows the demo seed and its known passwords, and the test clock. */
  MEMBER_SYSTEM_ENV: z.enum(["development", "production"]).default("production"),
  PROGRAM_TIMEZONE: z.string().default("Asia/Shanghai"),
  PORT: z.coerce.number().int().min(0).max(65535).default(3000),
  APP_URL: z.url().default("http://localhost:3000"),
  /** Whether this process runs the jobs; "off" where a worker of its own does. */
  JOBS: z.enum(["on", "off"]).default("on"),
  /** Endpoints of outgoing events at private addresses or without TLS; default: development only. */
  /** Whether fields of the shop's events that nobody knows are left out instead of refusing the event. */
  EVENT_UNKNOWN_FIELDS: z.enum(["refuse", "ignore"]).default("refuse"),
  WEBHOOK_ALLOW_PRIVATE: z.enum(["on", "off"]).optional(),
  LOG_LEVEL: z.enum(["debug", "info", "warn", "error", "silent"]).default("info"),
  /** Who shows it may read GET /metrics; unset, only this machine itself may. */
  METRICS_TOKEN: z
    .string()
    .regex(/^\S{16,}$/, "16 characters or more, no blanks")
    .optional(),
  /** Tokens of members, from the shop's own identity provider: its keys by address, or a secret. */
  MEMBER_JWT_JWKS_URL: z.url({ protocol: /^https?$/ }).optional(),
  MEMBER_JWT_SECRET: z.string().optional(),
  MEMBER_JWT_ISSUER: z.string().min(1).optional(),
  MEMBER_JWT_AUDIENCE: z.string().min(1).optional(),
  MEMBER_JWT_ALGORITHMS: words,
  /** Sign-in with an OpenID Connect provider. */
  OIDC_ISSUER: z.url({ protocol: /^https?$/ }).optional(),
  OIDC_CLIENT_ID: z.string().min(1).optional(),
  OIDC_CLIENT_SECRET: z.string().min(1).optional(),
  /** The words on its button. */
  OIDC_NAME: z.string().trim().min(1).max(40).default("SSO"),
  /** sub: who signs in is the member with that externalId. email: an account with that address. */
  OIDC_LINK: z.enum(["sub", "email"]).default("sub"),
  /** Where e-mails go out, and from whom: smtps://user:password@mail.example */
  SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(),
  MAIL_FROM: z.string().regex(MAILBOX, "Name <name@shop.example>").optional(),
  /** Where text messages go out: a hook of the shop, and what our posts to it are signed with. */
  SMS_HOOK_URL: z.url({ protocol: /^https?$/ }).optional(),
  SMS_HOOK_SECRET: z
    .string()
    .regex(/^whsec_[A-Za-z0-9+/]{32,}={0,2}$/, "whsec_… of 24 bytes or more")
    .optional(),
  /** Codes an hour of each channel, e-mail and text message; 0 for no limit. */
  CODES_PER_HOUR: z.coerce.number().int().min(0).default(2000),
  /** Calling codes that text messages go to, without +, such as 86 852; * for all. */
  SMS_COUNTRIES: z
    .string()
    .default("86")
    .transform((text) => text.split(/[\s,]+/).filter((word) => word !== ""))
    .pipe(z.array(z.string().regex(/^(?:[1-9]\d{0,3}|\*)$/, "86 852, or *")).min(1)),
  /** The card in Apple Wallet: type and team of the pass, its certificate, key and Apple's own certificate (PEM, or files). */
  APPLE_WALLET_PASS_TYPE: z
    .string()
    .regex(/^pass\.[\w.-]+$/, "pass.shop.example")
    .optional(),
  APPLE_WALLET_TEAM: z
    .string()
    .regex(/^[A-Z0-9]{10}$/, "ten letters and digits")
    .optional(),
  APPLE_WALLET_CERTIFICATE: z.string().min(1).optional(),
  APPLE_WALLET_KEY: z.string().min(1).optional(),
  APPLE_WALLET_KEY_PASSPHRASE: z.string().min(1).optional(),
  APPLE_WALLET_WWDR: z.string().min(1).optional(),
  /** The card in Google Wallet: the issuer's number, and the key of its service account (JSON, or a file). */
  GOOGLE_WALLET_ISSUER: z.string().regex(/^\d+$/, "a number").optional(),
  GOOGLE_WALLET_ACCOUNT: z.string().min(1).optional(),
  /** Origins whose pages may call the REST API from a browser, without cookies. */
  CORS_ORIGINS: words.pipe(z.array(origin)),
  /** Proxies in front whose X-Forwarded-For is believed; 0 believes nobody but the connection. */
  TRUSTED_PROXIES: z.coerce.number().int().min(0).max(10).default(0),
  /** Requests a minute of one address without credentials; 0 for no limit. */
  ANONYMOUS_RATE_PER_MINUTE: z.coerce.number().int().min(0).default(600),
  /** Pages a minute of one address at which nobody is signed in; 0 for no limit. */
  ANONYMOUS_PAGE_RATE_PER_MINUTE: z.coerce.number().int().min(0).default(300),
  /** Pages a minute of one person; 0 for no limit. */
  PAGE_RATE_PER_MINUTE: z.coerce.number().int().min(0).default(1200),
});

export type Env = z.output<typeof variables>;

const ASYMMETRIC = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512"].concat([
  "ES256",
  "ES384",
  "ES512",
  "EdDSA",
]);
const SYMMETRIC = ["HS256", "HS384", "HS512"];
const SECRET_BYTES_MIN = 32;

type Fault = [name: keyof Env, message: string];

/** A public key must never be taken for a shared secret, so the two kinds of algorithm don't mix. */
function tokenFaults(settings: Env): Fault[] {
  const { MEMBER_JWT_JWKS_URL: jwks, MEMBER_JWT_SECRET: secret } = settings;
  const { MEMBER_JWT_ISSUER: issuer, MEMBER_JWT_AUDIENCE: audience } = settings;
  const algorithms = settings.MEMBER_JWT_ALGORITHMS;
  const isConfigured = [jwks, secret, issuer, audience, algorithms[0]].some(
    (one) => one !== undefined,
  );
  if (!isConfigured) return [];
  const faults: Fault[] = [];
  if ((jwks === undefined) === (secret === undefined)) {
    faults.push(["MEMBER_JWT_SECRET", "exactly one of MEMBER_JWT_JWKS_URL and MEMBER_JWT_SECRET"]);
  }
  if (secret !== undefined && Buffer.byteLength(secret) < SECRET_BYTES_MIN) {
    faults.push(["MEMBER_JWT_SECRET", `at least ${SECRET_BYTES_MIN} bytes`]);
  }
  if (issuer === undefined) faults.push(["MEMBER_JWT_ISSUER", "required with member tokens"]);
  if (audience === undefined) faults.push(["MEMBER_JWT_AUDIENCE", "required with member tokens"]);
  const allowed = jwks === undefined ? SYMMETRIC : ASYMMETRIC;
  if (algorithms.some((name) => !allowed.includes(name))) {
    faults.push(["MEMBER_JWT_ALGORITHMS", `only ${allowed.join(", ")}`]);
  }
  return faults;
}

/** Settings that say something together, or nothing. */
const TOGETHER = [
  ["OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET"],
  [
    "APPLE_WALLET_PASS_TYPE",
    "APPLE_WALLET_TEAM",
    "APPLE_WALLET_CERTIFICATE",
    "APPLE_WALLET_KEY",
    "APPLE_WALLET_WWDR",
  ],
  ["GOOGLE_WALLET_ISSUER", "GOOGLE_WALLET_ACCOUNT"],
] as const;

function togetherFaults(settings: Env): Fault[] {
  return TOGETHER.flatMap((names): Fault[] => {
    const missing = names.filter((name) => settings[name] === undefined);
    if (missing.length === names.length) return [];
    return missing.map((name) => [name, `goes with ${names.join(", ")}`]);
  });
}

function sendingFaults(settings: Env): Fault[] {
  const pairs = [
    ["SMTP_URL", "MAIL_FROM"],
    ["SMS_HOOK_URL", "SMS_HOOK_SECRET"],
  ] as const;
  return pairs.flatMap(([one, other]): Fault[] => {
    if ((settings[one] === undefined) === (settings[other] === undefined)) return [];
    const missing = settings[one] === undefined ? one : other;
    return [[missing, `goes with ${one}, ${other}`]];
  });
}

/** Keys and codes travel there: readable on the way only where there is no way. */
function addressFaults(settings: Env): Fault[] {
  if (settings.MEMBER_SYSTEM_ENV === "development") return [];
  const isPrivate = settings.WEBHOOK_ALLOW_PRIVATE === "on";
  const names = ["MEMBER_JWT_JWKS_URL", "OIDC_ISSUER", "SMS_HOOK_URL"] as const;
  return names
    .filter((name) => settings[name]?.startsWith("http:"))
    .filter((name) => name !== "SMS_HOOK_URL" || !isPrivate)
    .map((name) => [name, "https in production"]);
}

const schema = variables.superRefine((settings, context) => {
  const judges = [tokenFaults, togetherFaults, sendingFaults, addressFaults];
  const faults = judges.flatMap((judge) => judge(settings));
  for (const [name, message] of faults) {
    context.addIssue({ code: "custom", path: [name], message });
  }
});

let parsed: Env | undefined;

/** What is wrong with which variable; never what stands in it. */
export class EnvironmentError extends Error {
  override name = "EnvironmentError";
}

/** @throws a sentence naming each variable that is missing or malformed */
export function readEnv(source: Record<string, string | undefined>): Env {
  const result = schema.safeParse(source);
  if (result.success) return result.data;
  const lines = result.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
  throw new EnvironmentError(`environment is not usable: ${lines.join("; ")}`);
}

/** @throws as readEnv */
export function env(): Env {
  parsed ??= readEnv(process.env);
  return parsed;
}
