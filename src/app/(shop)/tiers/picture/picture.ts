/** The picture that stands beside a link to the ladder's page. */
export const picture = { path: "/tiers/picture", width: 1200, height: 630 } as const;
