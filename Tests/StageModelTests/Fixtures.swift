import OCIModel
import StageModel

extension Signature {
    /// 64 times this digit.
    static func of(_ digit: Character, length: Int = 64) throws -> Signature {
        guard let signature = Signature(String(repeating: digit, count: length)) else { throw Unexpected(what: "no signature") }
        return signature
    }
}

extension CommitID {
    /// 40 times this digit.
    static func of(_ digit: Character) throws -> CommitID {
        guard let commit = CommitID(String(repeating: digit, count: 40)) else { throw Unexpected(what: "no commit") }
        return commit
    }
}

extension LeaseID: ExpressibleByStringLiteral {
    /// Reads an id that a test knows to be valid.
    public init(stringLiteral value: String) {
        guard let id = LeaseID(value) else { preconditionFailure("'\(value)' is no id of a lease") }
        self = id
    }
}

struct Unexpected: Error {
    let what: String
}

extension Timestamp {
    static func seconds(_ seconds: Int64) -> Timestamp { Timestamp(millisecondsSince1970: 1_700_000_000_000 + seconds * 1000) }
}
