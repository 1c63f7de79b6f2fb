"use client";

import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";

interface BesideProps {
  label: string;
  onClose: () => void;
  children: ReactNode;
}

/** What one row is about, beside the list that stays as it is. */
export function Beside({ label, onClose, children }: BesideProps) {
  const t = useTranslations("lists.table");
  return (
    <aside
      aria-label={label}
      className="hidden w-96 shrink-0 self-start rounded-lg border border-line bg-surface p-5 lg:sticky lg:top-6 lg:block"
    >
      <button
        type="button"
        aria-label={t("close")}
        onClick={onClose}
        className="touch float-right -mt-1 -mr-1 inline-flex size-8 items-center justify-center rounded-full text-ink-faint hover:bg-sunken hover:text-ink"
      >
        <X aria-hidden="true" className="size-4" />
      </button>
      {children}
    </aside>
  );
}
