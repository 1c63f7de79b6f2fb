"use client";

import { QrCode as QrIcon } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/ui/button";
import { CopyButton } from "@/ui/copy-button";
import { Dialog } from "@/ui/dialog";
import { QrCode } from "@/ui/qr-code";

/** A coupon's code to be read, and, pressed, as large as a scanner likes it. */
export function CouponCode({ name, code }: { name: string; code: string }) {
  const t = useTranslations();
  const [open, setOpen] = useState(false);
  return (
    <div className="flex flex-wrap items-center gap-2">
      <p className="tabular select-all tracking-wide" data-coupon={code}>
        {code}
      </p>
      <CopyButton
        text={code}
        label={t("coupons.copy")}
        copiedText={t("coupons.copied")}
        failedText={t("coupons.copyFailed")}
        compact
      />
      <Button size="sm" onClick={() => setOpen(true)}>
        <QrIcon aria-hidden="true" className="size-4" strokeWidth={1.75} />
        <span>{t("coupons.show")}</span>
        <span className="sr-only">{name}</span>
      </Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title={name}
        description={t("coupons.showText")}
        closeLabel={t("common.state.close")}
      >
        <div className="mx-auto max-w-60 overflow-hidden rounded-md border border-line">
          <QrCode text={code} label={t("coupons.qrLabel", { code })} className="block w-full" />
        </div>
        <p className="tabular mt-4 text-center tracking-widest">{code}</p>
      </Dialog>
    </div>
  );
}
