import type { Work } from "@/platform/work";
import type { Pair } from "../../members/service/merge";
import * as gifts from "../store/gifts";
import { takeBack } from "./take-back";

/**
 * What the one who goes had is the other's. Of what both had for one occasion one is kept, and the other
 * goes back where nothing of it is used: the one who goes gives theirs back first. Both are locked, and
 * coupons are where they were.
 */
export async function mergeGifts(work: Work, { from, into }: Pair): Promise<void> {
  const all = await gifts.giftsOfMembers(work.tx, [from.id, into.id]);
  for (const gift of all.filter(({ memberId }) => memberId === from.id)) {
    const other = all.find(
      ({ memberId, automationId, occasion }) =>
        memberId === into.id && automationId === gift.automationId && occasion === gift.occasion,
    );
    const aside = `${gift.occasion}~${from.id}`;
    if (!other) gifts.move(work.tx, gift.id, into.id, gift.occasion);
    else if (other.status !== "GIVEN" && gift.status === "GIVEN") {
      gifts.move(work.tx, other.id, into.id, aside);
      gifts.move(work.tx, gift.id, into.id, gift.occasion);
    } else {
      if (gift.status === "GIVEN" && !(await takeBack(work, gift))) await takeBack(work, other);
      gifts.move(work.tx, gift.id, into.id, aside);
    }
  }
}
