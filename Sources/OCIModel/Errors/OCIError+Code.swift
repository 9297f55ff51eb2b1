extension OCIError {
    package struct Code: Hashable, Sendable {
        private enum Value {
            case blobUnknown, uploadInvalid, uploadUnknown, uploadBusy, rangeOutOfOrder, digestInvalid, manifestBlobUnknown, manifestInvalid
            case manifestTooLarge, manifestUnknown, nameInvalid, tagInvalid, nameUnknown, sizeInvalid, blobTooLarge, unauthorized, denied
            case unsupported, methodNotAllowed, tooManyTags, tooManyRequests, rangeNotSatisfiable, paginationInvalid, requestTimeout
            case storageFull, unavailable, internalFailure, requestInvalid, requestTooLarge, leaseLost, tagTaken
            case planUnknown, planConflict, shareExceeded
        }

        private let value: Value
        /// The code as it stands in the error document.
        package let name: String

        private init(_ value: Value, _ name: String) {
            self.value = value
            self.name = name
        }

        package static let blobUnknown = Code(.blobUnknown, "BLOB_UNKNOWN")
        package static let uploadInvalid = Code(.uploadInvalid, "BLOB_UPLOAD_INVALID")
        package static let uploadUnknown = Code(.uploadUnknown, "BLOB_UPLOAD_UNKNOWN")
        /// Another request is writing to the same upload.
        package static let uploadBusy = Code(.uploadBusy, "BLOB_UPLOAD_INVALID")
        /// A chunk that does not start where the upload stands.
        package static let rangeOutOfOrder = Code(.rangeOutOfOrder, "BLOB_UPLOAD_INVALID")
        package static let digestInvalid = Code(.digestInvalid, "DIGEST_INVALID")
        package static let manifestBlobUnknown = Code(.manifestBlobUnknown, "MANIFEST_BLOB_UNKNOWN")
        package static let manifestInvalid = Code(.manifestInvalid, "MANIFEST_INVALID")
        package static let manifestTooLarge = Code(.manifestTooLarge, "MANIFEST_INVALID")
        package static let manifestUnknown = Code(.manifestUnknown, "MANIFEST_UNKNOWN")
        package static let nameInvalid = Code(.nameInvalid, "NAME_INVALID")
        /// A tag that can't exist. The closed list has no code of its own for it.
        package static let tagInvalid = Code(.tagInvalid, "MANIFEST_INVALID")
        package static let nameUnknown = Code(.nameUnknown, "NAME_UNKNOWN")
        package static let sizeInvalid = Code(.sizeInvalid, "SIZE_INVALID")
        package static let blobTooLarge = Code(.blobTooLarge, "SIZE_INVALID")
        package static let unauthorized = Code(.unauthorized, "UNAUTHORIZED")
        package static let denied = Code(.denied, "DENIED")
        package static let unsupported = Code(.unsupported, "UNSUPPORTED")
        package static let methodNotAllowed = Code(.methodNotAllowed, "UNSUPPORTED")
        package static let tooManyTags = Code(.tooManyTags, "UNSUPPORTED")
        package static let tooManyRequests = Code(.tooManyRequests, "TOOMANYREQUESTS")
        /// A range request for bytes that the blob does not have.
        package static let rangeNotSatisfiable = Code(.rangeNotSatisfiable, "SIZE_INVALID")
        /// `n` or `last` of a list is malformed.
        package static let paginationInvalid = Code(.paginationInvalid, "UNSUPPORTED")
        /// The client stopped sending.
        package static let requestTimeout = Code(.requestTimeout, "BLOB_UPLOAD_INVALID")
        /// The store has no room; an upload can be resumed when it has.
        package static let storageFull = Code(.storageFull, "UNAVAILABLE")
        package static let unavailable = Code(.unavailable, "UNAVAILABLE")
        package static let internalFailure = Code(.internalFailure, "UNKNOWN")
        /// A request of our own API, outside of the specification's list, that says something that can't be.
        package static let requestInvalid = Code(.requestInvalid, "REQUEST_INVALID")
        package static let requestTooLarge = Code(.requestTooLarge, "REQUEST_INVALID")
        /// A tag that is to be restored has another target by now.
        package static let tagTaken = Code(.tagTaken, "TAG_TAKEN")
        /// Somebody else was granted the lease meanwhile, or nobody holds it.
        package static let leaseLost = Code(.leaseLost, "LEASE_LOST")
        package static let planUnknown = Code(.planUnknown, "PLAN_UNKNOWN")
        /// The state of the plan doesn't allow what was asked.
        package static let planConflict = Code(.planConflict, "PLAN_CONFLICT")
        /// The plan would delete more of the project's image tags than it may.
        package static let shareExceeded = Code(.shareExceeded, "SHARE_EXCEEDED")
    }
}
