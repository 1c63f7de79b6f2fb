import {
  Cake,
  CalendarCheck,
  Gift,
  Headset,
  type LucideIcon,
  MessageSquareText,
  Package,
  PackageCheck,
  Share2,
  Sparkles,
  Target,
  Ticket,
  Truck,
  UserPlus,
  WalletCards,
} from "lucide-react";

/** What a language writes for a sign where it has no character of one: "icon:truck". */
const icons: Record<string, LucideIcon> = {
  cake: Cake,
  calendar: CalendarCheck,
  dispatch: PackageCheck,
  gift: Gift,
  invite: UserPlus,
  package: Package,
  pass: WalletCards,
  review: MessageSquareText,
  service: Headset,
  share: Share2,
  sparkles: Sparkles,
  target: Target,
  ticket: Ticket,
  truck: Truck,
};

const NAMED = /^icon:(\w+)$/;

/** A letter alone stands for nothing, so it is a sparkle; null for a sign or a character. */
export function iconOf(glyph: string): LucideIcon | null {
  const name = NAMED.exec(glyph)?.[1];
  if (name !== undefined) return icons[name] ?? Sparkles;
  return /^\p{Script=Latin}$/u.test(glyph) ? Sparkles : null;
}

/** Whether a catalog may say so: one sign, or an icon that there is. */
export function isGlyph(glyph: string): boolean {
  const name = NAMED.exec(glyph)?.[1];
  if (name !== undefined) return Object.hasOwn(icons, name);
  return [...glyph].length === 1 && iconOf(glyph) === null;
}
