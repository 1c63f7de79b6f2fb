"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import type { z } from "zod";
import { useProcedureForm } from "@/app/shell/use-procedure-form";
import { createInput } from "@/modules/rewards/schema/managed";
import { useTRPC } from "@/trpc/client";
import { Checkbox } from "@/ui/checkbox";
import { showToast } from "@/ui/toast-store";
import { typedWhole } from "../figures";
import { FormDialog } from "../form-dialog";
import { draftFields } from "../form-draft";
import { MachineStep } from "../program/machines/machine-step";
import type { ManagedReward } from "./managed-reward";
import { PictureField } from "./picture-field";
import {
  draftOfReward,
  faultIn,
  missingNote,
  type RewardDraft,
  type RewardField,
  rewardOf,
} from "./reward-draft";
import { RewardFields } from "./reward-fields";

const settingsOf = (typed: RewardDraft) => ({ ...rewardOf(typed), stock: typedWhole(typed.stock) });

const isWhole = (settings: object): settings is z.input<typeof createInput> =>
  createInput.safeParse(settings).success;

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
  const trpc = useTRPC();
  const queryClient = useQueryClient();
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
  const read = draftOfReward(reward);
  const form = useProcedureForm({
    schema: createInput,
    defaultValues: read,
    // The rest follows the reward, also when somebody else changes it.
    latest: read,
    toInput: settingsOf,
    check: (typed) => {
      const missing = missingNote(typed);
      return missing ? { [missing]: t("faults.text") } : {};
    },
    mutation: {
      ...save,
      mutate({ stock, ...settings }) {
        if (reward)
          update.mutate({ ...settings, rewardId: reward.rewardId, version: reward.version });
        else create.mutate({ ...settings, stock });
      },
    },
  });
  const draft = form.watch();
  const settings = settingsOf(draft);
  const rewardId = reward?.rewardId ?? null;
  const { errorOf, change } = draftFields(form, {
    refused: (message) => t("faults.refused", { message }),
    fault: (field) => t(`faults.${faultIn(field as RewardField)}`),
  });

  return (
    <FormDialog
      form={form}
      conflict={{ save: save, onReload }}
      title={t(reward ? "editTitle" : "createTitle")}
      submit={t("submit")}
      submitting={t("submitting")}
      onClose={onClose}
      className="sm:max-w-2xl"
    >
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
      {draft.onShelf && isWhole(settings) ? (
        <MachineStep edit={{ reward: { rewardId, settings } }} />
      ) : null}
    </FormDialog>
  );
}
