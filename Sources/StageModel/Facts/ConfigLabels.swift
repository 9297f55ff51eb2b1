package import OCIModel

/// The labels of an image's config: what stands under `config.Labels` (`config.md` of the OCI image specification).
///
/// Takes whatever comes: labels that are not texts, are too long or too many, or a config that is no JSON, are no labels.
package struct ConfigLabels: Hashable, Sendable {
    /// A config that is larger is not read, in bytes.
    package static let maximumConfigSize: Int64 = 4 * 1024 * 1024
    package static let maximumCount = 1024
    /// Of a name, in bytes of JSON.
    package static let maximumNameLength = 255
    /// Of a value, in bytes of JSON.
    package static let maximumLength = 32 * 1024
    /// Of all together, in bytes of JSON.
    package static let maximumSize = 256 * 1024

    package static let none = ConfigLabels()

    private var values: [String: String] = [:]

    package init() {}

    package init(_ values: [String: String]) {
        self.values = values
    }

    /// Reads the labels of a config. Takes time that is linear in the bytes.
    package init(parsing config: [UInt8]) {
        var reader = ConfigLabelReader(config)
        values = reader.read()
    }

    package subscript(name: String) -> String? { values[name] }

    /// All, by name.
    package var all: [(name: String, value: String)] {
        values.sorted { $0.key < $1.key }.map { (name: $0.key, value: $0.value) }
    }

    /// Whether a blob of this type is the config of an image.
    package static func areIn(_ mediaType: MediaType) -> Bool {
        switch mediaType.value {
        case "application/vnd.oci.image.config.v1+json", "application/vnd.docker.container.image.v1+json": true
        default: false
        }
    }
}
