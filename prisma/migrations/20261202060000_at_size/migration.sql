-- A printed code may be used a hundred thousand times: how many of them count, and the last of them, is
-- read from an index alone.
CREATE INDEX `coupon_use_couponId_status_expiresAt_idx` ON `coupon_use`(`couponId`, `status`, `expiresAt`);
CREATE INDEX `coupon_use_couponId_id_idx` ON `coupon_use`(`couponId`, `id`);

-- What one actor did of one kind, among millions of rows of either.
CREATE INDEX `audit_log_actor_action_id_idx` ON `audit_log`(`actor`, `action`, `id`);

-- Those of the lowest tiers stand behind all others by what they spent and by their points.
CREATE INDEX `member_tierCode_spendMinor_id_idx` ON `member`(`tierCode`, `spendMinor`, `id`);
CREATE INDEX `member_tierCode_available_id_idx` ON `member`(`tierCode`, `available`, `id`);

-- Different members over a long range are counted member by member.
CREATE INDEX `stat_benefit_member_benefitId_memberId_day_tierCode_uses_idx`
    ON `stat_benefit_member`(`benefitId`, `memberId`, `day`, `tierCode`, `uses`);
