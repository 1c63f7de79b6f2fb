import { answerTrpc } from "@/trpc/fetch-door";

/** The tRPC door where Next is the host; server.ts answers it itself. */
export { answerTrpc as GET, answerTrpc as POST };
