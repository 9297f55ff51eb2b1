package import ContentHashing
package import OCIModel
package import StageModel

/// How the stages and manifests of some repositories were used for a while.
package struct UseBatch: Hashable, Sendable {
    package struct Counts: Hashable, Sendable {
        package var hits: Int64 = 0
        package var misses: Int64 = 0
        package var bytesServed: Int64 = 0
        /// In milliseconds.
        package var buildTimeSaved: Int64 = 0

        package init() {}

        package static func += (left: inout Counts, right: Counts) {
            left.hits += right.hits
            left.misses += right.misses
            left.bytesServed += right.bytesServed
            left.buildTimeSaved += right.buildTimeSaved
        }
    }

    package struct Stage: Hashable, Sendable {
        package let repository: RepositoryName
        package let tag: TagName

        package init(repository: RepositoryName, tag: TagName) {
            self.repository = repository
            self.tag = tag
        }
    }

    package struct Stages: Hashable, Sendable {
        package let repository: RepositoryName
        package let signature: Signature

        package init(repository: RepositoryName, signature: Signature) {
            self.repository = repository
            self.signature = signature
        }
    }

    package struct Manifest: Hashable, Sendable {
        package let repository: RepositoryName
        package let digest: Digest

        package init(repository: RepositoryName, digest: Digest) {
            self.repository = repository
            self.digest = digest
        }
    }

    package var counts: [RepositoryName: Counts] = [:]
    /// How often tags of the shape of a stage's were pulled. Those that are stages count as hits of their repository too. Zero marks
    /// a stage as used and counts nothing.
    package var pulls: [Stage: Int64] = [:]
    /// How often the stages of a signature were the answer to a lookup; counted as hits already.
    package var lookups: [Stages: Int64] = [:]

    /// Manifests that were asked for, by a tag or their digest.
    package var manifests: Set<Manifest> = []

    package init() {}

    package var isEmpty: Bool { counts.isEmpty && pulls.isEmpty && lookups.isEmpty && manifests.isEmpty }
}
