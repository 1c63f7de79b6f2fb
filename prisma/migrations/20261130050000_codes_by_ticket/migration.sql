-- A code belongs to its ticket alone: another one that is asked for on the same network ends none.
DROP INDEX `one_time_code_slot_key` ON `one_time_code`;
ALTER TABLE `one_time_code` DROP COLUMN `slot`;

-- What waits is looked for by its channel, so that one that hangs holds up no other.
CREATE INDEX `outgoing_message_status_channel_nextAttemptAt_idx` ON `outgoing_message`(`status`, `channel`, `nextAttemptAt`);
DROP INDEX `outgoing_message_status_nextAttemptAt_idx` ON `outgoing_message`;
