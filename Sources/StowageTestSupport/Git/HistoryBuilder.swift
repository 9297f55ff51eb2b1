/// A history that a test writes down by names and times, and then has git make in one go: thousands of commits in a moment.
package struct HistoryBuilder {
    /// What `git fast-import` reads.
    var stream = ""
    /// The mark of each commit and annotated tag, by the name that the test gave it.
    var marks: [String: Int] = [:]
    /// Where references lead to, by their full names.
    private var references: [(name: String, target: String)] = []
    private var tips: [String: String] = [:]

    package init() {}

    /// Adds a commit.
    ///
    /// - Parameters:
    ///   - name: Its name in the test, and its message.
    ///   - branch: Where it becomes the newest commit. Its first parent is the one that was, unless parents are given.
    ///   - parents: Names of commits; none for the first commit of a history of its own.
    ///   - seconds: When it is committed, in unix time.
    ///   - files: Changes of files, by path; by default of a file with the name of the commit in it.
    /// - Throws: ``Unknown``.
    package mutating func commit(
        _ name: String, on branch: String = "main", parents: [String]? = nil, at seconds: Int64, files: [(path: String, text: String)]? = nil
    ) throws {
        let parents = parents ?? tips[branch].map { [$0] } ?? []
        let parentMarks = try parents.map(mark)
        let mark = marks.count + 1
        // One reference for all, since marks say what the parents are; without the reset a first commit would get the one before.
        if parents.isEmpty { stream += "reset \(HistoryBuilder.scratch)\n" }
        stream += "commit \(HistoryBuilder.scratch)\nmark :\(mark)\n"
        stream += "author A <a@example.com> \(seconds) +0000\ncommitter A <a@example.com> \(seconds) +0000\n"
        stream += Self.data(name)
        for (index, parent) in parentMarks.enumerated() { stream += "\(index == 0 ? "from" : "merge") :\(parent)\n" }
        for file in files ?? [("file", name)] { stream += "M 100644 inline \(file.path)\n" + Self.data(file.text) }
        marks[name] = mark
        tips[branch] = name
    }

    /// Merges a branch into another.
    package mutating func merge(_ name: String, of branch: String, into other: String = "main", at seconds: Int64) throws {
        guard let tip = tips[branch], let otherTip = tips[other] else { throw Unknown(name: branch) }
        try commit(name, on: other, parents: [otherTip, tip], at: seconds)
    }

    /// Starts a branch at a commit, or moves it there.
    package mutating func branch(_ name: String, at commit: String) throws {
        _ = try mark(commit)
        tips[name] = commit
    }

    /// Removes a branch, whose commits stay where something else leads to them.
    package mutating func removeBranch(_ name: String) {
        tips[name] = nil
    }

    /// Adds a lightweight tag of a commit, or of an annotated tag by its name.
    package mutating func tag(_ name: String, at target: String) throws {
        _ = try mark(target)
        references.append(("refs/tags/\(name)", target))
    }

    /// Adds an annotated tag of a commit, or of an annotated tag by its name.
    ///
    /// - Parameter seconds: When it is made, in unix time; `nil` for one that doesn't say it.
    package mutating func annotatedTag(_ name: String, of target: String, at seconds: Int64?) throws {
        let target = try mark(target)
        let mark = marks.count + 1
        stream += "tag \(name)\nmark :\(mark)\nfrom :\(target)\n"
        if let seconds { stream += "tagger A <a@example.com> \(seconds) +0000\n" }
        stream += Self.data("tag \(name)")
        marks[name] = mark
    }

    /// Adds an annotated and a lightweight tag of a file.
    package mutating func tagsOfFile(annotated: String, lightweight: String) throws {
        let mark = marks.count + 1
        stream += "blob\nmark :\(mark)\n" + Self.data("a file")
        marks["blob \(mark)"] = mark
        try annotatedTag(annotated, of: "blob \(mark)", at: 1_600_000_000)
        references.append(("refs/tags/\(lightweight)", "blob \(mark)"))
    }

    /// No commit, tag or branch has this name.
    package struct Unknown: Error {
        package let name: String
    }

    static let scratch = "refs/import/commits"

    /// All branches and tags but the annotated ones, by their full names, with what they lead to.
    func allReferences() -> [(name: String, target: String)] {
        tips.sorted { $0.key < $1.key }.map { ("refs/heads/\($0.key)", $0.value) } + references
    }

    private func mark(_ name: String) throws -> Int {
        guard let mark = marks[name] else { throw Unknown(name: name) }
        return mark
    }

    private static func data(_ text: String) -> String {
        "data \(text.utf8.count)\n\(text)\n"
    }
}
