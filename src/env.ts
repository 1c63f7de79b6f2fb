import { z } from "zod";

/** Every environment variable the product reads, parsed once. */
const schema = z.object({
  DATABASE_URL: z.string().regex(/^(mysql|mariadb):\/\//, "mysql://user:password@host:port/name"),
  /** Connections of one process; about four per core of the database serve best. */
  DB_POOL_SIZE: z.coerce.number().int().min(2).max(200).default(10),
  /** Encrypts the session cookie. */
  AUTH_SECRET: z.string().min(32),
  /** Space-separated `whsec_…` secrets that incoming events may be signed with. */
  WEBHOOK_SECRETS: z.string().default(""),
  /** development allows the demo seed and its known passwords, and the test clock. */
  MEMBER_SYSTEM_ENV: z.enum(["development", "production"]).default("production"),
  PROGRAM_TIMEZONE: z.string().default("Asia/Shanghai"),
  PORT: z.coerce.number().int().min(0).max(65535).default(3000),
  APP_URL: z.url().default("http://localhost:3000"),
  /** Whether this process runs the jobs; "off" where a worker of its own does. */
  JOBS: z.enum(["on", "off"]).default("on"),
  LOG_LEVEL: z.enum(["debug", "info", "warn", "error", "silent"]).default("info"),
});

export type Env = z.output<typeof schema>;

let parsed: Env | undefined;

/** @throws a sentence naming each variable that is missing or malformed */
export function env(): Env {
  if (parsed) return parsed;
  const result = schema.safeParse(process.env);
  if (!result.success) {
    const lines = result.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
    throw new Error(`environment is not usable: ${lines.join("; ")}`);
  }
  parsed = result.data;
  return parsed;
}
