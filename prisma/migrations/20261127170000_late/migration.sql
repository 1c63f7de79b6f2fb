-- Since when a member's present birthday is known; null: since they enrolled, or from a release before.
ALTER TABLE `member` ADD COLUMN `birthdaySetAt` DATETIME(3) NULL;

-- What a member was told that they lose: more that comes to the same day is told again. Null: told
-- by a release before, of everything.
ALTER TABLE `points_notice` ADD COLUMN `points` BIGINT NULL;

-- What a day counted is forgotten once nobody asks for it any more.
CREATE INDEX `grant_tally_day_idx` ON `grant_tally`(`day`);
