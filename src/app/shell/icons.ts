import { sealShade } from "@/ui/palette";

/**
 * The shop's seal as a device wants it. `bleed`: to the edges, for devices that cut their own shape out of
 * it; `scale`: how much of it is left after the cut.
 */
export const ICONS = {
  "icon-192.png": { size: 192, bleed: false, scale: 1 },
  "icon-512.png": { size: 512, bleed: false, scale: 1 },
  "maskable-512.png": { size: 512, bleed: true, scale: 0.72 },
  "apple-180.png": { size: 180, bleed: true, scale: 0.9 },
} as const;
export type IconName = keyof typeof ICONS;

interface Look {
  seal: string;
  accent: string | null;
}

/** Another one for another look, so that an address always leads to the same picture. */
export function iconVersion({ seal, accent }: Look): string {
  return `${seal}${accent?.slice(1) ?? ""}`;
}

/** What is drawn under that name. */
export function iconPicture({ seal, accent }: Look, name: IconName) {
  return { seal, color: sealShade(accent), ...ICONS[name] };
}

export function iconAddress(look: Look, name: IconName): string {
  return `/api/icons/${name}?v=${encodeURIComponent(iconVersion(look))}`;
}
