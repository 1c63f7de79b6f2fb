/** The drawings that come with the system, in public/rewards. */
export const pictures = [
  "birthday-cake",
  "canvas-bag",
  "celadon-cup",
  "coupon",
  "free-shipping",
  "incense",
  "notebook",
  "sachet",
  "tea-tin",
  "umbrella",
] as const;

export const addressOf = (picture: (typeof pictures)[number]) => `/rewards/${picture}.svg`;
