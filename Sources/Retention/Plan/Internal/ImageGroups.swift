import StageModel

/// Numbers for images: a repository with an image's name, or with the hash of one that nobody here has.
struct ImageGroups {
    private struct Key: Hashable {
        var repository: Int32
        /// A text of the inventory's table; the nameless image's is that of the empty one.
        var name: Int32
        var hash: String?
    }

    private let index: ProjectIndex
    private var numbers: [Key: Int32] = [:]
    /// Names by the hash that werf writes.
    private let names: [String: Int32]

    init(_ index: ProjectIndex) {
        self.index = index
        var names: [String: Int32] = [:]
        for number in Set(index.tags.lazy.map(\.imageName)) where number >= 0 { names[Self.hash(of: index.inventory.texts[number])] = number }
        self.names = names
    }

    private static func hash(of name: String) -> String {
        String(MurmurHash3(name.utf8).value, radix: 16)
    }

    mutating func number(ofTag tag: Int32) -> Int32 {
        let row = index.tags[Int(tag)]
        return number(Key(repository: row.repository, name: normal(row.imageName), hash: nil))
    }

    /// - Parameter nameHash: Where a record has it; else the tag's own name counts.
    mutating func number(ofTag tag: Int32, nameHash: String?) -> Int32 {
        guard let nameHash else { return number(ofTag: tag) }
        let repository = index.tags[Int(tag)].repository
        if let name = names[nameHash] { return number(Key(repository: repository, name: normal(name), hash: nil)) }
        return number(Key(repository: repository, name: TextTable.none, hash: nameHash))
    }

    /// The nameless image has no name, or the empty one.
    private func normal(_ name: Int32) -> Int32 {
        index.text(name)?.isEmpty ?? true ? TextTable.none : name
    }

    private mutating func number(_ key: Key) -> Int32 {
        if let number = numbers[key] { return number }
        let number = Int32(numbers.count)
        numbers[key] = number
        return number
    }
}
