-- Rewards that issue coupons: of which definition, as it was judged, and what a redemption issued.
ALTER TABLE `reward`
    ADD COLUMN `couponDefinitionId` BIGINT NULL,
    ADD COLUMN `couponVersionId` BIGINT NULL;
ALTER TABLE `reward_redemption` ADD COLUMN `couponIssueId` BIGINT NULL;
