import StageModel
import Testing

@testable import StowageCommands

@Suite("How the collector is shown")
struct CollectorStatusTests {
    @Test func `A line for each thing that somebody may wait for`() {
        let now: Int64 = 1_800_000_000_000
        var totals = CollectorStatus.Totals()
        totals.deletedBlobs = 1200
        totals.deletedBytes = 3 << 30
        totals.deletedManifests = 400
        totals.kept = 7
        totals.revived = 1
        totals.failures = 2
        let status = CollectorStatus(
            isRunning: false, startsAt: now - 1, grace: 3_600_000, blobReviews: 12, dueBlobReviews: 3, manifestReviews: 2, trashEntries: 1234,
            nextDueAt: now + 60_000, lastRunAt: now - 5000, lastError: "sha256:ab: input/output error", runs: 4, totals: totals)
        #expect(
            CollectorStatusCommand.table(status, now: Timestamp(millisecondsSince1970: now)).text == """
                state                  idle
                blobs to look at       12, 3 of them now
                manifests to look at   2
                in the trash           1,234
                next at                2027-01-15T08:01:00Z
                grace                  1 h
                last run               5 s ago
                last look for orphans  none
                removed                1,200 blobs of 3 GiB and 400 manifests
                kept                   7 blobs that something needs
                revived                1 blob that somebody asked for
                failures               2
                last failure           sha256:ab: input/output error

                """)
    }

    @Test func `After a start it says until when it waits`() {
        let now: Int64 = 1_800_000_000_000
        let status = CollectorStatus(
            isRunning: false, startsAt: now + 60_000, grace: 60_000, blobReviews: 0, dueBlobReviews: 0, manifestReviews: 0, trashEntries: 0)
        #expect(
            CollectorStatusCommand.table(status, now: Timestamp(millisecondsSince1970: now)).text
                .hasPrefix("state                  waiting since the start, until 2027-01-15T08:01:00Z\n"))
    }
}
