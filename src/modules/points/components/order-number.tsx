import { orderAddress } from "@/platform/order-address";

interface OrderNumberProps {
  order: { id: string; text: string };
  /** Where the shop shows an order, with {orderId} in it; null where it has not said. */
  orderUrl: string | null;
}

/** An order by its number, with the way to it where the shop has said one. */
export function OrderNumber({ order, orderUrl }: OrderNumberProps) {
  const address = orderUrl && orderAddress(orderUrl, order.id);
  if (!address) return order.text;
  return (
    <a
      href={address}
      className="touch rounded-sm underline decoration-line-strong underline-offset-4 hover:text-ink"
    >
      {order.text}
    </a>
  );
}
