CREATE TABLE `activity_person` (
    `activityId` BIGINT NOT NULL,
    `personHash` CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `times` INTEGER NOT NULL DEFAULT 1,

    PRIMARY KEY (`activityId`, `personHash`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
