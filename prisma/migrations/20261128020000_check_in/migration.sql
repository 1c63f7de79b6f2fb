-- Each check-in with the run of days it stands in, which the next one goes on from; days of a release
-- before stand in the explanations of their entries alone.
CREATE TABLE `check_in` (
    `memberId` BIGINT NOT NULL,
    `date` DATE NOT NULL,
    `streak` INTEGER NOT NULL,
    `points` BIGINT NOT NULL,
    `extra` BIGINT NOT NULL,
    `entryId` BIGINT NOT NULL,

    PRIMARY KEY (`memberId`, `date`),
    CONSTRAINT `check_in_streak_check` CHECK (`streak` >= 1),
    CONSTRAINT `check_in_points_check` CHECK (`extra` >= 0 AND `extra` <= `points`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
