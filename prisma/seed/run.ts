import { writeFileSync } from "node:fs";
import { env } from "@/env";
import { closePool } from "@/platform/db";
import { seedDemo } from "./demo";
import { seedMillion } from "./million";

const MILLION = 1_000_000;

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** @throws a sentence where `SEED_MEMBERS` is no count */
function membersWanted(): number {
  const given = process.env.SEED_MEMBERS ?? String(MILLION);
  if (!/^[1-9]\d{0,7}$/.test(given)) throw new Error(`SEED_MEMBERS is no count: ${given}`);
  return Number(given);
}

/**
 * Fills an empty development system with lively data; a second run changes nothing. `SEED=million`
 * puts members in bulk before it.
 */
async function main(): Promise<void> {
  const { SEED, DEMO_SIGN_INS_FILE: file } = process.env;
  if (env().MEMBER_SYSTEM_ENV !== "development") {
    throw new Error("the demo has known passwords: it needs MEMBER_SYSTEM_ENV=development");
  }
  if (SEED === "million") await seedMillion({ members: membersWanted(), say });
  const signIns = await seedDemo(say);
  if (file) writeFileSync(file, `${JSON.stringify(signIns, null, 2)}\n`, { mode: 0o600 });
  await closePool();
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
