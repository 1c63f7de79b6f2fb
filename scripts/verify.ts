import { verifyLedger } from "@/modules/points/service/verify";
import { closePool, reader } from "@/platform/db";
import { faultText } from "@/platform/fault";

const SAID_EVERY = 50_000;

/** Checks every invariant of the ledger for all members and names those that fail one. */
async function main(): Promise<void> {
  const started = Date.now();
  const verification = await verifyLedger(reader, ({ done, last }) => {
    if (done === last || done % SAID_EVERY === 0) console.log(`… ${done} of ${last} members`);
  });
  const { totals, byType, checks, ok } = verification;
  console.log(`\n${totals.members} members, ${totals.entries} entries`);
  for (const { type, points } of byType) console.log(`  ${type.padEnd(12)}${points}`);
  for (const { name, violations } of checks) {
    console.log(`${violations.length === 0 ? "✓" : "✗"} ${name}`);
    for (const { memberId, expected, found } of violations) {
      console.log(`    member ${memberId}: expected ${expected}, found ${found}`);
    }
  }
  console.log(
    `${ok ? "consistent" : "NOT consistent"} · ${((Date.now() - started) / 1000).toFixed(1)} s`,
  );
  await closePool();
  if (!ok) process.exit(1);
}

main().catch((error: unknown) => {
  console.error(faultText(error));
  process.exit(1);
});
