import { locales } from "@/i18n/config";
import { formatMoney, formatPoints } from "@/i18n/format";
import { lookForMachines } from "@/modules/machines/service/once";
import { closePool } from "@/platform/db";
import { faultText } from "@/platform/fault";

type Told = Awaited<ReturnType<typeof lookForMachines>>["told"]["en"];
type Sequence = NonNullable<Told["machine"]>;

const accounts = ({ available, pending, owed, coupons }: Sequence["steps"][number]["members"][0]) =>
  [available, pending, -owed].map(formatPoints).join(" / ") + (coupons > 0 ? ` (${coupons})` : "");

function print({ steps, text, tier }: Sequence): void {
  console.log(`  ${tier.name}`);
  for (const [at, step] of steps.entries()) {
    const members = step.members.map(accounts).join("  ·  ");
    console.log(`  ${at + 1}. ${step.text}`);
    console.log(`     ${formatMoney(step.moneyMinor)}  ·  ${members}`);
  }
  console.log(`  ${text}`);
}

/** Looks for money machines in the program as it is, and says what was found in each language. */
async function main(): Promise<void> {
  const begun = performance.now();
  const { told, depth, looked } = await lookForMachines();
  for (const locale of locales) {
    const { machine, notes } = told[locale];
    console.log(`\n[${locale}]`);
    if (machine) print(machine);
    for (const { text, sequence } of notes) {
      console.log(`- ${text}`);
      if (sequence) print(sequence);
    }
  }
  const seconds = ((performance.now() - begun) / 1000).toFixed(1);
  const isFound = told.en.machine !== null;
  console.log(
    `\n${isFound ? "✗ a machine was found" : "✓ no machine"} · all sequences of ${depth} steps, ${looked} acts · ${seconds} s`,
  );
  await closePool();
  if (isFound) process.exit(1);
}

main().catch((error: unknown) => {
  console.error(faultText(error));
  process.exit(1);
});
