import Link from "next/link";
import type { ComponentProps } from "react";

/**
 * A link to a page of ours. Pages are made for whoever asks, each time they ask: what Next would fetch
 * ahead for every link in view is the frame alone, which spares a click nothing and costs the server
 * a page each.
 */
export function PageLink(props: ComponentProps<typeof Link>) {
  return <Link prefetch={false} {...props} />;
}
