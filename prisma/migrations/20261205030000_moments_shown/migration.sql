-- Up to which change of their tier a member was shown what they rose to; a row also says that they were welcomed.
CREATE TABLE `moment_shown` (
    `memberId` BIGINT NOT NULL,
    `changeId` BIGINT NOT NULL,
    `shownAt` DATETIME(3) NOT NULL,

    PRIMARY KEY (`memberId`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- What members rose to before this release is old news.
INSERT INTO `moment_shown` (`memberId`, `changeId`, `shownAt`)
SELECT m.`id`, COALESCE((SELECT MAX(c.`id`) FROM `tier_change` c WHERE c.`memberId` = m.`id`), 0), UTC_TIMESTAMP(3)
FROM `member` m;
