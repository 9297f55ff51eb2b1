import FoundationEssentials

/// What `kubectl get … -o json` prints: an object, a list of objects of any kinds, or several of either.
struct KubectlDocuments {
    /// The file, as messages call it.
    let name: String

    private struct Header: Decodable {
        struct Metadata: Decodable {
            var `continue`: String?
        }
        var kind: String?
        var apiVersion: String?
        var metadata: Metadata?
    }

    /// An object of a list of any kinds. What isn't known is not looked into.
    private struct AnyObject: Decodable {
        var kind: KubernetesKind?
        var kindName: String
        var object: KubernetesObject?

        init(from decoder: any Decoder) throws {
            let header = try Header(from: decoder)
            kindName = header.kind ?? "without a kind"
            kind = KubernetesKind.named(header.kind ?? "", version: header.apiVersion ?? "")
            object = kind == nil ? nil : try KubernetesObject(from: decoder)
        }
    }

    func add(_ bytes: ArraySlice<UInt8>, to collector: inout UseCollector) throws {
        var unknown: Set<String> = []
        for (index, document) in JSONDocuments(bytes).enumerated() {
            switch document {
            case .success(let bytes):
                do {
                    try add(document: Data(bytes), to: &collector, unknown: &unknown)
                } catch let error as DecodingError {
                    throw WorkloadError(.malformed, "document \(index + 1) of \(name) is not what kubectl prints: \(error.place)", cause: error)
                }
            case .failure(let error):
                let problem = error.isCutOff ? "ends in the middle of the document that begins" : "is no JSON object"
                throw WorkloadError(.malformed, "\(name) \(problem) at byte \(error.offset + 1)", cause: error)
            }
        }
        if !unknown.isEmpty { collector.note("\(name): not looked into: \(unknown.sorted().joined(separator: ", "))") }
    }

    private func add(document: Data, to collector: inout UseCollector, unknown: inout Set<String>) throws {
        let decoder = JSONDecoder()
        let header = try decoder.decode(Header.self, from: document)
        let (kindName, version) = (header.kind ?? "", header.apiVersion ?? "")
        if header.metadata?.continue?.isEmpty == false {
            throw WorkloadError(.malformed, "\(name) has one page of a longer list; write the whole list, as kubectl does without --raw")
        }
        if kindName == "List" {
            for item in try decoder.decode(KubernetesList<AnyObject>.self, from: document).items ?? [] {
                guard let kind = item.kind, let object = item.object else {
                    unknown.insert(item.kindName)
                    continue
                }
                try add(object, kind, to: &collector)
            }
        } else if kindName.hasSuffix("List"), let kind = KubernetesKind.named(String(kindName.dropLast(4)), version: version) {
            for object in try decoder.decode(KubernetesList<KubernetesObject>.self, from: document).items ?? [] {
                try add(object, kind, to: &collector)
            }
        } else if let kind = KubernetesKind.named(kindName, version: version) {
            try add(try decoder.decode(KubernetesObject.self, from: document), kind, to: &collector)
        } else {
            let kinds = KubernetesKind.all.map(\.plural).joined(separator: ",")
            let found = kindName.isEmpty ? "an object without a kind" : "a '\(kindName.prefix(80))'"
            throw WorkloadError(.malformed, "\(name) has \(found), which says nothing of images; write what kubectl get \(kinds) -A -o json prints")
        }
    }

    private func add(_ object: KubernetesObject, _ kind: KubernetesKind, to collector: inout UseCollector) throws {
        do {
            try object.add(to: &collector, as: kind)
        } catch {
            throw WorkloadError(.malformed, "\(name): \(object.owner(kind)) \(error.reason)", cause: error)
        }
    }
}
