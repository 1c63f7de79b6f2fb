-- Activities that give coupons: of which definition, as it was when it was published, what one is worth in
-- points, and how many came and went.
ALTER TABLE `activity`
    ADD COLUMN `couponDefinitionId` BIGINT NULL,
    ADD COLUMN `couponVersionId` BIGINT NULL,
    ADD COLUMN `couponPoints` BIGINT NULL,
    ADD COLUMN `couponsGiven` BIGINT NOT NULL DEFAULT 0,
    ADD COLUMN `couponsReturned` BIGINT NOT NULL DEFAULT 0,
    ADD COLUMN `couponsMissed` BIGINT NOT NULL DEFAULT 0,
    ADD CONSTRAINT `activity_coupons_check` CHECK (`couponsReturned` BETWEEN 0 AND `couponsGiven` AND `couponsMissed` >= 0);

-- The coupon of a member's award, and whether it goes with it.
ALTER TABLE `activity_participation`
    ADD COLUMN `couponIssueId` BIGINT NULL,
    ADD COLUMN `couponState` VARCHAR(8) NULL,
    ADD COLUMN `couponPoints` BIGINT NOT NULL DEFAULT 0,
    ADD CONSTRAINT `activity_participation_coupon_check` CHECK ((`couponState` IS NULL) = (`couponIssueId` IS NULL) AND `couponPoints` >= 0);

-- What brought coupons, for their members to read.
ALTER TABLE `coupon_issue`
    ADD COLUMN `activityId` BIGINT NULL,
    ADD COLUMN `originTexts` TEXT NULL,
    ADD INDEX `coupon_issue_activityId_id_idx`(`activityId`, `id`);
