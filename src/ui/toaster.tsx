"use client";

import { Check, TriangleAlert, X } from "lucide-react";
import { Toast as RadixToast } from "radix-ui";
import { useSyncExternalStore } from "react";
import { classNames } from "./class-names";
import { currentToasts, hideToast, listenToToasts, type Toast } from "./toast-store";

const none: readonly Toast[] = [];

/** A failure stays twice as long: it is read, not just noticed, and it interrupts who listens. */
const LOOKS = {
  good: { Icon: Check, ink: "text-good", type: "background", duration: 6_000 },
  bad: { Icon: TriangleAlert, ink: "text-seal-ink", type: "foreground", duration: 12_000 },
} as const;

interface ToasterProps {
  label: string;
  closeLabel: string;
}

/** One for the document. The region exists from the start, so that F8 always leads to it. */
export function Toaster({ label, closeLabel }: ToasterProps) {
  const toasts = useSyncExternalStore(listenToToasts, currentToasts, () => none);
  return (
    // Upwards, so that a text can be marked from side to side.
    <RadixToast.Provider label={label} swipeDirection="up">
      {toasts.map(({ id, tone, text }) => {
        const { Icon, ink, type, duration } = LOOKS[tone];
        return (
          <RadixToast.Root
            key={id}
            type={type}
            duration={duration}
            onOpenChange={() => hideToast(id)}
            // A dialog that opened later puts it out of reach and hides it from nobody's eyes.
            style={{ pointerEvents: "auto", userSelect: "text" }}
            className="enter flex w-full max-w-md items-start gap-3 rounded-md border border-line bg-surface p-4 shadow-overlay data-[swipe=move]:translate-y-(--radix-toast-swipe-move-y)"
          >
            <Icon aria-hidden="true" className={`mt-0.5 size-5 ${ink}`} />
            <RadixToast.Description className="grow text-sm">{text}</RadixToast.Description>
            <RadixToast.Close
              aria-label={closeLabel}
              className="touch grid size-6 place-items-center rounded-full text-ink-faint hover:bg-sunken"
            >
              <X aria-hidden="true" className="size-4" />
            </RadixToast.Close>
          </RadixToast.Root>
        );
      })}
      <RadixToast.Viewport
        label={`${label} ({hotkey})`}
        // What is live is not hidden from listeners while a dialog is open; each toast announces itself.
        aria-live="off"
        // Off what is looked at: above on phones, where thumbs and sheets are below; in the corner
        // elsewhere, and above again while a dialog stands in the middle.
        className={classNames(
          "pointer-events-none fixed inset-x-4 top-3 z-60 flex flex-col items-center gap-2",
          "sm:inset-x-auto sm:top-auto sm:right-6 sm:bottom-20 sm:w-96",
          "sm:[body:has([role=dialog])_&]:top-4 sm:[body:has([role=dialog])_&]:bottom-auto",
        )}
      />
    </RadixToast.Provider>
  );
}
