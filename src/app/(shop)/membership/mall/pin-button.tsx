"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Target } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { failureOf, useTRPC } from "@/trpc/client";
import { Button } from "@/ui/button";
import { showToast } from "@/ui/toast-store";

interface PinButtonProps {
  rewardId: string;
  isGoal: boolean;
  /** The button is there to say what it is now; without it, what it stands on goes. */
  stays?: boolean;
}

/** Saves for this one from now on, or no more. */
export function PinButton({ rewardId, isGoal, stays = false }: PinButtonProps) {
  const t = useTranslations("rewards.goal");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const router = useRouter();
  const pin = useMutation(
    trpc.rewards.setGoal.mutationOptions({
      onSuccess: async (saved) => {
        if (!stays) showToast("good", t(saved.rewardId === null ? "unpinned" : "pinned"));
        router.refresh();
        await queryClient.invalidateQueries({ queryKey: trpc.rewards.pathKey() });
      },
      onError: (error) => showToast("bad", failureOf(error).detail ?? t("failed")),
    }),
  );
  // At once as it will be: the page follows.
  const { data, isPending, isSuccess, variables } = pin;
  const wanted = isPending ? variables.rewardId : isSuccess ? data.rewardId : undefined;
  const isPinned = wanted === undefined ? isGoal : wanted === rewardId;
  return (
    <>
      <Button
        size="sm"
        variant="quiet"
        aria-disabled={isPending}
        onClick={() => isPending || pin.mutate({ rewardId: isPinned ? null : rewardId })}
      >
        <Target aria-hidden="true" className={isPinned ? "size-4 text-seal-ink" : "size-4"} />
        {t(isPinned ? "unpin" : "pin")}
      </Button>
      {stays ? (
        <span role="status" className="sr-only">
          {isSuccess ? t(data.rewardId === null ? "unpinned" : "pinned") : ""}
        </span>
      ) : null}
    </>
  );
}
