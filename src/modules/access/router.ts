import { command, query, router } from "@/platform/trpc";
import { me, nothing, signedOut } from "./schema";
import * as service from "./service";

export const accessRouter = router({
  /** The person at the browser: what the shell of every page shows. */
  me: query({ access: { public: true }, input: nothing, output: me }, (ask) =>
    service.whoAmI(ask.caller),
  ),
  signOut: command({ access: { public: true }, input: nothing, output: signedOut }, (work) =>
    service.signOut(work),
  ),
});
