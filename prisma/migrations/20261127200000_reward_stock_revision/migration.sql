-- A change of the stock by hand is told from what redemptions take, so that a request about a reward
-- notices it.
ALTER TABLE `reward` ADD COLUMN `stockRevision` INT NOT NULL DEFAULT 1;
