"use client";

import { ChevronDown } from "lucide-react";
import { usePathname } from "next/navigation";
import { type ReactNode, useId, useState } from "react";
import { NavCount } from "./nav-count";

interface NavGroupProps {
  /** Null for what stands alone. */
  name: string | null;
  isFolded: boolean;
  hrefs: readonly string[];
  /** Items of a list. */
  children: ReactNode;
}

/** Pages of one kind of work. */
export function NavGroup({ name, isFolded, hrefs, children }: NavGroupProps) {
  const id = useId();
  if (name !== null && isFolded) {
    return (
      <NavFold name={name} hrefs={hrefs}>
        <ul className="space-y-0.5">{children}</ul>
      </NavFold>
    );
  }
  return (
    <div className="mb-4 lg:mb-3 [@media(max-height:60rem)]:lg:mb-1.5">
      {name === null ? null : (
        <p id={id} className="px-3 pb-1 text-ink-faint text-xs">
          {name}
        </p>
      )}
      <ul aria-labelledby={name === null ? undefined : id} className="space-y-0.5">
        {children}
      </ul>
    </div>
  );
}

/** What is seldom gone to, behind its name; open by itself on one of its pages. */
function NavFold({ name, hrefs, children }: Omit<NavGroupProps, "isFolded"> & { name: string }) {
  const pathname = usePathname();
  const isWithin = hrefs.some((href) => pathname === href || pathname.startsWith(`${href}/`));
  const [opened, setOpened] = useState<boolean | null>(null);
  const isOpen = opened ?? isWithin;
  return (
    <details
      open={isOpen}
      onToggle={({ currentTarget }) => {
        if (currentTarget.open !== isOpen) setOpened(currentTarget.open);
      }}
      className="group mb-3"
    >
      <summary className="flex h-9 cursor-pointer list-none items-center gap-2 rounded-md px-3 text-ink-soft hover:text-ink lg:h-8.5 [&::-webkit-details-marker]:hidden">
        <span className="grow text-sm">{name}</span>
        <span className="group-open:hidden">
          <NavCount hrefs={hrefs} />
        </span>
        <ChevronDown
          aria-hidden="true"
          className="size-4 transition-transform group-open:rotate-180"
          strokeWidth={1.75}
        />
      </summary>
      {children}
    </details>
  );
}
