// @ts-check
import { api, reasonOf } from "../../shop";

/** @type {Record<string, string>} */
const PAGES = { mall: "/membership/mall", inbox: "/membership/inbox" };

Page({
  data: { link: "", reason: "", to: "/membership" },

  /** @param {{ to?: string }} options */
  onLoad({ to = "" }) {
    this.setData({ to: PAGES[to] || "/membership" });
    this.open();
  },

  /** The link works once and for a minute, so it is asked for when the page opens. */
  async open() {
    this.setData({ reason: "" });
    try {
      this.setData({ link: (await api.handoff(this.data.to)).link });
    } catch (error) {
      this.setData({ reason: reasonOf(error) });
    }
  },
});
