"use client";

import { Dialog } from "radix-ui";
import { type ReactNode, useRef } from "react";
import { Button } from "./button";
import { classNames } from "./class-names";

interface SealMomentProps {
  /** One or two characters. */
  seal: string;
  title: string;
  children?: ReactNode;
  action: string;
  onClose: () => void;
}

/**
 * Something reached, on the whole screen: the seal comes down once. A tap anywhere, Escape and the button
 * lead back to where one was.
 */
export function SealMoment({ seal, title, children, action, onClose }: SealMomentProps) {
  const opener = useRef<HTMLElement | null>(null);
  return (
    <Dialog.Root open onOpenChange={onClose}>
      <Dialog.Portal>
        <Dialog.Content
          aria-describedby={undefined}
          onClick={onClose}
          onOpenAutoFocus={() => {
            const { activeElement } = document;
            opener.current = activeElement instanceof HTMLElement ? activeElement : null;
          }}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            opener.current?.focus();
          }}
          className="enter fixed inset-0 z-50 grid overflow-y-auto bg-paper px-6 py-10 text-center"
        >
          <div className="m-auto grid max-w-md justify-items-center">
            <span
              aria-hidden="true"
              className={classNames(
                "grid size-36 place-items-center rounded-xl bg-seal font-semibold font-serif text-3xl text-seal-on leading-none",
                "shadow-[inset_0_0_0_4px_rgb(255_240_230/0.55)] [text-autospace:no-autospace]",
                "-rotate-6 motion-safe:animate-[stamp_0.5s_cubic-bezier(0.2,0.9,0.3,1.2)_0.15s_both]",
                seal.length > 1 && "[writing-mode:vertical-rl]",
              )}
            >
              {seal}
            </span>
            <Dialog.Title className="mt-10 text-2xl">{title}</Dialog.Title>
            {children}
            <Button variant="primary" onClick={onClose} className="mt-10">
              {action}
            </Button>
          </div>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
