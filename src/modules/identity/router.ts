import { memberRef } from "@/platform/auth";
import { command, router } from "@/platform/trpc";
import * as schema from "./schema";
import { handOff } from "./service/handoff";

export const sessionsRouter = router({
  handOff: command(
    {
      access: { member: "self", service: "sessions:write" },
      input: schema.handOffInput,
      output: schema.handOffOutput,
      secret: true,
      rest: {
        method: "POST",
        path: "/sessions/handoff",
        tag: "members",
        summary: "Get a link that opens the member’s pages signed in",
        description:
          "For whoever is signed in at the shop already: send their browser to the link. It works once, for 60 seconds. A service names the member; with a member’s token of the shop’s identity provider it is the member themself.",
        errors: ["MEMBER_NOT_FOUND", "MEMBER_STATUS_INVALID"],
        example: { input: { externalId: "u-1001", to: "/membership" } },
      },
    },
    (work, input) => handOff(work, memberRef(work.caller, input), input.to),
  ),
});
