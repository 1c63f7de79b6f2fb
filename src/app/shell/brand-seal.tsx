import { Seal } from "@/ui/seal";
import { shopBrand } from "./shop-brand";

/** The shop's own seal, a little aslant as one is stamped. */
export async function BrandSeal({
  size,
  isFresh = false,
}: {
  size: "sm" | "lg";
  isFresh?: boolean;
}) {
  const { seal } = await shopBrand();
  return <Seal text={seal} size={size} className={isFresh ? "stamp -rotate-3" : "-rotate-3"} />;
}
