-- A nickname from each of its letters on, folded, so that any part of it is a range of an index. A job
-- fills it for who was here before.
CREATE TABLE `nickname_part` (
    `memberId` BIGINT NOT NULL,
    `place` SMALLINT NOT NULL,
    `part` VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,

    INDEX `nickname_part_part_memberId_idx`(`part`, `memberId`),
    PRIMARY KEY (`memberId`, `place`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
