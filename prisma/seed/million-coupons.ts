import { keptCodes } from "@/modules/coupons/service/codes";
import { createDefinition } from "@/modules/coupons/service/definitions";
import { reader, transaction } from "@/platform/db";
import { at } from "./acts";
import {
  type Definitions,
  DISCOUNT_MINOR,
  SHARED_CODE_ROW,
  SHARED_COUPON,
  SHARED_ISSUE,
  VALID_DAYS,
} from "./million-shop";

/** Of what the coupons of the bulk scenario are, and the one whose code everybody has. */

const DEFINITIONS = 60;
export const SHARED_CODE = "SHARED99";
const DAY_MS = 86_400_000;

export interface Coupons {
  definitions: Definitions;
  /** A code as it is kept: of those who have one nobody sees it, and none is found by it. */
  sealed: string;
}

async function define(number: number, uses: number, now: Date): Promise<void> {
  await at(now, (work) =>
    createDefinition(work, {
      name: { "zh-CN": `批量券 ${number}`, en: `Bulk coupon ${number}` },
      description: null,
      enabled: true,
      terms: {
        effect: { kind: "AMOUNT", amountMinor: DISCOUNT_MINOR },
        ...{ minimumMinor: 0, scope: null, validFrom: null, validUntil: null },
        validDays: VALID_DAYS,
        uses,
        ...{ combinable: true, minTier: null, givesBack: true },
      },
    }),
  );
}

export async function prepareCoupons(now: Date, members: number): Promise<Coupons> {
  const uses = Math.min(100_000, Math.max(1, members));
  for (let number = 1; number <= DEFINITIONS; number++) {
    await define(number, number === 1 ? uses : 1, now);
  }
  const [shared, ...definitions] = await reader.rows<Definitions[number]>(
    "SELECT id, versionId FROM coupon_definition ORDER BY id",
  );
  const [code, own] = await keptCodes(reader, [SHARED_CODE, "0WN99"]);
  if (!shared || !code || !own) throw new Error("the coupons of the bulk scenario were not made");
  const of = [shared.id, shared.versionId];
  const until = new Date(now.getTime() + VALID_DAYS * DAY_MS);
  await transaction(async (tx) => {
    await tx.write(SHARED_ISSUE, [...of, now]);
    await tx.write(SHARED_COUPON, [...of, uses, code.codeEnd, until, now, now, now, now]);
    await tx.write(SHARED_CODE_ROW, [code.codeHash, code.sealed]);
  });
  return { definitions, sealed: own.sealed };
}
