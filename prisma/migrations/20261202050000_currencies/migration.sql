-- Orders in other currencies: the sums of `shop_order` stay the program's money, and beside them stands what the shop told.
ALTER TABLE `shop_order`
    ADD COLUMN `rate` VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin NULL,
    ADD COLUMN `ownPaidMinor` BIGINT NULL,
    ADD COLUMN `ownRefundedMinor` BIGINT NULL;

ALTER TABLE `order_refund`
    ADD COLUMN `spendMinor` BIGINT NULL,
    ADD COLUMN `currency` CHAR(3) CHARACTER SET ascii COLLATE ascii_bin NULL;

ALTER TABLE `order_return`
    ADD COLUMN `currency` CHAR(3) CHARACTER SET ascii COLLATE ascii_bin NULL;

ALTER TABLE `points_hold`
    ADD COLUMN `currency` CHAR(3) CHARACTER SET ascii COLLATE ascii_bin NULL,
    ADD COLUMN `rate` VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin NULL,
    ADD COLUMN `ownAmountMinor` BIGINT NULL;

ALTER TABLE `points_redemption`
    ADD COLUMN `currency` CHAR(3) CHARACTER SET ascii COLLATE ascii_bin NULL,
    ADD COLUMN `rate` VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin NULL,
    ADD COLUMN `ownAmountMinor` BIGINT NULL;

ALTER TABLE `coupon_use`
    ADD COLUMN `currency` CHAR(3) CHARACTER SET ascii COLLATE ascii_bin NULL,
    ADD COLUMN `rate` VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin NULL,
    ADD COLUMN `ownGoodsMinor` BIGINT NULL;

CREATE INDEX `program_version_publishedAt_idx` ON `program_version`(`publishedAt`);
