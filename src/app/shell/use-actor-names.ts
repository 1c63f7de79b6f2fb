"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useActorName } from "@/modules/points/components/use-actor-name";
import { useTRPC } from "@/trpc/client";

const ASKED_MAX = 200;
const named = /^(operator|admin|service):\d+$/;

/**
 * Who acted, by name: all of a list's actors in one question, and until it is answered (or where
 * nobody has the name any more) as their number says it.
 */
export function useActorNames(actors: readonly (string | null)[]): (actor: string) => string {
  const trpc = useTRPC();
  const numbered = useActorName();
  const candidates = [...new Set(actors)].filter((actor) => actor !== null && named.test(actor));
  const lookup = (candidates as string[]).sort().slice(0, ASKED_MAX);
  const query = useQuery({
    ...trpc.access.actorNames.queryOptions({ actors: lookup }),
    enabled: lookup.length > 0,
    placeholderData: keepPreviousData,
  });
  const names = new Map(query.data?.items.map(({ actor, name }) => [actor, name]));
  return (actor) => names.get(actor) ?? numbered(actor);
}
