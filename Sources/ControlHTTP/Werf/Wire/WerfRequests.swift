/// Bodies of requests. As in Go, unknown fields are ignored, and what is missing or null is empty.
struct WerfHealthRequest: Decodable {
    var echo = ""

    private enum Keys: String, CodingKey { case echo }

    init() {}

    init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: Keys.self)
        echo = try fields.decodeIfPresent(String.self, forKey: .echo) ?? ""
    }
}

/// `{}`.
struct WerfEmptyRequest: Decodable {}

struct WerfAcquireRequest: Decodable {
    struct Options: Decodable {
        let shared: Bool
        /// Names who waits, in newer clients; empty where nobody is named.
        let acquirerID: String

        private enum Keys: String, CodingKey {
            case shared
            case acquirerID = "acquirerId"
        }

        init(shared: Bool = false, acquirerID: String = "") {
            self.shared = shared
            self.acquirerID = acquirerID
        }

        init(from decoder: any Decoder) throws {
            let fields = try decoder.container(keyedBy: Keys.self)
            shared = try fields.decodeIfPresent(Bool.self, forKey: .shared) ?? false
            acquirerID = try fields.decodeIfPresent(String.self, forKey: .acquirerID) ?? ""
        }
    }

    let lockName: String
    let options: Options

    private enum Keys: String, CodingKey {
        case lockName
        case options = "opts"
    }

    init(lockName: String, options: Options) {
        self.lockName = lockName
        self.options = options
    }

    init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: Keys.self)
        lockName = try fields.decodeIfPresent(String.self, forKey: .lockName) ?? ""
        options = try fields.decodeIfPresent(Options.self, forKey: .options) ?? Options()
    }
}

/// Of renew-lease and release.
struct WerfHandleRequest: Decodable {
    let lockHandle: WerfLockHandle

    private enum Keys: String, CodingKey { case lockHandle }

    init(lockHandle: WerfLockHandle) {
        self.lockHandle = lockHandle
    }

    init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: Keys.self)
        lockHandle = try fields.decodeIfPresent(WerfLockHandle.self, forKey: .lockHandle) ?? WerfLockHandle(uuid: "", lockName: "")
    }
}
