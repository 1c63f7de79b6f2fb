"use client";

import { X } from "lucide-react";
import { Dialog as RadixDialog } from "radix-ui";
import { type ReactNode, useRef } from "react";
import { classNames } from "./class-names";
import { askToDiscard, useUnsavedWork } from "./unsaved-work";

export interface DialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  description?: ReactNode;
  closeLabel: string;
  children: ReactNode;
  className?: string;
  /** Something typed would be lost: every way out but the dialog's own buttons asks first. */
  unsaved?: boolean;
  /** What is shown is seen once: only the dialog's own buttons close it. */
  once?: boolean;
}

/** What `Dialog` shows, loaded with the first that is opened. */
export function DialogSheet({
  open,
  onOpenChange,
  title,
  description,
  closeLabel,
  children,
  className,
  unsaved = false,
  once = false,
}: DialogProps) {
  useUnsavedWork(open && (unsaved || once));
  // Dialogs are opened by state, so Radix knows no trigger: we remember who had the focus.
  const opener = useRef<HTMLElement | null>(null);

  function change(next: boolean): void {
    if (next || !unsaved) onOpenChange(next);
    else void askToDiscard().then((discard) => discard && onOpenChange(false));
  }

  return (
    <RadixDialog.Root open={open} onOpenChange={change}>
      <RadixDialog.Portal>
        <RadixDialog.Overlay className="fixed inset-0 z-40 bg-veil" />
        <RadixDialog.Content
          {...(description ? {} : { "aria-describedby": undefined })}
          onEscapeKeyDown={(event) => {
            // A calendar that is open above goes first.
            const above = document.querySelector<HTMLElement>(":popover-open");
            above?.hidePopover();
            if (once || above) event.preventDefault();
          }}
          onInteractOutside={(event) => {
            if (once) event.preventDefault();
          }}
          onOpenAutoFocus={(event) => {
            opener.current =
              document.activeElement instanceof HTMLElement ? document.activeElement : null;
            const content = event.currentTarget instanceof HTMLElement ? event.currentTarget : null;
            const first = content?.querySelector<HTMLElement>("[data-autofocus]");
            if (!first) return;
            event.preventDefault();
            first.focus();
          }}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            opener.current?.focus();
          }}
          className={classNames(
            "enter fixed inset-x-0 bottom-0 z-50 max-h-[92dvh] overflow-y-auto rounded-t-xl bg-surface p-6",
            "shadow-overlay sm:inset-0 sm:m-auto sm:h-fit sm:max-w-md sm:rounded-xl",
            className,
          )}
        >
          <div className="mb-5 flex items-start justify-between gap-4">
            <div>
              <RadixDialog.Title className="text-xl">{title}</RadixDialog.Title>
              {description ? (
                <RadixDialog.Description className="mt-1 text-ink-soft text-sm">
                  {description}
                </RadixDialog.Description>
              ) : null}
            </div>
            {once ? null : (
              <RadixDialog.Close
                aria-label={closeLabel}
                className="touch -mr-1 grid size-8 shrink-0 place-items-center rounded-full text-ink-soft hover:bg-sunken"
              >
                <X aria-hidden="true" className="size-5" />
              </RadixDialog.Close>
            )}
          </div>
          {children}
        </RadixDialog.Content>
      </RadixDialog.Portal>
    </RadixDialog.Root>
  );
}
