-- A printed code may be used a hundred thousand times: how many of them count, and the last of them, is
-- read from an index alone.
CREATE INDEX `coupon_use_couponId_status_expiresAt_idx` ON `coupon_use`(`couponId`, `status`, `expiresAt`);
CREATE INDEX `coupon_use_couponId_id_idx` ON `coupon_use`(`couponId`, `id`);
