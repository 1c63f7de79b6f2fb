import { writeFileSync } from "node:fs";
import { env } from "@/env";
import { closePool } from "@/platform/db";
import { closePrisma } from "@/platform/prisma";
import { seedDemo } from "./demo";

/** Fills an empty development system with lively data; a second run changes nothing. */
async function main(): Promise<void> {
  if (env().MEMBER_SYSTEM_ENV !== "development" && process.env.SEED !== "demo") {
    throw new Error("the demo has known passwords; set SEED=demo to seed it here all the same");
  }
  const signIns = await seedDemo((line) => process.stdout.write(`${line}\n`));
  const file = process.env.DEMO_SIGN_INS_FILE;
  if (file) writeFileSync(file, `${JSON.stringify(signIns, null, 2)}\n`, { mode: 0o600 });
  await Promise.all([closePool(), closePrisma()]);
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
