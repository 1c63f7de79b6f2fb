// Said once more: pages that show a coupon bring no schemas.
const CODE = "{code}";

/** Example: `https://shop.example/use?c={code}` with A&B → `https://shop.example/use?c=A%26B`. */
export function couponLink(template: string, code: string): string {
  return template.replaceAll(CODE, encodeURIComponent(code));
}
