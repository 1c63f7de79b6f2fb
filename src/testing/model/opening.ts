import { openAccount } from "@/modules/points/service/account";
import { openBalance } from "@/modules/points/service/opening";
import type { Work } from "@/platform/work";
import type { Of } from "./vocabulary";

/** What an import does of points, on the real system. */
export async function openFor(
  work: Work,
  ref: { memberId: number },
  { points, reference, expiresAt }: Pick<Of<"open">, "points" | "reference" | "expiresAt">,
) {
  const account = await openAccount(work, ref);
  const breakdown = { base: points };
  const opening = { points, reference, expiresAt: new Date(expiresAt), breakdown };
  const { duplicate } = await openBalance(work, account, opening);
  return { duplicate };
}
