"use client";

import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { useTRPC } from "@/trpc/client";
import { Dialog } from "@/ui/dialog";
import { Field } from "@/ui/field";
import { Select } from "@/ui/select";
import { DialogFooter } from "../../dialog-footer";

const overlaps = [0, 1, 24, 72, 168] as const;
const usualOverlap = 24;

interface RotateDialogProps {
  endpointId: string;
  onClose: () => void;
  onDone: (secret: string) => void;
}

export function RotateDialog({ endpointId, onClose, onDone }: RotateDialogProps) {
  const t = useTranslations("webhooks.rotate");
  const tState = useTranslations("common.state");
  const trpc = useTRPC();
  const [overlapHours, setOverlapHours] = useState<number>(usualOverlap);
  const rotate = useMutation(
    trpc.webhooks.rotate.mutationOptions({ onSuccess: ({ secret }) => onDone(secret) }),
  );

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    if (!rotate.isPending) rotate.mutate({ endpointId, overlapHours });
  }

  return (
    <Dialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={t("title")}
      description={t("text")}
      closeLabel={tState("close")}
      unsaved={overlapHours !== usualOverlap && !rotate.isPending}
    >
      <form onSubmit={submit} className="space-y-5">
        <Field label={t("overlap")}>
          {(control) => (
            <Select
              {...control}
              value={overlapHours}
              onChange={(event) => setOverlapHours(Number(event.target.value))}
            >
              {overlaps.map((hours) => (
                <option key={hours} value={hours}>
                  {t("hours", { hours })}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <DialogFooter
          error={rotate.error}
          pending={rotate.isPending}
          submit={t("submit")}
          submitting={t("submitting")}
          onCancel={onClose}
        />
      </form>
    </Dialog>
  );
}
