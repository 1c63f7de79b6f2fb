-- Which batches name a member, and with how many points, is read from the index alone.
CREATE INDEX `points_batch_row_memberId_batchId_status_points_idx`
    ON `points_batch_row`(`memberId`, `batchId`, `status`, `points`);
DROP INDEX `points_batch_row_memberId_idx` ON `points_batch_row`;
