-- Lines that earn more or less than their money: how the order's points lie on them.
ALTER TABLE `shop_order`
    ADD COLUMN `earnWeight` BIGINT NULL,
    ADD COLUMN `namedMinor` BIGINT NOT NULL DEFAULT 0,
    ADD COLUMN `namedWeight` BIGINT NOT NULL DEFAULT 0;
ALTER TABLE `order_line` ADD COLUMN `weight` BIGINT NOT NULL DEFAULT 0;
ALTER TABLE `order_return`
    ADD COLUMN `namedMinor` BIGINT NOT NULL DEFAULT 0,
    ADD COLUMN `namedWeight` BIGINT NOT NULL DEFAULT 0;

-- Rules by scope name many words.
ALTER TABLE `program_version` MODIFY `rules` MEDIUMTEXT NOT NULL;
