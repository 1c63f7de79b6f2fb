/** What in the shop's address of an order stands for its number. */
export const ORDER_PLACE = "{orderId}";

/**
 * Where the shop shows one order. Whatever the number has in it stays in its place: it ends no path and
 * begins no query. Example: https://shop.example/orders/{orderId}, "A 1/2" → …/orders/A%201%2F2.
 *
 * @returns null where the number alone would lead somewhere else
 */
export function orderAddress(template: string, orderId: string): string | null {
  if (!template.includes(ORDER_PLACE) || /^\.{1,2}$/.test(orderId)) return null;
  try {
    const place = encodeURIComponent(orderId);
    return template.replaceAll(ORDER_PLACE, () => place);
  } catch {
    // Half a letter has no place in an address.
    return null;
  }
}

/**
 * Whether an address is one that orders may be shown at: encrypted, which only a machine that is developed
 * on may leave out, and with the number in its path or query.
 */
export function isOrderTemplate(template: string, { plainHttp }: { plainHttp: boolean }): boolean {
  const [before = "", after] = template.split(ORDER_PLACE);
  if (after === undefined) return false;
  // The number comes behind the host, which it must not be a part of.
  if (!/^https?:\/\/[^/?#]+[/?#]/.test(before)) return false;
  try {
    const url = new URL(template.replaceAll(ORDER_PLACE, "0"));
    const isPlain = url.protocol === "http:";
    return (
      (url.protocol === "https:" || (isPlain && plainHttp)) &&
      url.username === "" &&
      url.password === ""
    );
  } catch {
    return false;
  }
}
