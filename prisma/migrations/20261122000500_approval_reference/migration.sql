-- A correction is asked for once, under its reference.
CREATE UNIQUE INDEX `points_approval_kind_reference_key` ON `points_approval`(`kind`, `reference`);
