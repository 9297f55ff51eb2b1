import OCIModel
import StageModel

/// What a tag may mean by its name, found out once an operation.
enum TagShape: Hashable, Sendable {
    case service(ServiceTag)
    /// Or an image, if that was recorded.
    case stage(StageTag)
    case image

    init(_ tag: TagName) {
        if let stage = StageTag(tag) {
            self = .stage(stage)
        } else if let service = ServiceTag(tag) {
            self = .service(service)
        } else {
            self = .image
        }
    }
}
