import { accessEvents } from "./access/events";
import { activityEvents } from "./activities/events";
import { benefitEvents } from "./benefits/events";
import { couponEvents } from "./coupons/events";
import { draftEvents } from "./drafts/events";
import { earningEvents } from "./earning/events";
import { guestEvents } from "./guests/events";
import { memberEvents } from "./members/events";
import { pointsEvents } from "./points/events";
import { programEvents } from "./program/events";
import { orderEvents } from "./purchases/events";
import { rewardEvents } from "./rewards/events";
import { segmentEvents } from "./segments/events";
import { tierEvents } from "./tiers/events";

/** Every kind of event that leaves the system, and what its data says beside whom it is about. */
export const eventData = {
  ...accessEvents,
  ...memberEvents,
  ...guestEvents,
  ...pointsEvents,
  ...tierEvents,
  ...segmentEvents,
  ...benefitEvents,
  ...couponEvents,
  ...earningEvents,
  ...activityEvents,
  ...rewardEvents,
  ...orderEvents,
  ...programEvents,
  ...draftEvents,
};

export type EventType = keyof typeof eventData;

export const eventTypes = Object.keys(eventData) as [EventType, ...EventType[]];
