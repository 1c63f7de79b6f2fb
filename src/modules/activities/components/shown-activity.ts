import type { z } from "zod";
import type { shownActivity } from "../schema/activity";

/** An activity as shoppers see it. */
export type ShownActivity = z.input<typeof shownActivity>;
