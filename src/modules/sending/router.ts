import { query, router } from "@/platform/trpc";
import * as schema from "./schema";
import { mailboxOf } from "./service/mailbox";

export const sendingRouter = router({
  /** Of a development system alone. */
  mailbox: query(
    { access: { public: true }, input: schema.mailboxInput, output: schema.mailbox },
    (ask, input) => mailboxOf(ask, input),
  ),
});
