-- What an order is worth whatever paid for it, and the parts that move no points.
ALTER TABLE `shop_order`
    ADD COLUMN `amountMinor` BIGINT NULL,
    ADD COLUMN `undoneMinor` BIGINT NOT NULL DEFAULT 0,
    ADD COLUMN `shippingMinor` BIGINT NOT NULL DEFAULT 0,
    ADD COLUMN `otherMinor` BIGINT NOT NULL DEFAULT 0;
ALTER TABLE `shop_order` ADD CONSTRAINT `shop_order_undone_check` CHECK (`undoneMinor` >= 0);

-- A refund counts as far as it fits its order; what is left over is kept beside it.
ALTER TABLE `order_refund`
    ADD COLUMN `countedMinor` BIGINT NOT NULL DEFAULT 0,
    ADD COLUMN `leftOverMinor` BIGINT NOT NULL DEFAULT 0,
    ADD COLUMN `shippingMinor` BIGINT NOT NULL DEFAULT 0,
    ADD COLUMN `otherMinor` BIGINT NOT NULL DEFAULT 0;
UPDATE `order_refund` SET `countedMinor` = `amountMinor` WHERE `status` IN ('APPLIED', 'RECORDED');
UPDATE `order_refund` SET `leftOverMinor` = `amountMinor` WHERE `status` = 'REFUSED';
ALTER TABLE `order_refund` ADD CONSTRAINT `order_refund_counted_check` CHECK (`countedMinor` >= 0 AND `leftOverMinor` >= 0 AND `countedMinor` + `leftOverMinor` <= `amountMinor`);
CREATE INDEX `order_refund_memberId_leftOverMinor_idx` ON `order_refund`(`memberId`, `leftOverMinor`);
CREATE INDEX `order_return_memberId_status_idx` ON `order_return`(`memberId`, `status`);

-- A redemption on an order that turned out to be somebody else's makes room for the owner's.
ALTER TABLE `points_redemption`
    ADD COLUMN `activeOrderId` VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL,
    ADD COLUMN `overCap` BIGINT NOT NULL DEFAULT 0;
UPDATE `points_redemption` SET `activeOrderId` = `orderId`;
DROP INDEX `points_redemption_orderId_key` ON `points_redemption`;
CREATE UNIQUE INDEX `points_redemption_activeOrderId_key` ON `points_redemption`(`activeOrderId`);
CREATE INDEX `points_redemption_orderId_idx` ON `points_redemption`(`orderId`);
ALTER TABLE `points_redemption` ADD CONSTRAINT `points_redemption_cap_check` CHECK (`overCap` >= 0 AND `overCap` <= `points`);

-- A service's hold keeps others off its order; a member's own keeps only themself off it.
ALTER TABLE `points_hold` ADD COLUMN `livingOrderId` VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL;
UPDATE `points_hold` SET `livingOrderId` = `activeOrderId`;
UPDATE `points_hold` SET `activeOrderId` = NULL WHERE `madeByService` = 0;
CREATE UNIQUE INDEX `points_hold_livingOrderId_memberId_key` ON `points_hold`(`livingOrderId`, `memberId`);

-- An invitation: since when its reward is due, what its order had to be, and a name that tells nothing.
ALTER TABLE `referral`
    ADD COLUMN `reference` CHAR(24) CHARACTER SET ascii COLLATE ascii_bin NULL,
    ADD COLUMN `minimumMinor` BIGINT NOT NULL DEFAULT 0,
    ADD COLUMN `dueAt` DATETIME(3) NULL;
CREATE INDEX `referral_dueAt_idx` ON `referral`(`dueAt`);
