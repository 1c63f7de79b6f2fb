"use client";

import { useLinkStatus } from "next/link";
import { usePathname } from "next/navigation";
import type { ReactNode } from "react";
import { classNames } from "./class-names";
import { PageLink } from "./page-link";

interface NavLinkProps {
  href: string;
  /** Also current on every page below it. */
  deep?: boolean;
  /** And on these pages, which are reached from it. */
  also?: readonly string[] | undefined;
  className: string;
  currentClassName: string;
  children: ReactNode;
}

export function NavLink({
  href,
  deep = false,
  also = [],
  className,
  currentClassName,
  children,
}: NavLinkProps) {
  const pathname = usePathname();
  const current =
    pathname === href || also.includes(pathname) || (deep && pathname.startsWith(`${href}/`));
  return (
    <PageLink
      href={href}
      // A menu that lies above the page goes away with the choice.
      onClick={(event) => event.currentTarget.closest<HTMLElement>("[popover]")?.hidePopover()}
      aria-current={current ? "page" : undefined}
      className={classNames(className, current && currentClassName)}
    >
      {children}
      <LinkProgress />
    </PageLink>
  );
}

/** The next page is made as a whole before it is shown; until then a line at the top says so. */
function LinkProgress() {
  const { pending } = useLinkStatus();
  return pending ? <span aria-hidden="true" className="link-progress" /> : null;
}
