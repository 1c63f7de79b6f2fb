import type { PreviewedEdit } from "../program/preview/use-preview";
import type { Content } from "./draft";

/**
 * A whole program as it is looked at before it is published. Definitions of benefits are those of a version:
 * a tier shows none here that the version does not define.
 *
 * @param defining that version
 */
export function previewOf(
  expectedVersion: string,
  content: Content,
  defining: { versionId: string; benefits: readonly { id: string }[] },
): PreviewedEdit {
  const { rules, removed } = content;
  const { benefits: _, ...sections } = rules;
  const known = new Set(defining.benefits.map(({ id }) => id));
  const tiers = content.tiers.map((tier) => ({
    ...tier,
    benefits: tier.benefits.filter((id) => known.has(id)),
  }));
  const { versionId: benefitsOf } = defining;
  return { expectedVersion, ladder: { tiers, removed }, rules: sections, benefitsOf };
}
