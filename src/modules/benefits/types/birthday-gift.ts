import { z } from "zod";
import { floorShare } from "@/platform/arithmetic";
import { humanText, moneyMinor } from "@/platform/scalars";
import { textFields, textsIn, wholeText } from "@/platform/texts";
import { benefitType, refused, worth } from "../schema/benefit-type";

/** Points, an item or both, with an order in the month of the birthday. */
export const birthdayGift = benefitType(
  z
    .strictObject({
      points: z.int().min(0).max(1_000_000).default(0),
      ...textFields("item", humanText(64).nullable().default(null)),
      item: humanText(32).nullable().default(null),
      itemValueMinor: moneyMinor.default(0),
    })
    .refine(({ points, item }) => points > 0 || item !== null, {
      error: "points > 0 / item",
      path: ["item"],
    }),
  ({ points, itemValueMinor, ...texts }) => ({
    judge: ({ birthday, today, pointsPerYuanOff }) => {
      if (birthday === null) return refused("BIRTHDAY_UNKNOWN");
      const month = birthday.slice(5, 7);
      if (month !== today.slice(5, 7)) return refused("NOT_BIRTHDAY_MONTH", { month });
      return worth(itemValueMinor + floorShare(points, 100, pointsPerYuanOff), points);
    },
    gives: { points, amountMinor: itemValueMinor },
    words: () => ({
      gift: texts.item === null ? "points" : points > 0 ? "both" : "item",
      points,
      item: wholeText(textsIn(texts, "item")) ?? "",
    }),
  }),
);
