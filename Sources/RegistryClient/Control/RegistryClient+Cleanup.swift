package import StageModel

/// Plans of cleanups: handed over in pieces, applied, watched, taken back.
extension RegistryClient {
    /// Hands a whole plan over: ``createPlan(_:)``, then ``addItems(_:at:to:)`` in pieces that the server takes.
    ///
    /// - Returns: The plan's record with its id. Nothing is deleted yet.
    package func handOver(_ order: CleanupOrder, items: [CleanupItem]) async throws -> CleanupRecord {
        let id = try await createPlan(order).id
        for piece in PlanPieces(items) { try await addItems(Array(items[piece]), at: piece.lowerBound, to: id) }
        return try await plan(id)
    }

    /// Announces a plan.
    package func createPlan(_ order: CleanupOrder) async throws -> CleanupRecord {
        let action = "hand over the plan for \(order.project)"
        let response = try await post("/cleanup/plans", order, to: action)
        try response.require(201, to: action)
        return try response.decoded()
    }

    /// Hands over a piece of a plan; the pieces come in the order of the plan, each of less than 1 MiB.
    ///
    /// Safe to lose the answer of: a piece that the server has already is taken again.
    package func addItems(_ items: [CleanupItem], at position: Int, to plan: String) async throws {
        let action = "hand over items of the plan \(plan)"
        let response = try await post("/cleanup/plans/items", AddItemsRequest(plan: plan, position: position, items: items), to: action)
        try response.require(204, to: action)
    }

    /// Asks the server to carry a plan out, and returns while it does: ``plan(_:)`` says how far it is. What was applied already
    /// stays as it is.
    ///
    /// - Throws: ``ClientError`` with code `refused` and the server's code `SHARE_EXCEEDED` where too much would go.
    package func applyPlan(_ plan: String, isForced: Bool = false) async throws -> CleanupRecord {
        let action = "apply the plan \(plan)"
        let response = try await post("/cleanup/apply", ApplyPlanRequest(plan: plan, isForced: isForced), to: action)
        try response.require(202, to: action)
        return try response.decoded()
    }

    /// Asks the server to take a plan back, and returns while it does.
    package func undoPlan(_ plan: String) async throws -> CleanupRecord {
        let action = "undo the plan \(plan)"
        let response = try await post("/cleanup/undo", UndoPlanRequest(plan: plan), to: action)
        try response.require(202, to: action)
        return try response.decoded()
    }

    /// How a plan stands.
    ///
    /// - Throws: ``ClientError`` with code `notFound`.
    package func plan(_ id: String) async throws -> CleanupRecord {
        var query = QueryString()
        query.add("id", id)
        return try await get("/cleanup/plan", query, to: "read the plan \(id)")
    }

    /// One page of a project's plans, the newest first.
    ///
    /// - Parameter cursor: `next` of the page before.
    package func plans(project: String, after cursor: String? = nil, limit: Int? = nil) async throws -> CleanupListing {
        var query = QueryString()
        query.add("project", project)
        query.add("after", cursor)
        query.add("n", limit)
        return try await get("/cleanup/plans", query, to: "list the plans of \(project)")
    }

    /// One page of everything that a plan names, in its order, with what became of it.
    ///
    /// - Parameter cursor: `next` of the page before.
    package func outcomes(of plan: String, after cursor: String? = nil, limit: Int? = nil) async throws -> OutcomeListing {
        var query = QueryString()
        query.add("plan", plan)
        query.add("after", cursor)
        query.add("n", limit)
        return try await get("/cleanup/items", query, to: "list the items of the plan \(plan)")
    }

    /// One page of what a plan left alone.
    ///
    /// - Parameter cursor: `next` of the page before.
    package func skippedItems(of plan: String, after cursor: String? = nil, limit: Int? = nil) async throws -> SkippedListing {
        var query = QueryString()
        query.add("plan", plan)
        query.add("after", cursor)
        query.add("n", limit)
        return try await get("/cleanup/skipped", query, to: "list what the plan \(plan) left alone")
    }
}
