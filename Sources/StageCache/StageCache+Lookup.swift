import Catalog
import ImageStore
package import NIOCore
import OCIModel
import StageModel

extension StageCache {
    private static let head: StaticString = #"{"stages":["#
    private static let tail: StaticString = "]}"

    /// What there is under each signature, in the order of the request, as the JSON of a ``StageModel/LookupResponse``; all that
    /// was read from the catalog at one moment. A signature of which nothing is known, also in a repository that doesn't exist,
    /// has generation 0 and no candidates.
    ///
    /// Counts hits and misses in memory, and marks the candidates as used.
    ///
    /// - Throws: ``OCIError`` with code `requestTooLarge` where the answer would be larger than the limit.
    package func lookup(_ query: LookupQuery) async throws -> ByteBuffer {
        let moment = store.steps.moment
        var fragments = try await fragments(query)
        count(fragments, query)
        let isDecided = await store.steps.mayBeGone(since: moment) {
            let signatures = Set(query.signatures)
            return { $0.repository == query.repository && $0.stage.map { signatures.contains($0.signature) } ?? false }
        }
        if isDecided { fragments = try await self.fragments(query) }
        let size = fragments.reduce(Self.head.utf8CodeUnitCount + Self.tail.utf8CodeUnitCount) { $0 + ($1?.bytes.count ?? 0) + 1 }
        guard size <= answerLimit else {
            throw OCIError(.requestTooLarge, "the answer would have \(size) bytes, more than \(answerLimit); ask for fewer signatures at once")
        }
        var body = ByteBuffer()
        body.reserveCapacity(size)
        body.writeStaticString(Self.head)
        var isFirst = true
        for case let fragment? in fragments {
            if !isFirst { body.writeInteger(UInt8(ascii: ",")) }
            isFirst = false
            body.writeBytes(fragment.bytes)
        }
        body.writeStaticString(Self.tail)
        return body
    }

    private func fragments(_ query: LookupQuery) async throws -> [StateFragment?] {
        var (fragments, gaps) = lookups.find(query.signatures, in: query.repository)
        if !gaps.isEmpty { try await fill(&fragments, gaps, query) }
        return fragments
    }

    private func fill(_ fragments: inout [StateFragment?], _ gaps: [LookupCache.Gap], _ query: LookupQuery) async throws {
        // A signature may stand in the request more than once.
        let signatures = Array(Set(gaps.map { query.signatures[$0.index] }))
        let states = try await OCIError.translating { try await catalog.signatureStates(signatures, in: query.repository) }
        let read = Dictionary(states.map { ($0.signature, StateFragment($0)) }, uniquingKeysWith: { $1 })
        for gap in gaps {
            let signature = query.signatures[gap.index]
            guard let fragment = read[signature] else { continue }
            fragments[gap.index] = fragment
            lookups.store(fragment, for: signature, in: query.repository, ticket: gap.ticket)
        }
    }

    private func count(_ fragments: [StateFragment?], _ query: LookupQuery) {
        var hits: [Signature] = []
        hits.reserveCapacity(fragments.count)
        var buildTime: Int64 = 0
        for (signature, fragment) in zip(query.signatures, fragments) {
            guard let fragment, fragment.isHit else { continue }
            hits.append(signature)
            buildTime += fragment.buildTime
        }
        store.uses.recordLookup(
            in: query.repository, hits: hits, misses: fragments.count - hits.count, buildTimeSaved: .milliseconds(buildTime))
    }
}
