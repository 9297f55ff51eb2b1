import FoundationEssentials
import NIOCore

extension KubernetesClient {
    private enum Page {
        case list(KubernetesList<KubernetesObject>)
        /// The continuation is too old.
        case expired
        case unknown
    }

    /// Everything that runs in these namespaces of a cluster. Where it doesn't take credentials that a program gave, everything is read
    /// once more with new ones.
    ///
    /// - Throws: ``WorkloadError``; `CancellationError`.
    static func reading(_ access: ClusterAccess, namespaces: [String], limits: KubernetesLimits) async throws -> WorkloadReading {
        do {
            return try await with(access, limits: limits) { try await $0.reading(namespaces: namespaces) }
        } catch let error as WorkloadError where error.code == .unauthorized {
            guard let renewed = access.renewed else { throw error }
            return try await with(try await renewed(), limits: limits) { try await $0.reading(namespaces: namespaces) }
        }
    }

    /// Everything that runs in these namespaces; in all where none are named.
    ///
    /// - Throws: ``WorkloadError``; `CancellationError`.
    func reading(namespaces: [String]) async throws -> WorkloadReading {
        var collector = UseCollector()
        for namespace in namespaces { try await check(namespace, &collector) }
        for kind in KubernetesKind.all {
            for namespace in namespaces.isEmpty ? [nil] : namespaces.map(Optional.some) {
                try await add(kind, in: namespace, to: &collector)
            }
        }
        return collector.reading
    }

    /// A namespace that isn't there has no objects either; so a slip of the pen would protect nothing.
    private func check(_ namespace: String, _ collector: inout UseCollector) async throws {
        let allowed = namespace.utf8.allSatisfy {
            (0x61...0x7a).contains($0) || (0x30...0x39).contains($0) || $0 == UInt8(ascii: "-")
        }
        guard allowed, !namespace.isEmpty, namespace.utf8.count <= 63 else {
            throw WorkloadError(.configuration, "'\(namespace.prefix(80))' is no name of a namespace")
        }
        let answer: Answer
        do {
            answer = try await get("/api/v1/namespaces/\(namespace)")
        } catch is TooLarge {
            throw WorkloadError(.malformed, "the cluster at \(access.server) answered without end")
        }
        switch answer.status {
        case 200: return
        case 404:
            throw WorkloadError(.configuration, "the cluster at \(access.server) has no namespace '\(namespace)'; correct the name, or leave it out")
        case 403: collector.note("whether the namespace '\(namespace)' exists can't be asked, for want of the right to get it")
        default: throw failure(answer, "the namespace '\(namespace)'", right: "get namespaces")
        }
    }

    private func add(_ kind: KubernetesKind, in namespace: String?, to collector: inout UseCollector) async throws {
        for group in kind.groups {
            var restarts = 0
            while true {
                switch try await addPages(of: kind, kind.path(group: group, namespace: namespace), group: group, to: &collector) {
                case .complete: return
                case .unknown: break
                case .expired:
                    restarts += 1
                    guard restarts <= limits.restarts else {
                        throw WorkloadError(
                            .unreachable, "the cluster at \(access.server) drops its list of \(kind.plural) before it is read; try again later")
                    }
                    continue
                }
                break
            }
        }
        throw WorkloadError(.malformed, "what answers at \(access.server) knows no \(kind.plural); is it a Kubernetes cluster?")
    }

    private enum Outcome {
        case complete, expired
        /// The cluster doesn't know the kind in this version.
        case unknown
    }

