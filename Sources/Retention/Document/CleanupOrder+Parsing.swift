import ContentHashing
import OCIModel
import StageModel

extension CleanupOrder {
    init(_ document: inout JSONDocument) throws {
        var (project, origin, watermark): (String?, Origin?, Watermark?)
        var (createdAt, inventoryAt, itemCount, undoWindow): (Int64?, Int64?, Int64?, Int64?)
        var (largestShare, isForced): (Double?, Bool) = (nil, false)
        try document.object { document in
            if document.isNamed("project") {
                project = try document.text()
            } else if document.isNamed("origin") {
                origin = try document.parsed("the origin of a plan") { Origin(rawValue: $0) }
            } else if document.isNamed("watermark") {
                watermark = try Watermark(&document)
            } else if document.isNamed("createdAt") {
                createdAt = try document.integer()
            } else if document.isNamed("inventoryAt") {
                inventoryAt = try document.integer()
            } else if document.isNamed("itemCount") {
                itemCount = try document.integer()
            } else if document.isNamed("undoWindow") {
                undoWindow = try document.integer()
            } else if document.isNamed("largestShare") {
                largestShare = try document.fraction()
            } else if document.isNamed("isForced") {
                isForced = try document.flag()
            } else {
                try document.skip()
            }
        }
        guard let project, let origin, let watermark, let createdAt, let inventoryAt, let itemCount, let undoWindow, let largestShare else {
            throw document.unreadable("the order of a plan lacks a member")
        }
        self.init(
            project: project, origin: origin, createdAt: createdAt, watermark: watermark, inventoryAt: inventoryAt, itemCount: Int(itemCount),
            undoWindow: undoWindow, largestShare: largestShare, isForced: isForced)
    }
}

extension Watermark {
    fileprivate init(_ document: inout JSONDocument) throws {
        var (catalog, project, takenAt, repositories): (String?, String?, Int64?, [Repository]) = (nil, nil, nil, [])
        try document.object { document in
            if document.isNamed("catalog") {
                catalog = try document.text()
            } else if document.isNamed("project") {
                project = try document.text()
            } else if document.isNamed("takenAt") {
                takenAt = try document.integer()
            } else if document.isNamed("repositories") {
                try document.list { repositories.append(try Repository(&$0)) }
            } else {
                try document.skip()
            }
        }
        guard let catalog, let project, let takenAt else { throw document.unreadable("a watermark has 'catalog', 'project' and 'takenAt'") }
        self.init(catalog: catalog, project: project, takenAt: takenAt, repositories: repositories)
    }
}

extension Watermark.Repository {
    fileprivate init(_ document: inout JSONDocument) throws {
        var (name, generation): (String?, Int64?)
        try document.object { document in
            if document.isNamed("name") {
                name = try document.text()
            } else if document.isNamed("generation") {
                generation = try document.integer()
            } else {
                try document.skip()
            }
        }
        guard let name, let generation else { throw document.unreadable("a repository has 'name' and 'generation'") }
        self.init(name: name, generation: generation)
    }
}

extension CleanupPlan.Totals {
    init(_ document: inout JSONDocument) throws {
        self.init()
        var totals = self
        try document.object { document in
            if document.isNamed("images") {
                totals.images = Int(try document.integer())
            } else if document.isNamed("stages") {
                totals.stages = Int(try document.integer())
            } else if document.isNamed("services") {
                totals.services = Int(try document.integer())
            } else if document.isNamed("referrers") {
                totals.referrers = Int(try document.integer())
            } else if document.isNamed("untagged") {
                totals.untagged = Int(try document.integer())
            } else if document.isNamed("bytes") {
                totals.bytes = try document.integer()
            } else if document.isNamed("freedAt") {
                totals.freedAt = try document.integer()
            } else if document.isNamed("allImages") {
                totals.allImages = Int(try document.integer())
            } else if document.isNamed("keptBytes") {
                totals.keptBytes = try document.integer()
            } else {
                try document.skip()
            }
        }
        self = totals
    }
}
