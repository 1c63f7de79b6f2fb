"use client";

import { Target } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { act } from "@/trpc/plain";
import { useAct } from "@/trpc/use-act";
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
  const router = useRouter();
  const { isPending, input, answer, carryOut } = useAct({
    act: (wanted: string | null) => act("rewards", "setGoal", { rewardId: wanted }),
    onSuccess: (saved) => {
      if (!stays) showToast("good", t(saved.rewardId === null ? "unpinned" : "pinned"));
      router.refresh();
    },
    onFailed: ({ detail }) => showToast("bad", detail ?? t("failed")),
  });
  // At once as it will be: the page follows.
  const wanted = isPending ? input : answer?.rewardId;
  const isPinned = wanted === undefined ? isGoal : wanted === rewardId;
  return (
    <>
      <Button
        size="sm"
        variant="quiet"
        aria-disabled={isPending}
        onClick={() => isPending || carryOut(isPinned ? null : rewardId)}
      >
        <Target aria-hidden="true" className={isPinned ? "size-4 text-seal-ink" : "size-4"} />
        {t(isPinned ? "unpin" : "pin")}
      </Button>
      {stays ? (
        <span role="status" className="sr-only">
          {answer ? t(answer.rewardId === null ? "unpinned" : "pinned") : ""}
        </span>
      ) : null}
    </>
  );
}
