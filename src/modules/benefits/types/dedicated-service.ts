import { z } from "zod";
import { humanText } from "@/platform/scalars";
import { benefitType, worth } from "../schema/benefit-type";

/** A contact of one's own; what it is worth is no money. */
export const dedicatedService = benefitType(
  z.strictObject({
    contact: humanText(64).nullable().default(null).describe("number, account or address"),
  }),
  ({ contact }) => ({
    judge: () => worth(0),
    words: () => ({ by: contact === null ? "any" : "contact", contact: contact ?? "" }),
  }),
);
