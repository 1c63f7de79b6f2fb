-- Addresses are compared letter by letter. Upper case counted as lower case so far; nothing else of a
-- row changes. Two rows cannot meet: they would have met under the old collation, which the unique
-- index refused, and the new one tells more apart, never less.
UPDATE `user` SET `email` = LOWER(`email`) WHERE CHAR_LENGTH(`email`) = LENGTH(`email`);
ALTER TABLE `user` MODIFY `email` VARCHAR(190) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL;

-- Null of what an older release opens meanwhile: then it was last seen when it was opened.
ALTER TABLE `session` ADD COLUMN `lastSeenAt` DATETIME(3) NULL;
UPDATE `session` SET `lastSeenAt` = UTC_TIMESTAMP(3)
 WHERE `revokedAt` IS NULL AND `expiresAt` > UTC_TIMESTAMP(3);

CREATE TABLE `sign_in_count` (
    `id` CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `kind` VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `target` VARCHAR(96) CHARACTER SET ascii COLLATE ascii_bin NULL,
    `memberId` BIGINT NULL,
    `used` INTEGER NOT NULL,
    `startsAt` DATETIME(3) NOT NULL,
    `endsAt` DATETIME(3) NOT NULL,

    INDEX `sign_in_count_endsAt_idx`(`endsAt`),
    PRIMARY KEY (`id`),
    CONSTRAINT `sign_in_count_used_check` CHECK (`used` >= 0)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
