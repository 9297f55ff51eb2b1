/// What a holder shows to renew and release its lock.
struct WerfLockHandle: Hashable, Sendable, Decodable {
    let uuid: String
    let lockName: String

    private enum Keys: String, CodingKey { case uuid, lockName }

    init(uuid: String, lockName: String) {
        self.uuid = uuid
        self.lockName = lockName
    }

    init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: Keys.self)
        uuid = try fields.decodeIfPresent(String.self, forKey: .uuid) ?? ""
        lockName = try fields.decodeIfPresent(String.self, forKey: .lockName) ?? ""
    }
}
