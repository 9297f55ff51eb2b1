import ContentHashing
import StageModel

extension CleanupPlan {
    /// Of the documents that ``json()`` writes; others are not read.
    package static let version: Int64 = 1

    /// The plan as a document, a line for each item and each decision. Equal plans have equal bytes.
    package func json() -> [UInt8] {
        var writer = JSONWriter(capacity: 4096 + items.count * 400 + decisions.count * 450)
        writer.object { writer in
            writer.name("version")
            writer.number(Self.version)
            writer.line()
            writer.name("order")
            order.write(to: &writer)
            writer.line()
            writer.name("totals")
            totals.write(to: &writer)
            writer.line()
            writer.name("exceedsShare")
            writer.flag(exceedsShare)
            writer.member("missedBudget", missedBudget)
            writer.line()
            writer.name("notes")
            writer.list(notes) { $0.text($1) }
            writer.line()
            writer.name("items")
            writer.list(items) { writer, item in
                writer.line()
                item.write(to: &writer)
            }
            writer.line()
            writer.name("decisions")
            writer.list(decisions) { writer, decision in
                writer.line()
                decision.write(to: &writer)
            }
        }
        writer.endLine()
        return writer.bytes
    }
}

extension CleanupOrder {
    fileprivate func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("project", project)
            writer.member("origin", origin.rawValue)
            writer.member("createdAt", createdAt)
            writer.name("watermark")
            writer.object { writer in
                writer.member("catalog", watermark.catalog)
                writer.member("project", watermark.project)
                writer.member("takenAt", watermark.takenAt)
                writer.name("repositories")
                writer.list(watermark.repositories) { writer, repository in
                    writer.object { writer in
                        writer.member("name", repository.name)
                        writer.member("generation", repository.generation)
                    }
                }
            }
            writer.member("inventoryAt", inventoryAt)
            writer.member("itemCount", Int64(itemCount))
            writer.member("undoWindow", undoWindow)
            writer.name("largestShare")
            writer.fraction(largestShare)
            writer.name("isForced")
            writer.flag(isForced)
        }
    }
}

extension CleanupPlan.Totals {
    fileprivate func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("images", Int64(images))
            writer.member("stages", Int64(stages))
            writer.member("services", Int64(services))
            writer.member("referrers", Int64(referrers))
            writer.member("untagged", Int64(untagged))
            writer.member("bytes", bytes)
            writer.member("freedAt", freedAt)
            writer.member("allImages", Int64(allImages))
            writer.member("keptBytes", keptBytes)
        }
    }
}

extension CleanupItem {
    fileprivate func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("kind", kind.rawValue)
            writer.member("repository", repository)
            writer.member("tag", tag)
            writer.member("digest", digest)
            writer.member("generation", generation)
            writer.member("rule", rule)
            writer.member("reason", reason)
            writer.member("needs", needs) { $0.number(Int64($1)) }
        }
    }
}

extension Decision {
    fileprivate func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("action", action.rawValue)
            writer.member("kind", kind.rawValue)
            writer.member("repository", repository)
            writer.member("tag", tag)
            writer.member("digest", digest.description)
            writer.member("generation", generation)
            writer.member("imageName", imageName)
            writer.member("strategy", strategy?.rawValue)
            writer.member("rule", rule)
            writer.member("reason", reason)
            writer.member("size", size)
            writer.member("publishedAt", publishedAt)
            writer.member("lastUsedAt", lastUsedAt)
        }
    }
}
