import type { z } from "zod";
import type { selectInput } from "@/modules/lists/schema/selections";
import type { useTRPCClient } from "@/trpc/client";

export type Client = ReturnType<typeof useTRPCClient>;

/** Who is chosen: by hand, or all that match. */
export type Chosen =
  | { ids: readonly string[] }
  | { question: z.input<typeof selectInput>["question"] };

/** Why those who match could not be written down. */
export class NotSelected extends Error {
  constructor(readonly why: "TOO_MANY" | "FAILED" | "STOPPED") {
    super(why);
  }
}

const LOOK_AGAIN_MS = 700;
const pause = () => new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));

/**
 * The ids of those who are chosen. All that match are written down by the server first, so that what is
 * previewed is done with the same ones.
 *
 * @param told how many they are so far
 * @param isOver asked now and then: whoever waited has gone
 * @throws NotSelected
 */
export async function idsOf(
  client: Client,
  chosen: Chosen,
  { told, isOver }: { told: (count: number) => void; isOver: () => boolean },
): Promise<string[]> {
  if ("ids" in chosen) return [...chosen.ids];
  const { selectionId } = await client.lists.select.mutate({ question: chosen.question });
  for (;;) {
    if (isOver()) {
      await client.lists.dropSelection.mutate({ selectionId });
      throw new NotSelected("STOPPED");
    }
    const { status, count } = await client.lists.selection.query({ selectionId });
    told(count);
    if (status === "READY") return pagesOf(client, selectionId);
    if (status !== "COLLECTING") throw new NotSelected(status);
    await pause();
  }
}

async function pagesOf(client: Client, selectionId: string): Promise<string[]> {
  const ids: string[] = [];
  let after: number | null = 0;
  while (after !== null) {
    const page: { memberIds: string[]; next: number | null } = await client.lists.selected.query({
      selectionId,
      after,
    });
    ids.push(...page.memberIds);
    after = page.next;
  }
  return ids;
}