    private func addPages(of kind: KubernetesKind, _ path: String, group: String, to collector: inout UseCollector) async throws -> Outcome {
        var continuation: String?
        for _ in 0..<limits.maximumPages {
            switch try await page(of: kind, path, group: group, continuation) {
            case .list(let list):
                for object in list.items ?? [] { try add(object, kind, to: &collector) }
                guard let next = list.metadata?.continue, !next.isEmpty else { return .complete }
                guard next != continuation else {
                    throw WorkloadError(.malformed, "the cluster at \(access.server) gives the same page of \(kind.plural) again and again")
                }
                continuation = next
            case .expired: return .expired
            case .unknown:
                guard continuation == nil else { throw WorkloadError(.malformed, "the cluster at \(access.server) lost its list of \(kind.plural)") }
                return .unknown
            }
        }
        throw WorkloadError(.malformed, "the list of \(kind.plural) of the cluster at \(access.server) has no end")
    }

    private func add(_ object: KubernetesObject, _ kind: KubernetesKind, to collector: inout UseCollector) throws {
        guard object.kind == nil || object.kind == kind.name else {
            throw WorkloadError(.malformed, "the cluster at \(access.server) has a '\(object.kind ?? "")' in its list of \(kind.plural)")
        }
        do {
            try object.add(to: &collector, as: kind)
        } catch {
            throw WorkloadError(.malformed, "the cluster at \(access.server): \(object.owner(kind)) \(error.reason)", cause: error)
        }
    }

    private func page(of kind: KubernetesKind, _ path: String, group: String, _ continuation: String?) async throws -> Page {
        var size = limits.pageSize
        while true {
            let answer: Answer
            do {
                let rest = continuation.map { "&continue=\(Self.percentEncoded($0))" } ?? ""
                answer = try await get("\(path)?limit=\(size)\(rest)")
            } catch is TooLarge {
                guard size > 1 else { throw WorkloadError(.malformed, "one of the \(kind.plural) of the cluster at \(access.server) is too large") }
                size = max(1, size / 10)
                continue
            }
            switch answer.status {
            case 200: return .list(try list(answer, of: kind, group: group))
            case 404: return .unknown
            case 410 where continuation != nil: return .expired
            default: throw failure(answer, "its \(kind.plural)", right: "list \(kind.plural)")
            }
        }
    }

    private func list(_ answer: Answer, of kind: KubernetesKind, group: String) throws -> KubernetesList<KubernetesObject> {
        let list: KubernetesList<KubernetesObject>
        do {
            list = try JSONDecoder().decode(KubernetesList<KubernetesObject>.self, from: Data(answer.body.readableBytesView))
        } catch let error as DecodingError {
            throw WorkloadError(
                .malformed, "what the cluster at \(access.server) answered is no list of \(kind.plural): \(error.place.prefix(300))", cause: error)
        }
        guard list.kind == kind.name + "List", list.apiVersion == group else {
            let found = "'\(list.kind ?? "")' of '\(list.apiVersion ?? "")'"
            throw WorkloadError(.malformed, "the cluster at \(access.server) answered with a \(found) when asked for its \(kind.plural)")
        }
        return list
    }

    private struct Status: Decodable {
        var message: String?
    }

    private func failure(_ answer: Answer, _ what: String, right: String) -> WorkloadError {
        // Other bodies say nothing that helps here.
        let message = try? JSONDecoder().decode(Status.self, from: Data(answer.body.readableBytesView)).message
        let said = message.map { ": " + $0.prefix(300) } ?? ""
        switch answer.status {
        case 401:
            return WorkloadError(.unauthorized, "the cluster at \(access.server) doesn't take the credentials\(said); \(access.loginAdvice)")
        case 403:
            return WorkloadError(.forbidden, "the cluster at \(access.server) doesn't show \(what)\(said); give whoever asks the right to \(right)")
        default: return WorkloadError(.unreachable, "the cluster at \(access.server) didn't show \(what): status \(answer.status)\(said)")
        }
    }

    private static func percentEncoded(_ text: String) -> String {
        var result = ""
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"):
                result.unicodeScalars.append(UnicodeScalar(byte))
            default: result += (byte < 16 ? "%0" : "%") + String(byte, radix: 16, uppercase: true)
            }
        }
        return result
    }
}
