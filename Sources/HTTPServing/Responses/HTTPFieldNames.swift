package import HTTPTypes

extension HTTPField.Name {
    /// A name that is known to be one while the program is written.
    private init(literal name: StaticString) {
        guard let field = HTTPField.Name("\(name)") else { preconditionFailure("\(name) is not a field name") }
        self = field
    }

    package static let requestID = HTTPField.Name(literal: "X-Request-Id")
    package static let link = HTTPField.Name(literal: "Link")
    package static let dockerContentDigest = HTTPField.Name(literal: "Docker-Content-Digest")
    package static let dockerUploadUUID = HTTPField.Name(literal: "Docker-Upload-UUID")
    package static let dockerAPIVersion = HTTPField.Name(literal: "Docker-Distribution-API-Version")
    package static let ociSubject = HTTPField.Name(literal: "OCI-Subject")
    package static let ociTag = HTTPField.Name(literal: "OCI-Tag")
    package static let ociFiltersApplied = HTTPField.Name(literal: "OCI-Filters-Applied")
}
