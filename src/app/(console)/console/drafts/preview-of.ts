import type { PreviewedEdit } from "../program/preview/use-preview";
import type { Content } from "./draft";

/** A whole program as far as it moves members: which benefits its tiers have moves nobody. */
export function previewOf(expectedVersion: string, content: Content): PreviewedEdit {
  const { rules, removed } = content;
  const tiers = content.tiers.map((tier) => ({ ...tier, benefits: [] }));
  return { expectedVersion, ladder: { tiers, removed }, rules: { tiers: rules.tiers } };
}
