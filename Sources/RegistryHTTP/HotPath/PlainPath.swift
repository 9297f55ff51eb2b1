/// A path of the shape `/v2/NAME/KIND/LAST`, without a query and without escapes: what ``RegistryPath`` reads in the same way, by its
/// bytes.
struct PlainPath {
    enum Kind { case manifests, blobs }

    let name: Substring.UTF8View.SubSequence
    let kind: Kind
    let last: String
}
