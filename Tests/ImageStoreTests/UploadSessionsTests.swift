import BlobStore
import ContentHashing
import OCIModel
import Testing

@testable import ImageStore

@Suite struct UploadSessionsTests {
    private static let stage = UploadSessions.Stage.published(StoredBlob(digest: Digest(hashing: []), size: 5))

    private static func claim(_ sessions: UploadSessions, _ id: UploadID, in repository: RepositoryName = .app) -> String {
        switch sessions.claim(id, in: repository) {
        case .claimed(let stage): "claimed at \(stage.offset)"
        case .busy: "busy"
        case .parking: "parking"
        case .absent: "absent"
        }
    }

    @Test func oneRequestAtATime() {
        let sessions = UploadSessions()
        let id = UploadID()
        #expect(Self.claim(sessions, id) == "absent")
        #expect(sessions.addClaimed(id, in: .app))
        #expect(!sessions.addClaimed(id, in: .app))
        #expect(Self.claim(sessions, id) == "busy")
        sessions.release(id, at: Self.stage)
        #expect(Self.claim(sessions, id) == "claimed at 5")
        #expect(Self.claim(sessions, id) == "busy")
        sessions.remove(id)
        #expect(Self.claim(sessions, id) == "absent")
    }

    @Test func anotherRepositoryDoesNotSeeIt() {
        let sessions = UploadSessions()
        let id = UploadID()
        #expect(sessions.addClaimed(id, in: .app))
        #expect(Self.claim(sessions, id, in: .other) == "absent")
        sessions.release(id, at: Self.stage)
        #expect(Self.claim(sessions, id, in: .other) == "absent")
        #expect(Self.claim(sessions, id) == "claimed at 5")
    }

    @Test func aReleaseOfWhatIsGoneBringsNothingBack() {
        let sessions = UploadSessions()
        let id = UploadID()
        sessions.release(id, at: Self.stage)
        #expect(Self.claim(sessions, id) == "absent")
    }

    @Test func onlyIdleOnesAreTaken() {
        let sessions = UploadSessions()
        let (idle, busy) = (UploadID(), UploadID())
        for id in [idle, busy] { #expect(sessions.addClaimed(id, in: .app)) }
        sessions.release(idle, at: Self.stage)
        #expect(sessions.removeIdle().count == 1)
        #expect(Self.claim(sessions, idle) == "absent")
        #expect(Self.claim(sessions, busy) == "busy")
    }
}
