import { answerRest } from "@/platform/rest/fetch";
import { REST_PREFIX, restDoor } from "@/trpc/doors";

/** The REST door where Next is the host; server.ts answers it itself. */
const handler = (request: Request) => answerRest(restDoor(), REST_PREFIX, request);

export {
  handler as DELETE,
  handler as GET,
  handler as OPTIONS,
  handler as PATCH,
  handler as POST,
  handler as PUT,
};
