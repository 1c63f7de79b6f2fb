"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { failureOf, useTRPC } from "@/trpc/client";
import { Checkbox } from "@/ui/checkbox";
import { Dialog } from "@/ui/dialog";
import { showToast } from "@/ui/toast-store";
import { DialogFooter } from "../dialog-footer";
import { readWhole } from "../figures";
import { focusFirstInvalid } from "../focus-first-invalid";
import { VersionConflict } from "../program/publish-dialog";
import type { ManagedReward } from "./managed-reward";
import { PictureField } from "./picture-field";
import {
  draftOfReward,
  faultsOfReward,
  type RewardDraft,
  type RewardField,
  rewardOf,
} from "./reward-draft";
import { RewardFields } from "./reward-fields";

interface RewardDialogProps {
  /** Null for a new one. */
  reward: ManagedReward | null;
  tiers: readonly { code: string; name: string }[];
  onReload: () => Promise<unknown>;
  onClose: () => void;
}

/** Everything about a reward but its stock, which changes by itself while one looks at it. */
export function RewardDialog({ reward, tiers, onReload, onClose }: RewardDialogProps) {
  const t = useTranslations("mallDesk");
  const tState = useTranslations("common.state");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  // Only what was typed: the rest follows the reward, also when somebody else changes it.
  const [typed, setTyped] = useState<Partial<RewardDraft>>({});
  const [tried, setTried] = useState(false);
  const draft = { ...draftOfReward(reward), ...typed };
  const isTyped = JSON.stringify(draft) !== JSON.stringify(draftOfReward(reward));
  const faults = faultsOfReward(draft);
  const done = {
    onSuccess: async ({ approvalId }: { approvalId: string | null }) => {
      const words = reward ? "saved" : "created";
      showToast("good", t(approvalId === null ? words : "waits"));
      onClose();
      await queryClient.invalidateQueries();
    },
  };
  const create = useMutation(trpc.rewards.create.mutationOptions(done));
  const update = useMutation(trpc.rewards.update.mutationOptions(done));
  const save = reward ? update : create;
  const failure = failureOf(save.error);
  const isConflict = failure.code === "VERSION_CONFLICT";

  function errorOf(field: RewardField): string | undefined {
    const refused = failure.fieldErrors.find(({ path }) => path === field);
    if (refused) return t("faults.refused", { message: refused.message });
    const found = tried ? faults.find((fault) => fault.field === field) : undefined;
    return found ? t(`faults.${found.fault}`) : undefined;
  }

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    setTried(true);
    if (save.isPending) return;
    if (faults.length > 0) {
      focusFirstInvalid(event.currentTarget);
      return;
    }
    const wanted = rewardOf(draft);
    if (reward) {
      update.mutate({ ...wanted, rewardId: reward.rewardId, version: reward.version });
    } else create.mutate({ ...wanted, stock: readWhole(draft.stock) });
  }

  const change = (changed: Partial<RewardDraft>) => {
    setTyped({ ...typed, ...changed });
    if (save.isError && !isConflict) save.reset();
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={t(reward ? "editTitle" : "createTitle")}
      closeLabel={tState("close")}
      unsaved={isTyped && !save.isPending}
      className="sm:max-w-2xl"
    >
      <form onSubmit={submit} noValidate className="space-y-5">
        <RewardFields
          draft={draft}
          isNew={reward === null}
          tiers={tiers}
          errorOf={errorOf}
          onChange={change}
        />
        <PictureField
          address={draft.image}
          error={errorOf("image")}
          onChange={(image) => change({ image })}
        />
        <Checkbox
          label={t("fields.onShelf")}
          hint={t("onShelfHint")}
          checked={draft.onShelf}
          onChange={(event) => change({ onShelf: event.target.checked })}
        />
        {isConflict ? (
          <VersionConflict
            onReload={async () => {
              await onReload();
              save.reset();
            }}
          />
        ) : null}
        <DialogFooter
          error={isConflict ? null : save.error}
          pending={save.isPending}
          submit={t("submit")}
          submitting={t("submitting")}
          onCancel={onClose}
        />
      </form>
    </Dialog>
  );
}
