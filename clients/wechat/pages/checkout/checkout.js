// @ts-check
import { api, once, reasonOf, say, yuan } from "../../shop";

/** What the customer is about to order: a shop has it from its cart. */
const cart = { orderId: `mini-${once()}`, orderAmountMinor: 29_900 };

Page({
  data: {
    state: /** @type {"loading" | "ready" | "failed"} */ ("loading"),
    reason: "",
    tierPriceMinor: 0,
    price: "",
    discount: "",
    toPay: "",
    pointsToEarn: 0,
    mostPoints: 0,
    points: 0,
    held: /** @type {{ holdId: string, points: number } | null} */ (null),
  },

  onShow() {
    this.load();
  },

  async onPullDownRefresh() {
    await this.load();
    wx.stopPullDownRefresh();
  },

  /** @param {number} [points] that would be used; what is held where none are said */
  async load(points) {
    try {
      const chosen = typeof points === "number" ? { points } : {};
      const { tierPriceMinor, payWithPoints: paying } = await api.quote({ ...cart, ...chosen });
      this.setData({
        state: "ready",
        tierPriceMinor,
        price: yuan(tierPriceMinor),
        discount: yuan(paying.discountMinor),
        toPay: yuan(paying.toPayMinor),
        pointsToEarn: paying.pointsToEarn,
        mostPoints: paying.mostPoints,
        points: paying.points,
        held: paying.held,
      });
    } catch (error) {
      this.setData({ state: "failed", reason: reasonOf(error) });
    }
  },

  /** @param {{ detail: { value: number } }} event */
  choose({ detail }) {
    this.load(detail.value);
  },

  /** The shop's server captures the hold by its key, with the amount that it knows itself. */
  async use() {
    const { points, tierPriceMinor } = this.data;
    if (points === 0) return say("请先选择积分");
    try {
      await api.hold({ orderId: cart.orderId, orderAmountMinor: tierPriceMinor, points });
    } catch (error) {
      say(reasonOf(error));
    }
    await this.load();
  },

  async cancel() {
    const { held } = this.data;
    if (!held) return;
    try {
      await api.release(held.holdId);
    } catch (error) {
      say(reasonOf(error));
    }
    await this.load();
  },
});
