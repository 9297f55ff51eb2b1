import OCIModel

extension InventoryPage.Tag {
    init(_ document: inout JSONDocument) throws {
        var (name, generation, publishedAt): (TagName?, Int64?, Timestamp?)
        var (lastUsedAt, isRecorded, isRejected): (Timestamp?, Bool, Bool) = (nil, false, false)
        var (stage, image, service): (StageFacts?, ImageFacts?, [String: String]?)
        try document.object { document in
            if document.isNamed("name") {
                name = try document.parsed("a tag") { try TagName($0) }
            } else if document.isNamed("generation") {
                generation = try document.integer()
            } else if document.isNamed("publishedAt") {
                publishedAt = try document.timestamp()
            } else if document.isNamed("lastUsedAt") {
                lastUsedAt = try document.timestamp()
            } else if document.isNamed("isRecorded") {
                isRecorded = try document.flag()
            } else if document.isNamed("isRejected") {
                isRejected = try document.flag()
            } else if document.isNamed("stage") {
                stage = try StageFacts(&document)
            } else if document.isNamed("image") {
                image = try ImageFacts(&document)
            } else if document.isNamed("service") {
                service = try document.labels()
            } else {
                try document.skip()
            }
        }
        guard let name, let generation, let publishedAt else { throw document.unreadable("a tag has 'name', 'generation' and 'publishedAt'") }
        let facts: TagFacts
        if let image {
            facts = .image(image)
        } else if let stage, let tag = StageTag(name) {
            facts = .stage(tag, stage)
        } else if let service, let tag = ServiceTag(name) {
            facts = .service(tag, labels: service)
        } else {
            throw document.unreadable("what the tag \(name) means is expected, and fits to it")
        }
        self.init(
            name: name, generation: generation, publishedAt: publishedAt, lastUsedAt: lastUsedAt, facts: facts, isRecorded: isRecorded,
            isRejected: isRejected)
    }
}

extension StageFacts {
    fileprivate init(_ document: inout JSONDocument) throws {
        var facts = StageFacts()
        try document.object { document in
            if document.isNamed("stageName") {
                facts.stageName = try document.text()
            } else if document.isNamed("imageName") {
                facts.imageName = try document.text()
            } else if document.isNamed("parent") {
                facts.parent = try document.text()
            } else if document.isNamed("commits") {
                try document.list { facts.commits.append(try $0.commit()) }
            } else if document.isNamed("imports") {
                try document.list { facts.imports.append(try $0.text()) }
            } else if document.isNamed("gitReference") {
                facts.gitReference = try document.text()
            } else if document.isNamed("buildMilliseconds") {
                facts.buildDuration = .milliseconds(try document.integer())
            } else if document.isNamed("size") {
                facts.size = try document.integer()
            } else {
                try document.skip()
            }
        }
        self = facts
    }
}

extension ImageFacts {
    fileprivate init(_ document: inout JSONDocument) throws {
        var facts = ImageFacts()
        try document.object { document in
            if document.isNamed("imageName") {
                facts.imageName = try document.text()
            } else if document.isNamed("strategy") {
                facts.strategy = try document.parsed("a strategy") { TagStrategy(rawValue: $0) }
            } else if document.isNamed("gitReference") {
                facts.gitReference = try document.text()
            } else if document.isNamed("commits") {
                try document.list { facts.commits.append(try $0.commit()) }
            } else if document.isNamed("imports") {
                try document.list { facts.imports.append(try $0.text()) }
            } else if document.isNamed("signature") {
                facts.signature = try document.parsed("a signature") { Signature($0) }
            } else if document.isNamed("size") {
                facts.size = try document.integer()
            } else {
                try document.skip()
            }
        }
        self = facts
    }
}

extension JSONDocument {
    fileprivate mutating func commit() throws -> CommitID {
        try parsed("a commit") { CommitID($0) }
    }

    /// Pairs of a name and a value.
    fileprivate mutating func labels() throws -> [String: String] {
        var labels: [String: String] = [:]
        try list { document in
            var pair: [String] = []
            try document.list { pair.append(try $0.text()) }
            guard pair.count == 2 else { throw document.unreadable("a label is a name and a value") }
            labels[pair[0]] = pair[1]
        }
        return labels
    }
}
