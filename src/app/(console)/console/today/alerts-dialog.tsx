"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { FormField } from "@/app/shell/form-field";
import { useProcedureForm } from "@/app/shell/use-procedure-form";
import { noticePace, setNoticesInput, type WorkKind } from "@/modules/worklist/schema";
import { type Outputs, useTRPC } from "@/trpc/client";
import { Checkbox } from "@/ui/checkbox";
import { Select } from "@/ui/select";
import { showToast } from "@/ui/toast-store";
import { FormDialog } from "../form-dialog";

interface AlertsDialogProps {
  setting: Outputs["worklist"]["notices"];
  onClose: () => void;
}

const HOURS = Array.from({ length: 24 }, (_, hour) => hour);

/** Of what, and how often; without a kind nothing is sent. */
export function AlertsDialog({ setting, onClose }: AlertsDialogProps) {
  const t = useTranslations("worklist.alerts");
  const tKinds = useTranslations("worklist.kinds");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const { revision, offered, address } = setting;
  const save = useMutation(
    trpc.worklist.setNotices.mutationOptions({
      onSuccess: async (_, { kinds }) => {
        showToast("good", t(kinds.length > 0 ? "saved" : "stopped"));
        onClose();
        await queryClient.invalidateQueries(trpc.worklist.notices.queryFilter());
      },
    }),
  );
  const form = useProcedureForm({
    schema: setNoticesInput,
    defaultValues: {
      kinds: setting.kinds as WorkKind[],
      pace: setting.pace as string,
      hour: String(setting.hour),
    },
    toInput: ({ kinds, pace, hour }) => ({ kinds, pace, hour: Number(hour), revision }),
    mutation: save,
  });
  const [kinds, pace] = form.watch(["kinds", "pace"]);
  const choose = (kind: WorkKind, isChosen: boolean) =>
    form.change("kinds", isChosen ? [...kinds, kind] : kinds.filter((other) => other !== kind));
  return (
    <FormDialog
      form={form}
      title={t("title")}
      description={t("text", { address: address ?? "" })}
      submit={t("submit")}
      submitting={t("submitting")}
      conflict={{
        save,
        onReload: () => queryClient.invalidateQueries(trpc.worklist.notices.queryFilter()),
      }}
      onClose={onClose}
    >
      <fieldset>
        <legend className="mb-1.5 font-medium text-sm">{t("kinds")}</legend>
        <div className="sm:columns-2 sm:gap-6">
          {offered.map((kind) => (
            <Checkbox
              key={kind}
              label={tKinds(kind)}
              checked={kinds.includes(kind)}
              onChange={({ target }) => choose(kind, target.checked)}
            />
          ))}
        </div>
      </fieldset>
      <FormField
        form={form}
        name="pace"
        label={t("pace")}
        hint={t(`paceHints.${noticePace.parse(pace)}`)}
      >
        {(control) => (
          <Select {...control}>
            <option value="AT_ONCE">{t("paces.AT_ONCE")}</option>
            <option value="DAILY">{t("paces.DAILY")}</option>
          </Select>
        )}
      </FormField>
      {pace === "DAILY" ? (
        <FormField form={form} name="hour" label={t("hour")}>
          {(control) => (
            <Select {...control}>
              {HOURS.map((hour) => (
                <option key={hour} value={hour}>
                  {`${String(hour).padStart(2, "0")}:00`}
                </option>
              ))}
            </Select>
          )}
        </FormField>
      ) : null}
      <p className="text-ink-soft text-sm">{t("stop")}</p>
    </FormDialog>
  );
}
