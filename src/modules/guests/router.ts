import { z } from "zod";
import { command, query, router } from "@/platform/trpc";
import * as schema from "./schema";
import { guestSetting, setGuests, showGuestSecret } from "./service/setting";

const ADMINS = { operator: "access:manage" } as const;
const nothing = z.strictObject({});

/** How orders of people are kept who are no members yet. */
export const guestsRouter = router({
  setting: query({ access: ADMINS, input: nothing, output: schema.guestSetting }, (ask) =>
    guestSetting(ask.db),
  ),
  setSetting: command(
    { access: ADMINS, input: schema.setGuestsInput, output: schema.guestSetting },
    (work, input) => setGuests(work, input),
  ),
  showSecret: command(
    { access: ADMINS, input: nothing, output: schema.guestSecret, secret: true },
    (work) => showGuestSecret(work),
  ),
});
