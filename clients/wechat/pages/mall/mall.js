// @ts-check
import { Refusal } from "../../api";
import { api, once, reasonOf, say } from "../../shop";

/** @import { Reward } from "../../../typescript/member" */

/** A purchase that nobody answered keeps its key, so that trying again can't pay twice. @type {Record<string, string>} */
const purchases = {};

Page({
  data: {
    state: /** @type {"loading" | "ready" | "failed"} */ ("loading"),
    reason: "",
    rewards: /** @type {Reward[]} */ ([]),
    cursor: /** @type {string | null} */ (null),
  },

  onShow() {
    this.load();
  },

  async onPullDownRefresh() {
    await this.load();
    wx.stopPullDownRefresh();
  },

  async load() {
    try {
      const { items, nextCursor } = await api.rewards();
      this.setData({ state: "ready", rewards: items, cursor: nextCursor });
    } catch (error) {
      this.setData({ state: "failed", reason: reasonOf(error) });
    }
  },

  async more() {
    try {
      const { items, nextCursor } = await api.rewards(this.data.cursor);
      this.setData({ rewards: [...this.data.rewards, ...items], cursor: nextCursor });
    } catch (error) {
      say(reasonOf(error));
    }
  },

  /** @param {{ currentTarget: { dataset: { id: string } } }} event */
  ask({ currentTarget }) {
    const { id } = currentTarget.dataset;
    const reward = this.data.rewards.find(({ rewardId }) => rewardId === id);
    if (!reward) return;
    // What is sent by parcel needs an address, which the member's own pages ask for.
    if (reward.kind === "PRODUCT") return wx.navigateTo({ url: "/pages/member/member?to=mall" });
    wx.showModal({
      title: reward.name,
      content: `用 ${reward.pointsCost} 积分兑换？`,
      success: ({ confirm }) => {
        if (confirm) this.redeem(id);
      },
    });
  },

  /** @param {string} rewardId */
  async redeem(rewardId) {
    const key = purchases[rewardId] || once();
    purchases[rewardId] = key;
    try {
      const { available } = await api.redeem({ rewardId }, key);
      delete purchases[rewardId];
      say(`已兑换，现有 ${available} 积分`);
      await this.load();
    } catch (error) {
      if (error instanceof Refusal && error.isFinal) delete purchases[rewardId];
      say(reasonOf(error));
    }
  },
});
