import { api, queryClientOfRequest, trpc } from "@/trpc/server";

/** What the panels show first, for the pages of shoppers and of staff. */
export async function prefetchSecurity(): Promise<void> {
  const caller = await api();
  const queryClient = queryClientOfRequest();
  await Promise.all([
    queryClient.prefetchQuery({
      queryKey: trpc.access.sessions.queryKey({}),
      queryFn: () => caller.access.sessions({}),
    }),
    queryClient.prefetchQuery({
      queryKey: trpc.identity.passkeys.queryKey({}),
      queryFn: () => caller.identity.passkeys({}),
    }),
    queryClient.prefetchQuery({
      queryKey: trpc.identity.secondFactor.queryKey({}),
      queryFn: () => caller.identity.secondFactor({}),
    }),
  ]);
}
