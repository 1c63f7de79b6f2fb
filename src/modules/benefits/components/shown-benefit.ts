import type { z } from "zod";
import type { availableBenefit } from "../schema/benefits";

/** A benefit as its member sees it. */
export type ShownBenefit = z.input<typeof availableBenefit>;
