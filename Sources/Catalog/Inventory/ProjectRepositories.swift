import GRDB
import OCIModel
import StageModel

/// The repositories of a project.
struct ProjectRepositories {
    struct Item {
        let id: Int64
        let name: RepositoryName
        let generation: Int64
        let isEmpty: Bool
    }

    private let project: ProjectName
    private let pattern: ProjectPattern?
    private let db: Database

    init(_ project: ProjectName, _ pattern: ProjectPattern?, in db: Database) {
        self.project = project
        self.pattern = pattern
        self.db = db
    }

    /// By name. Takes as long as there are repositories in the project, and other projects below its name.
    func all() throws -> [Item] {
        var found: [Item] = []
        if let item = try db.row(Queries.repositoriesFrom, [project.value, project.value]).map(item), try owner(of: item.name) == project {
            found.append(item)
        }
        // `0` comes right behind `/`.
        let end = "\(project)0"
        var next = "\(project)/"
        while let item = try db.row(Queries.repositoriesFrom, [next, end]).map(item), item.name.value < end {
            let owner = try owner(of: item.name)
            if owner == project {
                found.append(item)
                // Comes before everything that begins with the name.
                next = "\(item.name)!"
            } else {
                // Whatever lies below another project isn't ours.
                next = max("\(item.name)!", owner.value.utf8.count > project.value.utf8.count ? "\(owner)0" : "")
            }
        }
        return found
    }

    private func item(_ row: Row) throws -> Item {
        Item(id: row[0], name: try row.repositoryName(1), generation: row[2], isEmpty: row[3] as Int64 == 0)
    }

    private func owner(of repository: RepositoryName) throws -> ProjectName {
        try ProjectName(of: repository, pattern: pattern) { name in try db.row(Queries.repository, [name]) != nil }
    }
}
