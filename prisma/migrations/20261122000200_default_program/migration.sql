-- The first program version: the defaults of the domain, editable from then on.
INSERT INTO `program_version` (`id`, `rules`, `reason`, `actor`, `publishedAt`) VALUES
    (1, '{"autoEnrol":true,"tiers":{"qualifyingPeriod":"lifetime","protectionMonths":6},"earn":{"pointsPerYuan":1,"pendingDays":0,"expiryMonths":24,"reviewPoints":10,"reviewsPerDayMax":5,"sharePoints":5,"sharesPerDayMax":1,"checkInPoints":5,"streakDays":7,"streakPoints":20,"birthdayPoints":100,"referralPoints":100},"redeem":{"pointsPerYuan":100,"orderShareMaxBps":3000,"holdTtlSeconds":900,"restoreGraceDays":30},"adjust":{"approvalAbovePoints":10000}}', 'first program', 'system', '2026-01-01 00:00:00.000');
INSERT INTO `tier` (`programVersionId`, `code`, `rank`, `name`, `nameEn`, `thresholdMinor`, `discountRateBps`, `multiplierPct`, `benefits`) VALUES
    (1, 'REGISTERED', 1, '注册会员', 'Registered', 0, 10000, 100, ''),
    (1, 'BRONZE', 2, '铜牌会员', 'Bronze', 50000, 9500, 100, 'BIRTHDAY_GIFT'),
    (1, 'SILVER', 3, '银牌会员', 'Silver', 200000, 9000, 120, 'BIRTHDAY_GIFT FREE_SHIPPING'),
    (1, 'GOLD', 4, '金牌会员', 'Gold', 500000, 8500, 150, 'BIRTHDAY_GIFT FREE_SHIPPING DEDICATED_SERVICE'),
    (1, 'DIAMOND', 5, '钻石会员', 'Diamond', 1000000, 8000, 200, 'BIRTHDAY_GIFT FREE_SHIPPING DEDICATED_SERVICE PRIORITY_DISPATCH');
INSERT INTO `program_state` (`id`, `activeVersionId`) VALUES (1, 1);
