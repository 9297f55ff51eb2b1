import ContentHashing
import OCIModel
import StageModel

extension CleanupItem {
    init(_ document: inout JSONDocument) throws {
        var (kind, repository, tag, digest): (Kind?, String?, String?, String?)
        var (generation, rule, reason, needs): (Int64?, String?, String?, [Int]) = (nil, nil, nil, [])
        try document.object { document in
            if document.isNamed("kind") {
                kind = try document.parsed("the kind of an item") { Kind(rawValue: $0) }
            } else if document.isNamed("repository") {
                repository = try document.parsed("a repository") { try RepositoryName($0).value }
            } else if document.isNamed("tag") {
                tag = try document.parsed("a tag") { try TagName($0).value }
            } else if document.isNamed("digest") {
                digest = try document.parsed("a digest") { try Digest($0).description }
            } else if document.isNamed("generation") {
                generation = try document.integer()
            } else if document.isNamed("rule") {
                rule = try document.text()
            } else if document.isNamed("reason") {
                reason = try document.text()
            } else if document.isNamed("needs") {
                try document.list { needs.append(Int(try $0.integer())) }
            } else {
                try document.skip()
            }
        }
        guard let kind, let repository, let digest, let generation, let rule, let reason, tag != nil || kind == .untagged else {
            throw document.unreadable("an item has 'kind', 'repository', 'tag', 'digest', 'generation', 'rule' and 'reason'")
        }
        self.init(
            kind: kind, repository: repository, tag: tag, digest: digest, generation: generation, rule: rule, reason: reason, needs: needs)
    }
}

extension Decision {
    init(_ document: inout JSONDocument) throws {
        var (kind, repository, tag, digest, action): (CleanupItem.Kind?, String?, String?, Digest?, Action?)
        var (generation, imageName, strategy, rule, reason): (Int64?, String?, TagStrategy?, String?, String?)
        var (size, publishedAt, lastUsedAt): (Int64, Int64, Int64?) = (0, 0, nil)
        try document.object { document in
            if document.isNamed("action") {
                action = try document.parsed("'keep' or 'delete'") { Action(rawValue: $0) }
            } else if document.isNamed("kind") {
                kind = try document.parsed("the kind of an object") { CleanupItem.Kind(rawValue: $0) }
            } else if document.isNamed("repository") {
                repository = try document.text()
            } else if document.isNamed("tag") {
                tag = try document.text()
            } else if document.isNamed("digest") {
                digest = try document.parsed("a digest") { try Digest($0) }
            } else if document.isNamed("generation") {
                generation = try document.integer()
            } else if document.isNamed("imageName") {
                imageName = try document.text()
            } else if document.isNamed("strategy") {
                strategy = try document.parsed("a strategy") { TagStrategy(rawValue: $0) }
            } else if document.isNamed("rule") {
                rule = try document.text()
            } else if document.isNamed("reason") {
                reason = try document.text()
            } else if document.isNamed("size") {
                size = try document.integer()
            } else if document.isNamed("publishedAt") {
                publishedAt = try document.integer()
            } else if document.isNamed("lastUsedAt") {
                lastUsedAt = try document.integer()
            } else {
                try document.skip()
            }
        }
        guard let kind, let repository, let digest, let action, let generation, let rule, let reason else {
            throw document.unreadable("a decision has 'action', 'kind', 'repository', 'digest', 'generation', 'rule' and 'reason'")
        }
        self.init(
            kind: kind, repository: repository, tag: tag, digest: digest, generation: generation, action: action, imageName: imageName,
            strategy: strategy, rule: rule, reason: reason, size: size, publishedAt: publishedAt, lastUsedAt: lastUsedAt)
    }
}
