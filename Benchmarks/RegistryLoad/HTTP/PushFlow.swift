import ArgumentParser

/// The requests that push one blob.
enum PushFlow: String, ExpressibleByArgument, CaseIterable {
    /// POST, PATCH with the bytes, PUT with the digest: what docker, skopeo and buildah do.
    case patch
    /// POST, PUT with the bytes and the digest: what zot's `zb` does.
    case put
}
