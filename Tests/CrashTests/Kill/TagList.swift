import Foundation

/// The answer to `GET /v2/NAME/tags/list`.
struct TagList: Decodable {
    let tags: [String]

    /// `nil` where the body isn't such a list.
    static func names(in body: [UInt8]) -> Set<String>? {
        do {
            return Set(try JSONDecoder().decode(TagList.self, from: Data(body)).tags)
        } catch {
            return nil
        }
    }
}
