"use client";

import { Check, TriangleAlert, X } from "lucide-react";
import { useSyncExternalStore } from "react";
import { classNames } from "./class-names";
import { currentToasts, hideToast, listenToToasts, type Toast } from "./toast-store";

const none: readonly Toast[] = [];

interface ToasterProps {
  label: string;
  closeLabel: string;
}

/** One for the document. The regions exist from the start, or nobody hears the first message. */
export function Toaster({ label, closeLabel }: ToasterProps) {
  const toasts = useSyncExternalStore(listenToToasts, currentToasts, () => none);
  return (
    <section
      aria-label={label}
      data-toasts=""
      // Off what is looked at: above on phones, where thumbs and sheets are below; in the corner
      // elsewhere, and above again while a dialog stands in the middle.
      className={classNames(
        "pointer-events-none fixed inset-x-4 top-3 z-60 flex flex-col items-center gap-2",
        "sm:inset-x-auto sm:top-auto sm:right-6 sm:bottom-20 sm:w-96",
        "sm:[body:has([role=dialog])_&]:top-4 sm:[body:has([role=dialog])_&]:bottom-auto",
      )}
    >
      <div role="status" aria-live="polite" className="contents">
        {toasts
          .filter((toast) => toast.tone === "good")
          .map((toast) => (
            <ToastCard key={toast.id} toast={toast} closeLabel={closeLabel} />
          ))}
      </div>
      <div role="alert" aria-live="assertive" className="contents">
        {toasts
          .filter((toast) => toast.tone === "bad")
          .map((toast) => (
            <ToastCard key={toast.id} toast={toast} closeLabel={closeLabel} />
          ))}
      </div>
    </section>
  );
}

function ToastCard({ toast, closeLabel }: { toast: Toast; closeLabel: string }) {
  const Icon = toast.tone === "good" ? Check : TriangleAlert;
  return (
    <div className="enter pointer-events-auto flex w-full max-w-md items-start gap-3 rounded-md border border-line bg-surface p-4 shadow-overlay">
      <Icon
        aria-hidden="true"
        className={
          toast.tone === "good" ? "mt-0.5 size-5 text-good" : "mt-0.5 size-5 text-seal-ink"
        }
      />
      <p className="grow text-sm">{toast.text}</p>
      <button
        type="button"
        aria-label={closeLabel}
        onClick={() => hideToast(toast.id)}
        className="touch grid size-6 place-items-center rounded-full text-ink-faint hover:bg-sunken"
      >
        <X aria-hidden="true" className="size-4" />
      </button>
    </div>
  );
}
