-- News of the membership goes after what somebody waits for: a code is worth nothing after ten minutes.
ALTER TABLE `outgoing_message` ADD COLUMN `isNews` BOOLEAN NOT NULL DEFAULT false;
UPDATE `outgoing_message` SET `isNews` = true WHERE `kind` IN ('POINTS_EXPIRING', 'TIER_CHANGED');
CREATE INDEX `outgoing_message_status_channel_isNews_nextAttemptAt_idx` ON `outgoing_message`(`status`, `channel`, `isNews`, `nextAttemptAt`);
DROP INDEX `outgoing_message_status_channel_nextAttemptAt_idx` ON `outgoing_message`;
