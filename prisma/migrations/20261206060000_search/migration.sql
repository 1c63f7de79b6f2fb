-- Parcels are found by their tracking number.
CREATE INDEX `reward_redemption_trackingCode_idx` ON `reward_redemption`(`trackingCode`);
