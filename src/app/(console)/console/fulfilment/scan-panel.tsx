"use client";

import { useTranslations } from "next-intl";
import { useId, useRef, useState } from "react";
import { Button } from "@/ui/button";
import { Checkbox } from "@/ui/checkbox";
import { Field } from "@/ui/field";
import { Input } from "@/ui/input";
import { Panel } from "@/ui/panel";
import { Select } from "@/ui/select";
import { CarrierOptions } from "./carrier-options";
import { ScannedList } from "./scanned-list";
import { useScan } from "./use-scan";

/** Two scans a parcel, one field: the focus stays in it. */
export function ScanPanel({ onClose }: { onClose: () => void }) {
  const t = useTranslations("mallDesk.fulfilment.scan");
  const tDesk = useTranslations("mallDesk.fulfilment");
  const [carrier, setCarrier] = useState("");
  const [isLoud, setLoud] = useState(true);
  const [text, setText] = useState("");
  const field = useRef<HTMLInputElement>(null);
  const status = useId();
  const { open, fault, scans, scan, undo, sendAnyway, drop } = useScan(carrier, isLoud);
  const parcel = open?.parcel;
  const address = parcel?.deliveryAddress;

  function back(): void {
    field.current?.focus();
  }

  return (
    <Panel className="mb-5">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h2 className="font-medium text-lg">{t("title")}</h2>
        <Button size="sm" variant="quiet" onClick={onClose}>
          {t("close")}
        </Button>
      </div>
      <div className="mt-4 grid gap-4 sm:grid-cols-[14rem_minmax(0,1fr)]">
        <Field label={tDesk("carrier")}>
          {(control) => (
            <Select
              {...control}
              value={carrier}
              onChange={(event) => {
                setCarrier(event.target.value);
                back();
              }}
            >
              <CarrierOptions />
            </Select>
          )}
        </Field>
        <Field
          label={open ? t("tracking", { id: open.id }) : t("number")}
          error={fault ? t(`faults.${fault}`) : undefined}
        >
          {(control) => (
            <Input
              {...control}
              ref={field}
              autoFocus
              autoComplete="off"
              autoCapitalize="off"
              spellCheck={false}
              enterKeyHint="next"
              maxLength={64}
              value={text}
              onChange={(event) => setText(event.target.value)}
              onKeyDown={(event) => {
                if (event.nativeEvent.isComposing) return;
                if (event.key === "Escape" && open) {
                  event.preventDefault();
                  setText("");
                  drop();
                }
                if (event.key !== "Enter") return;
                event.preventDefault();
                if (text.trim() === "") return;
                scan(text);
                setText("");
              }}
            />
          )}
        </Field>
      </div>
      <p id={status} role="status" className="mt-3 min-h-6 text-ink-soft">
        {parcel ? (
          <>
            {parcel.rewardName} × {parcel.quantity}
            {address ? ` · ${address.name} ${address.region} ${address.line}` : ""}
            {parcel.togetherWith.length > 0
              ? ` · ${tDesk("together", { ids: parcel.togetherWith.join(", ") })}`
              : ""}
          </>
        ) : open ? (
          t("looking")
        ) : (
          t("hint")
        )}
      </p>
      <Checkbox
        checked={isLoud}
        onChange={(event) => {
          setLoud(event.target.checked);
          back();
        }}
        label={t("sound")}
      />
      <ScannedList
        scans={scans}
        onUndo={(one) => {
          void undo(one);
          back();
        }}
        onSendAnyway={(one) => {
          void sendAnyway(one);
          back();
        }}
      />
    </Panel>
  );
}
