"use client";

import { CircleHelp } from "lucide-react";
import { Popover } from "radix-ui";
import { type PointerEvent, type ReactNode, useRef, useState } from "react";

interface DefinitionProps {
  /** What asks: "What are active members?" */
  label: string;
  children: ReactNode;
}

/** On the way from the sign to the words the pointer is on neither. */
const LEAVE_MS = 150;

/** What a figure counts, beside its name: pointed at, or pressed where nothing can be pointed at. */
export function Definition({ label, children }: DefinitionProps) {
  const [open, setOpen] = useState(false);
  const leaving = useRef<ReturnType<typeof setTimeout>>(undefined);

  function enter({ pointerType }: PointerEvent): void {
    clearTimeout(leaving.current);
    if (pointerType === "mouse") setOpen(true);
  }

  function leave({ pointerType }: PointerEvent): void {
    if (pointerType === "mouse") leaving.current = setTimeout(() => setOpen(false), LEAVE_MS);
  }

  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger
        type="button"
        aria-label={label}
        onPointerEnter={enter}
        onPointerLeave={leave}
        className="touch relative z-10 inline-flex size-6 shrink-0 items-center justify-center rounded-full align-middle text-ink-faint hover:text-ink"
      >
        <CircleHelp aria-hidden="true" className="size-3.5" />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          side="top"
          sideOffset={4}
          collisionPadding={12}
          aria-label={label}
          onPointerEnter={enter}
          onPointerLeave={leave}
          // Whoever pointed at it goes on with what they did.
          onOpenAutoFocus={(event) => event.preventDefault()}
          className="z-50 w-max max-w-72 rounded-md border border-line bg-surface px-3 py-2 text-ink text-sm shadow-raised"
        >
          {children}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
